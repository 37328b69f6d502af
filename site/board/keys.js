/** @param {Element} link */
const spotOf = link => {
  const cell = link.closest('td, th')
  const row = link.closest('tr')
  return cell === null || row === null ? null : { column: [...row.children].indexOf(cell), row }
}

/**
 * Only one cell at a time can be reached with Tab; the arrows go on from there.
 * @param {HTMLElement} box
 * @param {HTMLElement} link
 */
function makeCurrent(box, link) {
  for (const other of box.querySelectorAll('a.cell[tabindex="0"]')) other.setAttribute('tabindex', '-1')
  link.setAttribute('tabindex', '0')
}

/** @type {Record<string, readonly [down: number, right: number]>} */
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/**
 * The cell to go to from this one, if there is one.
 * @param {HTMLElement} box
 * @param {Element} link
 * @param {string} key
 * @returns {HTMLElement | null}
 */
function cellBeside(box, link, key) {
  const spot = spotOf(link)
  if (spot === null) return null
  const rows = [...box.querySelectorAll('tbody tr:not(.group)')]
  const [down, right] = STEPS[key] ?? [0, 0]
  const inRow = /** @type {HTMLElement[]} */ ([...spot.row.querySelectorAll('a.cell')])
  if (key === 'Home') return inRow[0] ?? null
  if (key === 'End') return inRow.at(-1) ?? null
  const row = rows[rows.indexOf(spot.row) + down]
  return row?.children[spot.column + right]?.querySelector('a.cell') ?? null
}

/**
 * Arrows, Home and End move between cells. Enter follows the link, as it does everywhere.
 * @param {HTMLElement} box
 */
function listenForKeys(box) {
  box.addEventListener('keydown', event => {
    const { target, key } = event
    const moves = key in STEPS || key === 'Home' || key === 'End'
    if (!moves || !(target instanceof HTMLElement) || !target.matches('a.cell')) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const next = cellBeside(box, target, key)
    if (next === null) return
    makeCurrent(box, next)
    next.focus()
  })
  box.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.matches('a.cell')) makeCurrent(box, target)
  })
}
