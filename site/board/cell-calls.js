/** What a scenario does not say. */
const USUAL_ATTEMPTS = 3

/** The calls that the client was told to make, and what it was allowed. @param {BoardScenario} asked */
function jobList(asked) {
  const items = asked.calls.map(
    ({
      origin = 'a',
      method = 'GET',
      path,
      do: wish,
      append,
      user,
      fields = {},
      body,
      stream,
      times = 1,
      pauseMs = 0,
    }) => {
      const notes = [
        `at origin ${origin}`,
        ...(wish === undefined ? [] : [wishWords(wish, append)]),
        ...(user === undefined ? [] : [`with the user info ${user}`]),
        ...(times > 1 ? [`${times} at the same time`] : []),
        ...(pauseMs > 0 ? [`${msWords(pauseMs)} after the call before`] : []),
        ...(stream ? ['with the content as a stream that can be read once'] : []),
      ]
      const rows = Object.entries(fields).map(([name, value]) =>
        make('div', {}, make('dt', {}, name), make('dd', {}, value)),
      )
      return make(
        'li',
        {},
        make('code', { class: 'line' }, `${method} ${path}`),
        ' ',
        make('span', { class: 'words' }, notes.join(', ')),
        rows.length === 0 ? null : make('div', { class: 'wire-head' }, make('dl', {}, ...rows)),
        body === undefined ? null : make('pre', {}, body.length > 300 ? `${body.slice(0, 300)}… (cut)` : body),
      )
    },
  )
  return make('div', {}, make('ol', { class: 'jobs' }, ...items), make('p', { class: 'aside' }, allowedWords(asked)))
}

/**
 * What the caller wants beyond one request.
 * @param {string} wish
 * @param {string} [append]
 */
function wishWords(wish, append) {
  if (wish === 'download') return 'whole, whatever breaks on the way'
  if (wish === 'update') return `to add "${append}" to what is there`
  return wish === 'poll' ? 'and what it began followed to its end' : 'and no more'
}

/** @param {BoardScenario} asked */
function allowedWords({ options }) {
  const {
    attempts = USUAL_ATTEMPTS,
    attemptMs = 2000,
    totalMs = 5000,
    maxRedirects = 20,
    bodyBytes,
    cache,
    auth,
  } = options
  const parts = [
    `${countWords(attempts, 'attempt')} of ${msWords(attemptMs)} each`,
    `${msWords(totalMs)} in all`,
    countWords(maxRedirects, 'redirect'),
    ...(bodyBytes === undefined ? [] : [`bodies of at most ${byteWords(bodyBytes)}`]),
    ...(cache ? ['a cache'] : []),
    ...(auth ? [`a bearer token, renewed at ${auth.refreshPath}`] : []),
  ]
  return `Allowed: ${parts.join(', ')}.`
}

/**
 * A call on the timeline: `call 2: GET /x, success, 200`.
 * @param {BoardScenario} asked
 * @param {PackedCall} call
 * @param {number} at
 */
function callWords({ calls }, call, at) {
  let left = at
  const script = calls.find(({ times = 1 }) => {
    left -= times
    return left < 0
  })
  const request = script === undefined ? '' : ` ${script.method ?? 'GET'} ${script.path},`
  return `call ${at + 1}:${request} ${resultWords(call)}`
}

/** @param {PackedCall} call */
function resultWords({ none, ok, status, error }) {
  if (none) return 'no result'
  const parts = [ok ? 'success' : 'no success']
  if (status !== undefined) parts.push(`status ${status}`)
  if (error) parts.push(`error: ${error[0]}`)
  return parts.join(', ')
}

/** Most calls of a wave end alike; so many are told one by one. */
const TOLD_CALLS = 12

/** @param {CellView} view */
function callerPart({ data, found }) {
  const { calls } = found
  if (calls.length === 0) return null
  const items = calls.slice(0, TOLD_CALLS).map((call, at) => callItem(data, call, at, calls.length))
  const rest = calls.length - items.length
  const note =
    rest > 0 ? make('p', { class: 'aside' }, `And ${countWords(rest, 'call')} more: ${restWords(calls)}.`) : null
  return part('What the caller got', make('ol', { class: 'results' }, ...items), note)
}

/** @param {readonly PackedCall[]} calls */
function restWords(calls) {
  const words = calls.slice(TOLD_CALLS).map(resultWords)
  return each(words)
    .map(one => `${words.filter(other => other === one).length} with ${one}`)
    .join('; ')
}

/**
 * @param {BoardClient} data
 * @param {PackedCall} call
 * @param {number} at
 * @param {number} all
 */
function callItem(data, call, at, all) {
  const { startMs, endMs, url, fields, body, bodyBytes = 0, error } = call
  const lines = linesAt(data, fields ?? [])
  const took = `${resultWords(call)}, after ${msWords(endMs - startMs)}`
  const head = make('p', {}, all > 1 ? make('strong', {}, `Call ${at + 1}: `) : null, took)
  const rows = [
    ...(error ? pair('Error', `${error[0]}: ${error[1]}`) : []),
    ...(url === undefined ? [] : pair('Final address', url)),
    ...(body === undefined ? [] : pair(`Body, ${byteWords(bodyBytes)}`, make('pre', {}, body))),
  ]
  const headers =
    lines.length === 0
      ? null
      : make('details', {}, make('summary', {}, countWords(lines.length, 'header field')), headText('', lines))
  return make('li', {}, head, rows.length === 0 ? null : make('dl', { class: 'about' }, ...rows), headers)
}
