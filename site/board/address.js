/**
 * What the address says after `#`: which cell is open, and which scenarios are chosen.
 * `#/got/503-then-200?group=retry&failures=1`
 * @typedef {object} Place
 * @property {{ file: string, scenario: string } | null} cell
 * @property {string} group
 * @property {string} kind
 * @property {string} client the name of its data file
 * @property {string} code
 * @property {string} words
 * @property {boolean} failures
 */

/**
 * @param {string} hash
 * @returns {Place}
 */
function placeIn(hash) {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [file, scenario] = path.split('/').map(plainText)
  const asked = new URLSearchParams(query)
  const word = (/** @type {string} */ name) => asked.get(name) ?? ''
  return {
    cell: file && scenario ? { file, scenario } : null,
    group: word('group'),
    kind: word('kind'),
    client: word('client'),
    code: word('code'),
    words: word('words'),
    failures: word('failures') !== '',
  }
}

/** A stray percent sign in an address is no reason to stop. @param {string} text */
function plainText(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * @param {Place} place
 * @returns {string}
 */
function addressOf({ cell, failures, ...words }) {
  const query = new URLSearchParams()
  for (const name of /** @type {const} */ (['group', 'kind', 'client', 'code', 'words'])) {
    if (words[name] !== '') query.set(name, words[name])
  }
  if (failures) query.set('failures', '1')
  const path = cell === null ? '' : `${encodeURIComponent(cell.file)}/${encodeURIComponent(cell.scenario)}`
  return `#/${path}${query.size === 0 ? '' : `?${query}`}`
}
