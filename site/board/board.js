const board = matrixData()
const matrixBox = byId('matrix', HTMLElement)
const filters = byId('filters', HTMLFormElement)
const foldButton = byId('fold', HTMLButtonElement)

/** Groups that show only their counts. @type {Set<string>} */
const folded = new Set()

let place = placeIn(location.hash)

/** @param {string} name */
const control = name => /** @type {HTMLInputElement | HTMLSelectElement} */ (filters.elements.namedItem(name))

function showFacts() {
  const { scenarios, clients, lab, machine, startedAt, tookMs } = board
  const groups = each(scenarios.map(({ group }) => group))
  const parts = [
    `${scenarios.length} scenarios in ${groups.length} groups. In each, a real server answers by a script: status codes, waits, `,
    'redirects, broken connections. Then the wire log and what the caller got are held against what the specifications ask. ',
    'Open a cell to see the exchange.',
  ]
  byId('lead', HTMLElement).append(parts.join(''))
  const facts = [
    ['Played', `${startedAt.slice(0, 16).replace('T', ' at ')} UTC`],
    ['Clients', String(clients.length)],
    ['Lab', lab],
    ['Machine', machine],
    ['Took', `${Math.round(tookMs / 1000)} s`],
    ...board.skipped.map(({ name, sentence }) => [`Left out: ${name}`, sentence]),
    ...clients.flatMap(({ name, complaints }) => complaints.map(words => [`Trouble with ${name}`, words])),
  ]
  byId('facts', HTMLElement).append(
    ...facts.map(([name = '', value = '']) => make('div', {}, make('dt', {}, name), make('dd', {}, value))),
  )
}

function showControls() {
  const option = (/** @type {string} */ value, /** @type {string} */ words) => make('option', { value }, words)
  const names = each(board.scenarios.map(({ group }) => group))
  control('group').append(option('', 'all'), ...names.map(name => option(name, name.replace('-', ' '))))
  control('kind').append(option('', 'all'), ...Object.keys(KINDS).map(name => option(name, name)))
  control('client').append(option('', 'all'), ...board.clients.map(client => option(client.file, nameOf(client))))
}

function fillControls() {
  for (const name of /** @type {const} */ (['group', 'kind', 'client', 'code', 'words'])) {
    if (control(name).value !== place[name]) control(name).value = place[name]
  }
  const failures = control('failures')
  if (failures instanceof HTMLInputElement) failures.checked = place.failures
}

/** @returns {Place} */
function placeOfControls() {
  const value = (/** @type {string} */ name) => control(name).value.trim()
  const failures = control('failures')
  return {
    cell: null,
    group: value('group'),
    kind: value('kind'),
    client: value('client'),
    code: value('code'),
    words: value('words'),
    failures: failures instanceof HTMLInputElement && failures.checked,
  }
}

function showMatrix() {
  const rows = chosenRows(board, place)
  const { table, bodies } = matrixTable(board, place, folded)
  matrixBox.replaceChildren(table)
  addBodies(table, bodies)
  matrixBox.querySelector('a.cell')?.setAttribute('tabindex', '0')
  const all = board.scenarios.length
  const words = rows.length === all ? `${all} scenarios` : `${rows.length} of ${all} scenarios`
  byId('count', HTMLElement).textContent = rows.length === 0 ? 'No scenario fits. Take a filter away.' : words
  nameFoldButton()
  fitBox()
}

const FIRST_ROWS = 40

/**
 * What fits the screen at once, the rest right after: some thousand cells take a while to lay out.
 * @param {HTMLTableElement} table
 * @param {(() => HTMLElement)[]} bodies
 */
function addBodies(table, [first, ...rest]) {
  // A table that is no longer shown needs no more rows.
  if (first === undefined || !table.isConnected) return
  table.append(first())
  if (table.rows.length < FIRST_ROWS) addBodies(table, rest)
  else setTimeout(() => addBodies(table, rest))
}

/** A table that is too wide scrolls in a box of its own; else its head can stick to the page. */
function fitBox() {
  for (const box of document.querySelectorAll('.box')) {
    box.classList.remove('scrolls')
    box.classList.toggle('scrolls', box.scrollWidth > box.clientWidth)
  }
}

/** @param {Place} next */
const sameChoice = next => addressOf({ ...next, cell: null }) === addressOf({ ...place, cell: null })

function followAddress() {
  const next = placeIn(location.hash)
  const same = sameChoice(next)
  const left = next.cell === null ? place.cell : null
  place = next
  if (!same) {
    fillControls()
    showMatrix()
  }
  showCell(board, place)
  const link = left === null ? null : linkOf(matrixBox, left)
  link?.focus({ preventScroll: false })
}

/** Shows or hides the rows of one group. @param {Element} button */
function turnGroup(button) {
  const group = button.getAttribute('data-group') ?? ''
  if (!folded.delete(group)) folded.add(group)
  const body = groupBody(board, place, folded, group)
  button.closest('tbody')?.replaceWith(body)
  body.querySelector('button')?.focus()
  nameFoldButton()
}

function nameFoldButton() {
  const groups = each(chosenRows(board, place).map(at => board.scenarios[at]?.group ?? ''))
  foldButton.textContent = groups.every(group => folded.has(group)) ? 'Expand all' : 'Collapse all'
}

function listen() {
  filters.addEventListener('input', () => {
    place = placeOfControls()
    history.replaceState(null, '', addressOf(place))
    showMatrix()
  })
  filters.addEventListener('submit', event => event.preventDefault())
  matrixBox.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button.group') : null
    if (button !== null) turnGroup(button)
  })
  foldButton.addEventListener('click', () => {
    const open = foldButton.textContent === 'Expand all'
    folded.clear()
    if (!open) for (const { group } of board.scenarios) folded.add(group)
    showMatrix()
  })
  listenForKeys(matrixBox)
  addEventListener('hashchange', followAddress)
  addEventListener('resize', fitBox)
}

showFacts()
showControls()
fillControls()
byId('summary', HTMLElement).append(summaryTable(board))
byId('legend', HTMLElement).append(...legend())
showMatrix()
listen()
listenToCell()
showCell(board, place)
