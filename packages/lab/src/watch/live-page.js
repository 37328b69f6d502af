// The page of a wire log: hears of requests while they happen, and has them drawn by the board's timeline. Whatever a client
// sent is written as text, never as markup.

const EVERY_MS = 200
const SHOWN = 200
const base = document.body.dataset.log ?? ''
const state = document.getElementById('state')
const drawing = document.getElementById('drawing')

/** By number, in order of arrival. @type {Map<number, LogEntry>} */
const entries = new Map()
/** @type {readonly LogConnection[]} */
let connections = []
let planned = false

function plan() {
  if (planned) return
  planned = true
  setTimeout(show, EVERY_MS)
}

function show() {
  planned = false
  for (const number of [...entries.keys()].slice(0, Math.max(0, entries.size - SHOWN))) entries.delete(number)
  const open = [...drawing.querySelectorAll('details[open]')].map(each => each.getAttribute('data-number'))
  const focused = document.activeElement?.closest('details')?.getAttribute('data-number')
  const list = [...entries.values()]
  const shown = new Set(list.map(({ connection }) => connection))
  const log = { entries: list, connections: connections.filter(({ number }) => shown.has(number)) }
  drawing.replaceChildren(...(list.length === 0 ? [] : [timeline(log)]))
  for (const details of drawing.querySelectorAll('details')) {
    const number = details.getAttribute('data-number')
    if (open.includes(number)) details.open = true
    if (focused && number === focused) details.querySelector('summary')?.focus()
  }
  state.textContent =
    list.length === 0 ? 'Waiting for requests.' : `${countWords(list.length, 'request')}. This page follows along.`
}

const source = new EventSource(`${base}/live`)
source.addEventListener('message', ({ data }) => {
  const entry = JSON.parse(data)
  entries.set(entry.number, entry)
  plan()
})
source.addEventListener('connections', ({ data }) => {
  connections = JSON.parse(data)
  plan()
})
source.addEventListener('error', () => {
  state.textContent = 'The lab does not answer. This page tries again by itself.'
})

document.getElementById('clear').addEventListener('click', async () => {
  await fetch(base, { method: 'DELETE' })
  entries.clear()
  show()
})
