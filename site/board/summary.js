/**
 * Clients down, groups across; each cell tells how many scenarios were passed and leads to them.
 * @param {BoardMatrix} matrix
 */
function summaryTable(matrix) {
  const { clients } = matrix
  const parts = summaryParts(matrix)
  const heads = parts.map(({ name }) => make('th', { scope: 'col' }, name))
  return make(
    'table',
    { class: 'summary' },
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'client'), ...heads)),
    make('tbody', {}, ...clients.map(client => summaryRow(client, parts))),
  )
}

/**
 * @typedef {{ name: string, rows: number[], group: string, kind: string, last: boolean }} SummaryPart
 * @param {BoardMatrix} matrix
 * @returns {SummaryPart[]}
 */
function summaryParts({ scenarios }) {
  const all = scenarios.map((row, at) => ({ at, ...row }))
  const decisive = all.filter(({ kind }) => kind !== 'optional')
  const optional = all.filter(({ kind }) => kind === 'optional')
  const groups = each(decisive.map(({ group }) => group)).map(name => ({
    name: name.replace('-', ' '),
    rows: decisive.filter(({ group }) => group === name).map(({ at }) => at),
    group: name,
    kind: '',
    last: false,
  }))
  const whole = { name: 'together', rows: decisive.map(({ at }) => at), group: '', kind: '', last: true }
  const rest = { name: 'optional', rows: optional.map(({ at }) => at), group: '', kind: 'optional', last: false }
  return [...(decisive.length > 0 ? [whole] : []), ...groups, ...(optional.length > 0 ? [rest] : [])]
}

/**
 * @param {BoardColumn} client
 * @param {SummaryPart[]} parts
 */
function summaryRow(client, parts) {
  const about = [client.runtime, client.setup].filter(words => words !== null).join('. ')
  const head = make(
    'th',
    { scope: 'row' },
    make('span', { class: 'name' }, client.name),
    ' ',
    make('span', { class: 'version' }, client.version ?? ''),
    make('span', { class: 'about', title: about }, about),
  )
  return make('tr', {}, head, ...parts.map(part => summaryCell(client, part)))
}

/**
 * @param {BoardColumn} client
 * @param {SummaryPart} part
 */
function summaryCell(client, { name, rows, group, kind, last }) {
  const { passed, failed, unsupported, all } = countsOf(client, rows)
  const address = addressOf({ ...placeIn(''), client: client.file, group, kind })
  const words = `${client.name}, ${name}: ${passed} of ${all} passed, ${failed} failed, ${unsupported} unsupported`
  const link = make(
    'a',
    { href: address, 'aria-label': words, title: words },
    make('span', { class: 'passed' }, passed),
    make('span', { class: 'all' }, `/${all}`),
    shareBar(passed, failed, unsupported),
  )
  return make('td', { class: last ? 'together' : null }, link)
}

/**
 * @param {number} passed
 * @param {number} failed
 * @param {number} unsupported
 */
function shareBar(passed, failed, unsupported) {
  const piece = (/** @type {string} */ kind, /** @type {number} */ share) => {
    const span = make('span', { class: kind })
    span.style.flexGrow = String(share)
    return span
  }
  return make(
    'span',
    { class: 'share', 'aria-hidden': 'true' },
    piece('pass', passed),
    piece('fail', failed),
    piece('unsupported', unsupported),
  )
}
