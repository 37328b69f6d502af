/**
 * What an opened cell tells, from the verdict to what the caller got.
 * @param {CellView} view
 * @returns {(Node | null)[]}
 */
function cellParts(view) {
  return [
    cellHead(view),
    saidPart(view),
    othersPart(view),
    make(
      'div',
      { class: 'two' },
      part('Why it matters', make('p', {}, view.asked.why), aboutList(view)),
      part('The job', jobList(view.asked)),
    ),
    findingsPart(view),
    timelinePart(view),
    callerPart(view),
  ]
}

/**
 * @param {string} title
 * @param {...Child} children
 */
function part(title, ...children) {
  return make('section', {}, make('h3', {}, title), ...children)
}

/** @param {CellView} view */
function cellHead({ client, row, at }) {
  const mark = client.marks[at] ?? '-'
  const outcome = OUTCOMES[mark] ?? ''
  return make(
    'header',
    {},
    make(
      'p',
      { class: 'who' },
      make('span', { class: 'name' }, client.name),
      ' ',
      make('span', { class: 'version' }, client.version ?? ''),
    ),
    make('h2', { id: 'cell-title', tabindex: -1, autofocus: true }, row.title),
    make(
      'p',
      { class: `outcome ${outcome}` },
      markOf(mark, row.kind),
      make('strong', {}, outcome),
      make('code', {}, `${row.group}/${row.id}`),
    ),
  )
}

/** The sentence, and what a reader must know before trusting it. @param {CellView} view */
function saidPart({ matrix, client, at, asked, found }) {
  const lacking = asked.needs.filter(need => client.lacks.includes(need))
  const notPlayed = client.marks[at] === 'u' && lacking.length > 0
  const said = notPlayed
    ? `Not played: it asks for what this client cannot do (${lacking.join(', ')}).`
    : matrix.sentences[(client.said[at] ?? 0) - 1]
  const { trouble, alone, flickered, lateMs = 0 } = found
  const remarks = [
    trouble ? 'The adapter or the lab failed here, not the client: nothing was looked at.' : null,
    alone ? 'It failed while others were played beside it; this is what came of it alone.' : null,
    flickered
      ? `Played a second time it gave another outcome: ${flickered.outcome}. ${flickered.sentence ?? ''}`
      : null,
    lateMs >= 50 ? `The lab itself was up to ${msWords(lateMs)} late meanwhile.` : null,
  ]
  const paragraphs = remarks.flatMap(words => (words === null ? [] : [make('p', { class: 'aside' }, words)]))
  if (said !== undefined) paragraphs.unshift(make('p', { class: 'sentence' }, said))
  return paragraphs.length === 0
    ? null
    : make('div', { class: `said ${OUTCOMES[client.marks[at] ?? '-']}` }, ...paragraphs)
}

/** @param {CellView} view */
function aboutList({ row, asked }) {
  const links = asked.anchors.flatMap(([text, address], at) => {
    const link = address?.startsWith('https://') ? make('a', { href: address, rel: 'noreferrer' }, text) : text
    return at === 0 ? [link] : [', ', link]
  })
  return make(
    'dl',
    { class: 'about' },
    ...pair('Kind', `${row.kind}: ${KINDS[row.kind] ?? ''}`),
    ...(row.codes.length === 0 ? [] : pair('Codes', row.codes.join(', '))),
    ...pair('Specification', ...links),
    ...(asked.needs.length === 0 ? [] : pair('Needs', asked.needs.join(', '))),
    ...(asked.wireOnly === null ? [] : pair('On the wire only', asked.wireOnly)),
  )
}

/**
 * @param {string} name
 * @param {...Child} values
 */
const pair = (name, ...values) => [make('dt', {}, name), make('dd', {}, ...values)]

/** The same scenario with the other clients. @param {CellView} view */
function othersPart({ matrix, place, client, row, at }) {
  const others = matrix.clients.filter(({ marks, file }) => marks[at] !== '-' && file !== client.file)
  if (others.length === 0) return null
  const links = others.map(other => {
    const mark = other.marks[at] ?? '-'
    const href = addressOf({ ...place, cell: { file: other.file, scenario: row.id } })
    return make(
      'a',
      { class: 'other', href },
      markOf(mark, row.kind),
      other.name,
      make('span', { class: 'unseen' }, `: ${OUTCOMES[mark]}`),
    )
  })
  return make('p', { class: 'others' }, make('span', { class: 'label' }, 'Others'), ...links)
}

/** @param {CellView} view */
function findingsPart({ asked, found }) {
  const items = asked.checks.map(([expected, otherwise], at) => {
    const finding = found.findings[at]
    const [holds, seen, absent] = finding ?? [null, '']
    const word = holds === null ? 'not looked at' : holds ? 'holds' : 'does not hold'
    const mark = markOf(holds === null ? 'u' : holds ? 'p' : 'f', 'required')
    return make(
      'li',
      {},
      mark,
      make(
        'div',
        {},
        make('p', { class: 'expected' }, make('span', { class: 'unseen' }, `${word}: `), expected),
        seen === '' ? null : make('p', { class: 'seen' }, make('span', { class: 'label' }, 'Seen: '), `${seen}.`),
        holds === 0 ? make('p', { class: 'otherwise' }, absent ?? otherwise) : null,
      ),
    )
  })
  return part(
    found.findings.length === 0 ? 'What would be looked at' : 'What was expected, what was seen',
    make('ol', { class: 'findings' }, ...items),
  )
}

/** @param {CellView} view */
function timelinePart({ asked, data, found }) {
  if (found.entries.length === 0 && found.connections.length === 0) return null
  const calls = found.calls.map((call, at) => ({
    startMs: call.startMs,
    endMs: call.endMs,
    words: callWords(asked, call, at),
  }))
  const { entries = 0, connections = 0, calls: more = 0 } = found.leftOut ?? {}
  const left = [
    ...(entries > 0 ? [countWords(entries, 'request')] : []),
    ...(connections > 0 ? [countWords(connections, 'connection')] : []),
    ...(more > 0 ? [countWords(more, 'call')] : []),
  ]
  const note = left.length === 0 ? null : make('p', { class: 'aside' }, `Left out here: ${left.join(', ')} more.`)
  return part('On the wire', timeline(wireLogOf(data, found), calls), note)
}
