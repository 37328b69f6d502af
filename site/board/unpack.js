/**
 * @typedef {import('../src/suite/board-data.ts').BoardClient} BoardClient
 * @typedef {import('../src/suite/board-data.ts').BoardScenario} BoardScenario
 * @typedef {import('../src/suite/board-data.ts').PackedCell} PackedCell
 * @typedef {import('../src/suite/board-data.ts').PackedCall} PackedCall
 * @typedef {import('../src/suite/board-data.ts').PackedEntry} PackedEntry
 */

/**
 * The field lines at these places.
 * @param {BoardClient} data
 * @param {readonly number[]} places
 * @returns {FieldLines}
 */
function linesAt({ lines }, places) {
  return places.flatMap(place => {
    const line = lines[place]
    return line === undefined ? [] : [line]
  })
}

/**
 * A packed cell's wire log in its usual shape.
 * @param {BoardClient} data
 * @param {PackedCell} cell
 * @returns {WireLog}
 */
function wireLogOf(data, { entries, connections }) {
  return {
    entries: entries.map((entry, at) => unpacked(data, entry, at + 1)),
    connections: connections.map(([origin, openedAtMs, closedAtMs], at) => ({
      number: at + 1,
      origin,
      openedAtMs,
      closedAtMs,
    })),
  }
}

const NO_CONTENT = { bytes: 0, sha256: '', text: '', cut: false }

/**
 * @param {BoardClient} data
 * @param {PackedEntry} entry
 * @param {number} number
 * @returns {LogEntry}
 */
function unpacked(data, entry, number) {
  const { atMs, connection, origin = 'a', method = 'GET', target, body = NO_CONTENT, status = null } = entry
  return {
    number,
    atMs,
    connection,
    origin,
    method,
    target,
    fields: linesAt(data, entry.fields),
    body: body === 0 ? null : body,
    answer: {
      index: null,
      status,
      fields: linesAt(data, entry.answerFields),
      headAtMs: entry.headAtMs ?? null,
      endAtMs: entry.endAtMs ?? null,
      bodyBytes: entry.bodyBytes ?? 0,
      interim: [...(entry.interim ?? [])],
      broke: entry.broke ?? null,
    },
    droppedAtMs: entry.droppedAtMs ?? null,
  }
}
