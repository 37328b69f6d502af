/**
 * @typedef {import('../src/log/entry.ts').WireLog} WireLog
 * @typedef {import('../src/log/entry.ts').LogEntry} LogEntry
 * @typedef {import('../src/log/entry.ts').LogConnection} LogConnection
 * @typedef {import('../src/log/entry.ts').FieldLines} FieldLines
 */

/**
 * A call of the caller: when it was made and when its result came, on the log's clock, and what to write on it.
 * @typedef {{ startMs: number, endMs: number, words: string }} TimelineCall
 * @typedef {{ startMs: number, endMs: number }} Span
 */

/** When the last byte left, or the client; null: neither did. @param {LogEntry} entry */
const lastByteOf = ({ answer, droppedAtMs }) => answer.endAtMs ?? droppedAtMs

/** When an exchange was over; null: it is not. One in which the server fell silent lasts until the client leaves. @param {LogEntry} entry */
const endOf = entry => (entry.answer.broke === 'stall' ? entry.droppedAtMs : lastByteOf(entry))

/**
 * From the first thing that happened to the last. What is not over yet goes on to the end and somewhat beyond.
 * @param {WireLog} log
 * @param {readonly TimelineCall[]} calls
 * @returns {Span}
 */
function spanOf({ entries, connections }, calls) {
  const starts = [
    ...calls.map(({ startMs }) => startMs),
    ...entries.map(({ atMs }) => atMs),
    ...connections.map(({ openedAtMs }) => openedAtMs),
  ]
  const startMs = starts.length === 0 ? 0 : Math.min(...starts)
  const ends = [
    ...calls.map(({ endMs }) => endMs),
    ...entries.map(entry => Math.max(lastByteOf(entry) ?? 0, entry.droppedAtMs ?? 0, entry.atMs)),
    ...connections.map(({ openedAtMs }) => openedAtMs),
  ]
  const lastMs = Math.max(startMs + 4, ...ends)
  const open = entries.some(entry => lastByteOf(entry) === null)
  return { startMs, endMs: open ? lastMs + Math.max(20, (lastMs - startMs) * 0.08) : lastMs }
}

/** Shorter ones are the machine's own, or too short to be seen. */
const SHORTEST_WAIT_MS = 20
const SHORTEST_WAIT_SHARE = 0.03

/**
 * The times between requests in which none was under way, each with the number of the request that ended it.
 * @param {readonly LogEntry[]} entries
 * @param {Span} span
 * @returns {(Span & { before: number })[]}
 */
function waitsIn(entries, { startMs, endMs }) {
  const shortestMs = Math.max(SHORTEST_WAIT_MS, (endMs - startMs) * SHORTEST_WAIT_SHARE)
  const sorted = [...entries].sort((one, other) => one.atMs - other.atMs)
  const waits = []
  let busyUntilMs = Number.POSITIVE_INFINITY
  for (const entry of sorted) {
    if (entry.atMs - busyUntilMs >= shortestMs) {
      waits.push({ startMs: busyUntilMs, endMs: entry.atMs, before: entry.number })
    }
    const overMs = endOf(entry) ?? Number.POSITIVE_INFINITY
    busyUntilMs = entry === sorted[0] ? overMs : Math.max(busyUntilMs, overMs)
  }
  return waits
}

/**
 * Puts things that overlap in time into lanes of their own, as few as possible.
 * @template {Span} Thing
 * @param {readonly Thing[]} things
 * @returns {Thing[][]}
 */
function lanesOf(things) {
  /** @type {Thing[][]} */
  const lanes = []
  for (const thing of [...things].sort((one, other) => one.startMs - other.startMs)) {
    const free = lanes.find(lane => (lane.at(-1)?.endMs ?? 0) <= thing.startMs)
    if (free === undefined) lanes.push([thing])
    else free.push(thing)
  }
  return lanes
}

/**
 * Each connection with its requests, by number. A connection that the log no longer lists is known by its requests.
 * @param {WireLog} log
 */
function connectionLanes({ entries, connections }) {
  /** @typedef {LogConnection & { entries: LogEntry[] }} Lane */
  const lanes = new Map(connections.map(each => [each.number, /** @type {Lane} */ ({ ...each, entries: [] })]))
  for (const entry of entries) {
    const { connection: number, origin, atMs } = entry
    const lane = lanes.get(number) ?? { number, origin, openedAtMs: atMs, closedAtMs: null, entries: [] }
    lane.entries.push(entry)
    lanes.set(number, lane)
  }
  return [...lanes.values()].sort((one, other) => one.number - other.number)
}

/**
 * Round times for the axis, counted from the start.
 * @param {Span} span
 * @param {number} most
 */
function roundTimes({ startMs, endMs }, most) {
  const lengthMs = endMs - startMs
  const raw = lengthMs / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(raw))
  const stepMs = [1, 2, 5, 10].map(each => each * power).find(each => each >= raw) ?? raw
  const times = []
  for (let ms = 0; ms <= lengthMs; ms += stepMs) times.push(ms)
  return times
}
