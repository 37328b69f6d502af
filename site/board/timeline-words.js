/** @param {number} ms */
function msWords(ms) {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`
  return ms < 9.95 && ms > 0 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms)} ms`
}

/**
 * @param {number} number
 * @param {string} thing
 */
const countWords = (number, thing) => `${number === 0 ? 'no' : number} ${thing}${number === 1 ? '' : 's'}`

/** @param {number} bytes */
function byteWords(bytes) {
  if (bytes < 10_000) return countWords(bytes, 'byte')
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/**
 * What came of a request, in words.
 * @param {LogEntry} entry
 */
function outcomeWords(entry) {
  const { atMs, answer, droppedAtMs } = entry
  const { status, headAtMs, endAtMs, broke, bodyBytes } = answer
  const parts = interimWords(answer.interim)
  if (headAtMs !== null) {
    const what = status === null ? 'raw bytes' : `answered ${status}`
    parts.push(`${what} ${headAtMs - atMs < 0.05 ? 'at once' : `after ${msWords(headAtMs - atMs)}`}`)
    if (bodyBytes > 0) parts.push(`${byteWords(bodyBytes)} of body`)
    if (endAtMs !== null && endAtMs - headAtMs >= SHORTEST_WAIT_MS) parts.push(`over ${msWords(endAtMs - headAtMs)}`)
  }
  if (broke !== null) parts.push(`${parts.length > 0 ? 'then ' : ''}${BREAKS[broke]}`)
  if (droppedAtMs !== null) parts.push(`the client left after ${msWords(droppedAtMs - atMs)}`)
  if (endAtMs === null && droppedAtMs === null) parts.push(headAtMs === null ? 'no answer yet' : 'still under way')
  if (parts.length === 0) parts.push('no answer was sent')
  return parts.join(', ')
}

/** @type {Record<string, string>} */
const BREAKS = {
  reset: 'the server reset the connection',
  close: 'the server closed the connection early',
  stall: 'the server fell silent',
}

/** @param {readonly number[]} interim */
function interimWords(interim) {
  const kinds = [...new Set(interim)].join(' and ')
  if (interim.length === 0) return []
  return [interim.length === 1 ? `first ${kinds}` : `first ${interim.length} interim answers (${kinds})`]
}

/** The answer in a sign or two: `200`, `reset`. @param {LogEntry} entry */
function answerInShort({ answer, droppedAtMs }) {
  if (answer.status !== null) return String(answer.status)
  if (answer.broke !== null) return answer.broke === 'stall' ? 'silent' : answer.broke
  if (droppedAtMs !== null) return 'left'
  if (answer.endAtMs === null) return 'open'
  return answer.headAtMs === null ? 'none' : 'raw'
}

/** The class of an answer's colour. @param {number | null} status */
function toneOf(status) {
  const first = Math.floor((status ?? 0) / 100)
  return first >= 1 && first <= 5 ? `s${first}` : 's0'
}
