/**
 * The big table: a body for each group, a row for each scenario, a column for each client.
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @param {ReadonlySet<string>} folded groups that show only their counts
 * @returns {{ table: HTMLTableElement, bodies: (() => HTMLElement)[] }} the bodies are made when they are asked for
 */
function matrixTable(matrix, place, folded) {
  const clients = chosenClients(matrix, place)
  const rows = chosenRows(matrix, place)
  const groups = each(rows.map(at => matrix.scenarios[at]?.group ?? ''))
  const heads = clients.map(client =>
    make('th', { scope: 'col', class: 'client', title: nameOf(client) }, clientHead(client)),
  )
  const table = make(
    'table',
    { class: clients.length > 6 ? 'matrix many' : 'matrix' },
    make('caption', { class: 'unseen' }, 'What came of each scenario with each client'),
    make('colgroup', {}, make('col', { class: 'title' }), ...clients.map(() => make('col', { class: 'client' }))),
    make('thead', {}, make('tr', {}, make('th', { scope: 'col', class: 'corner' }, 'scenario'), ...heads)),
  )
  table.style.setProperty('--clients', String(clients.length))
  const bodies = groups.map(group => () => groupBody(matrix, place, folded, group))
  return { table, bodies }
}

/** @param {BoardColumn} client */
function clientHead({ name, version }) {
  return make(
    'span',
    { class: 'head' },
    make('span', { class: 'name' }, name),
    ' ',
    make('span', { class: 'version' }, version ?? ''),
  )
}

/**
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @param {ReadonlySet<string>} folded
 * @param {string} group
 */
function groupBody(matrix, place, folded, group) {
  const clients = chosenClients(matrix, place)
  const members = chosenRows(matrix, place).filter(at => matrix.scenarios[at]?.group === group)
  const button = make(
    'button',
    { type: 'button', class: 'group', 'data-group': group, 'aria-expanded': folded.has(group) ? 'false' : 'true' },
    make('span', { class: 'turn', 'aria-hidden': 'true' }),
    group.replace('-', ' '),
    ' ',
    make('span', { class: 'number' }, members.length),
  )
  const counts = clients.map(client => {
    const { passed, all } = countsOf(client, members)
    return make(
      'td',
      { class: passed === all ? 'count whole' : 'count' },
      passed,
      make('span', { class: 'all' }, `/${all}`),
    )
  })
  const body = make('tbody', {}, make('tr', { class: 'group' }, make('th', { scope: 'rowgroup' }, button), ...counts))
  if (!folded.has(group)) body.append(...members.map(at => scenarioRow(matrix, place, clients, at)))
  return body
}

/**
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @param {readonly BoardColumn[]} clients
 * @param {number} at
 */
function scenarioRow(matrix, place, clients, at) {
  const row = matrix.scenarios[at]
  if (row === undefined) throw new Error(`There is no scenario ${at}.`)
  const head = make(
    'th',
    { scope: 'row' },
    make('span', { class: 'title' }, row.title),
    ' ',
    make(
      'span',
      { class: 'meta' },
      make('span', { class: `kind ${row.kind}`, title: KINDS[row.kind] ?? '' }, row.kind),
      row.codes.length === 0 ? null : make('span', { class: 'codes' }, codesInShort(row.codes)),
    ),
  )
  return make('tr', {}, head, ...clients.map(client => matrixCell(matrix, place, client, at)))
}

const SHOWN_CODES = 3

/** @param {readonly number[]} codes */
function codesInShort(codes) {
  const rest = codes.length > SHOWN_CODES ? ' …' : ''
  return codes.slice(0, SHOWN_CODES).join(' ') + rest
}

/**
 * @param {BoardMatrix} matrix
 * @param {Place} place
 * @param {BoardColumn} client
 * @param {number} at
 */
function matrixCell({ scenarios, sentences }, place, client, at) {
  const row = scenarios[at]
  const mark = client.marks[at] ?? '-'
  if (row === undefined || mark === '-')
    return make('td', { class: 'cell' }, make('span', { class: 'unseen' }, 'not played'))
  const said = sentences[(client.said[at] ?? 0) - 1]
  const words = `${client.name}: ${OUTCOMES[mark]}`
  const link = make(
    'a',
    {
      class: 'cell',
      href: addressOf({ ...place, cell: { file: client.file, scenario: row.id } }),
      'aria-label': words,
      title: said === undefined ? words : `${words}. ${said}`,
      tabindex: -1,
    },
    markOf(mark, row.kind),
  )
  return make('td', { class: 'cell' }, link)
}
