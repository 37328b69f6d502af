/** So many requests are listed at once; the others after a click. */
const LISTED = 30

/**
 * The requests in words, each with its heads to unfold, and the waits between them.
 * @param {WireLog} log
 * @param {Span} span
 */
function requestList({ entries }, span) {
  const waits = new Map(waitsIn(entries, span).map(wait => [wait.before, wait]))
  const items = (/** @type {readonly LogEntry[]} */ some) =>
    some.flatMap(entry => {
      const wait = waits.get(entry.number)
      const item = requestItem(entry, span)
      return wait === undefined ? [item] : [waitItem(wait), item]
    })
  const list = make('ol', { class: 'requests' }, ...items(entries.slice(0, LISTED)))
  const rest = entries.slice(LISTED)
  if (rest.length === 0) return list
  const more = make('button', { type: 'button' }, `Show the other ${countWords(rest.length, 'request')}`)
  const last = make('li', { class: 'more' }, more)
  more.addEventListener('click', () => last.replaceWith(...items(rest)))
  list.append(last)
  return list
}

/** @param {Span} wait */
function waitItem({ startMs, endMs }) {
  return make('li', { class: 'wait' }, `${msWords(endMs - startMs)} without a request`)
}

/**
 * @param {LogEntry} entry
 * @param {Span} span
 */
function requestItem(entry, { startMs }) {
  const { number, method, target, atMs, connection, origin, answer } = entry
  const summary = make(
    'summary',
    {},
    make('span', { class: 'number' }, number),
    make('code', { class: 'line' }, `${method} ${target}`),
    make('span', { class: `status ${toneOf(answer.status)}` }, answerInShort(entry)),
    make(
      'span',
      { class: 'words' },
      `at ${msWords(atMs - startMs)} on connection ${connection} to ${origin}: ${outcomeWords(entry)}`,
    ),
  )
  const details = make('details', { 'data-number': number }, summary)
  // Only what is looked at is made.
  details.addEventListener('toggle', () => {
    if (details.childElementCount === 1) details.append(exchangeText(entry))
  })
  return make('li', {}, details)
}

/** @param {LogEntry} entry */
function exchangeText({ method, target, fields, body, answer }) {
  const { status, broke } = answer
  const sent = status === null && answer.headAtMs === null && broke !== null
  return make(
    'div',
    { class: 'exchange' },
    make('div', {}, make('h4', {}, 'Request'), headText(`${method} ${target}`, fields), bodyText(body)),
    make(
      'div',
      {},
      make('h4', {}, 'Answer'),
      ...answer.interim.slice(0, 5).map(code => make('p', { class: 'aside' }, `${code}, an interim answer`)),
      headText(sent ? 'no final answer was sent' : `status ${status ?? 'none: raw bytes or no answer'}`, answer.fields),
      answer.bodyBytes > 0 ? make('p', { class: 'aside' }, `${byteWords(answer.bodyBytes)} of body`) : null,
    ),
  )
}

/**
 * @param {string} line
 * @param {FieldLines} fields
 */
function headText(line, fields) {
  const rows = fields.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value)))
  return make('div', { class: 'wire-head' }, line === '' ? null : make('code', {}, line), make('dl', {}, ...rows))
}

/** @param {LogEntry['body']} body */
function bodyText(body) {
  if (body === null) return make('p', { class: 'aside' }, 'The content did not arrive in full, or was not read.')
  if (body.bytes === 0) return null
  const words = `${byteWords(body.bytes)} of content${body.cut ? `, cut here${body.sha256 ? `; sha256 ${body.sha256}` : ''}` : ''}`
  return make('div', {}, make('pre', {}, body.text), make('p', { class: 'aside' }, words))
}
