/**
 * @typedef {import('../src/suite/board-data.ts').BoardMatrix} BoardMatrix
 * @typedef {import('../src/suite/board-data.ts').BoardRow} BoardRow
 * @typedef {import('../src/suite/board-data.ts').BoardColumn} BoardColumn
 */

/**
 * The clients that are shown: all, or the one that was asked for.
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @returns {readonly BoardColumn[]}
 */
function chosenClients({ clients }, { client }) {
  const one = clients.filter(each => each.file === client)
  return one.length === 0 ? clients : one
}

/**
 * The places, from 0, of the scenarios that are shown.
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @returns {number[]}
 */
function chosenRows(matrix, place) {
  const clients = chosenClients(matrix, place)
  const fits = rowFilter(place)
  const all = matrix.scenarios.map((_, at) => at)
  return all.filter(at => {
    const row = matrix.scenarios[at]
    return row !== undefined && fits(row) && (!place.failures || clients.some(({ marks }) => marks[at] === 'f'))
  })
}

/**
 * @param {Place} place
 * @returns {(row: BoardRow) => boolean}
 */
function rowFilter({ group, kind, code, words }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return row => {
    if (group !== '' && row.group !== group) return false
    if (kind !== '' && row.kind !== kind) return false
    // `4` and `40` stand for all codes that begin so.
    if (code !== '' && !row.codes.some(each => String(each).startsWith(code))) return false
    const text = `${row.title} ${row.id} ${row.group} ${row.codes.join(' ')}`.toLowerCase()
    return wanted.every(word => text.includes(word))
  }
}

/**
 * How many of these scenarios a client passed, failed, and could not be asked.
 * @param {BoardColumn} client
 * @param {readonly number[]} rows
 */
function countsOf({ marks }, rows) {
  const count = (/** @type {string} */ mark) => rows.filter(at => marks[at] === mark).length
  return { passed: count('p'), failed: count('f'), unsupported: count('u'), all: rows.length }
}

/** @param {readonly string[]} words */
const each = words => [...new Set(words)]
