/** Which cell the reader asked for last: an answer that comes late for another one is dropped. */
let wantedCell = ''

/**
 * Shows the cell that the address names, or closes what is shown.
 * @param {BoardMatrix} matrix
 * @param {Place} place
 */
async function showCell(matrix, place) {
  const dialog = byId('cell', HTMLDialogElement)
  const { cell } = place
  wantedCell = cell === null ? '' : `${cell.file}/${cell.scenario}`
  if (cell === null) {
    if (dialog.open) dialog.close()
    return
  }
  const wanted = wantedCell
  const content = await cellContent(matrix, place, cell).catch(error => [
    cellBar(place, []),
    make('p', { class: 'said' }, error instanceof Error ? error.message : String(error)),
  ])
  if (wanted !== wantedCell) return
  dialog.replaceChildren(...content)
  dialog.scrollTop = 0
  if (!dialog.open) dialog.showModal()
  else dialog.querySelector('h2')?.focus()
}

/**
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @param {NonNullable<Place['cell']>} cell
 * @returns {Promise<Node[]>}
 */
async function cellContent(matrix, place, { file, scenario: id }) {
  const client = matrix.clients.find(each => each.file === file)
  const at = matrix.scenarios.findIndex(each => each.id === id)
  const row = matrix.scenarios[at]
  if (client === undefined) throw new Error(`This board has no client with the name ${file}.`)
  if (row === undefined) throw new Error(`This board has no scenario ${id}.`)
  const [scenarios, data] = await Promise.all([loadData('scenarios'), loadData(file)])
  const asked = /** @type {Record<string, BoardScenario>} */ (scenarios)[id]
  const found = /** @type {BoardClient} */ (data).cells[id]
  if (asked === undefined) throw new Error(`data/scenarios.js has no scenario ${id}: it is of another board.`)
  if (found === undefined) throw new Error(`${nameOf(client)} was not asked to play ${id}.`)
  const view = { matrix, place, client, row, at, asked, found, data: /** @type {BoardClient} */ (data) }
  return [cellBar(place, neighbours(view)), ...cellParts(view)].filter(part => part !== null)
}

/**
 * @typedef {object} CellView
 * @property {BoardMatrix} matrix
 * @property {Place} place
 * @property {BoardColumn} client
 * @property {BoardRow} row
 * @property {number} at
 * @property {BoardScenario} asked
 * @property {PackedCell} found
 * @property {BoardClient} data
 */

/**
 * Links to the cells above and below among those that are chosen.
 * @param {CellView} view
 */
function neighbours({ matrix, place, client, at }) {
  const rows = chosenRows(matrix, place).filter(each => client.marks[each] !== '-')
  const here = rows.indexOf(at)
  const link = (/** @type {number | undefined} */ other, /** @type {string} */ words) => {
    const row = other === undefined || here < 0 ? undefined : matrix.scenarios[other]
    if (row === undefined) return make('span', { class: 'step none', 'aria-hidden': 'true' }, words)
    const cell = { file: client.file, scenario: row.id }
    return make('a', { class: 'step', href: addressOf({ ...place, cell }), title: row.title }, words)
  }
  return [link(rows[here - 1], 'Previous'), link(rows[here + 1], 'Next')]
}

/**
 * @param {Place} place
 * @param {readonly Node[]} steps
 */
function cellBar(place, steps) {
  const close = make('a', { class: 'close', href: addressOf({ ...place, cell: null }) }, 'Close')
  return make('nav', { class: 'bar', 'aria-label': 'Cells' }, ...steps, close)
}

/** Escape closes the dialog by itself; the address follows, and the focus goes back to the cell. */
function listenToCell() {
  const dialog = byId('cell', HTMLDialogElement)
  dialog.addEventListener('close', () => {
    const { cell, ...choice } = placeIn(location.hash)
    if (cell !== null) location.hash = addressOf({ ...choice, cell: null })
    dialog.replaceChildren()
  })
  // A click beside the sheet, on the dimmed page, has the dialog itself for a target.
  dialog.addEventListener('click', event => {
    const { left } = dialog.getBoundingClientRect()
    if (event.target === dialog && event.clientX < left) dialog.close()
  })
}

/**
 * @param {Element} box
 * @param {NonNullable<Place['cell']>} cell
 * @returns {HTMLElement | null}
 */
function linkOf(box, { file, scenario }) {
  const start = addressOf({ ...placeIn(''), cell: { file, scenario } })
  const links = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('a.cell'))
  return [...links].find(link => (link.getAttribute('href') ?? '').split('?')[0] === start) ?? null
}
