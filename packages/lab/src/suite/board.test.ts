import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { entries } from '../../test/evidence.ts'
import { clientOf, outcomeOf, reportOf } from '../../test/report-of.ts'
import { scenarioOf } from '../../test/scenario-of.ts'
import { writeBoard } from './board.ts'
import type { BoardClient, BoardMatrix, BoardScenario } from './board-data.ts'
import type { Report } from './report.ts'

const folder = mkdtempSync(join(tmpdir(), 'heed-board-'))
after(() => rmSync(folder, { recursive: true }))

let boards = 0
function written(report: Report): string {
  boards += 1
  const board = join(folder, String(boards))
  writeBoard(report, board)
  return board
}

/** What a data file hands over, as a browser would run it. */
function handedOver<Shape>(board: string, name: string): Shape {
  let given: unknown
  const takeData = (as: string, value: unknown): void => {
    if (as === name) given = JSON.parse(JSON.stringify(value))
  }
  runInNewContext(readFileSync(join(board, 'data', `${name}.js`), 'utf8'), { takeData })
  return given as Shape
}

const [one, two] = [scenarioOf('one'), scenarioOf('two', { group: 'retry', kind: 'optional', codes: [503] })]

test('writes a page, and everything that it asks for is beside it', () => {
  const board = written(reportOf([one], [clientOf('heed', [outcomeOf(one, 'pass')])]))
  const page = readFileSync(join(board, 'index.html'), 'utf8')
  const asked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].flatMap(([, address]) => address ?? [])
  assert.ok(asked.includes('data/matrix.js') && asked.includes('timeline.js'))
  assert.deepEqual(
    asked.filter(address => !existsSync(join(board, address))),
    [],
  )
  assert.match(page, /Content-Security-Policy" content="default-src 'none'; script-src 'self' file:/)
})

test('the page without data is under 60 kB compressed', () => {
  const board = written(reportOf([], []))
  const files = readdirSync(board).filter(name => name !== 'data')
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(board, name))).length, 0)
  assert.ok(bytes < 60_000, `${bytes} bytes`)
})

test('the matrix has a letter for each scenario, and each sentence once', () => {
  const clients = [
    clientOf('first', [outcomeOf(one, 'fail'), outcomeOf(two, 'pass')]),
    clientOf('second', [outcomeOf(one, 'fail')]),
    clientOf('third', [outcomeOf(two, 'unsupported')]),
  ]
  const board = written(reportOf([one, two], clients))
  const matrix = handedOver<BoardMatrix>(board, 'matrix')
  assert.deepEqual(
    matrix.clients.map(({ marks }) => marks),
    ['fp', 'f-', '-u'],
  )
  assert.deepEqual(matrix.sentences, ['The caller did not get the report.', 'lacks: cache'])
  assert.deepEqual(
    matrix.clients.map(({ said }) => said),
    [
      [1, 0],
      [1, 0],
      [0, 2],
    ],
  )
})

test('a scenario comes with links, the job and what is expected', () => {
  const board = written(reportOf([scenarioOf('one', { anchors: ['RFC9110#15.3.1', 'unheard-of#1'] })], []))
  const asked = handedOver<Record<string, BoardScenario>>(board, 'scenarios').one
  assert.deepEqual(asked?.anchors, [
    ['RFC 9110 section 15.3.1', 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.3.1'],
    ['unheard-of, 1', null],
  ])
  assert.deepEqual(asked?.calls, [{ path: '/report' }])
  assert.deepEqual(asked?.checks, [
    ['The result is a success and has status 200.', 'The caller did not get the report.'],
  ])
})

test('that a request never came stands with what was seen, and only there', () => {
  const [check] = one.verdict
  const absent = 'The 2nd request never came.'
  const findings = [
    { check, holds: false, seen: 'there was no 2nd request', absent },
    { check, holds: false, seen: 'no success' },
  ]
  const board = written(reportOf([one], [clientOf('heed', [outcomeOf(one, 'fail', { findings })])]))
  assert.deepEqual(handedOver<BoardClient>(board, 'heed').cells.one?.findings, [
    [0, 'there was no 2nd request', absent],
    [0, 'no success'],
  ])
})

test('names of any kind give files that are safe and apart', () => {
  const names = ['../../x', 'x', 'X!', 'matrix', 'scenarios', '\u65e5', '']
  const board = written(
    reportOf(
      [],
      names.map(name => clientOf(name, [])),
    ),
  )
  const files = handedOver<BoardMatrix>(board, 'matrix').clients.map(({ file }) => file)
  assert.deepEqual(files, ['x', 'x-2', 'x-3', 'matrix-2', 'scenarios-2', 'client', 'client-2'])
  for (const file of files) assert.ok(existsSync(join(board, 'data', `${file}.js`)))
})

test('nothing in a report can end a script or become code', () => {
  const hostile = '</script><script>hacked()</script><!-- \u2028 \u2029 "\'`\\'
  const scenario = scenarioOf('one', { title: hostile, why: hostile })
  const outcome = outcomeOf(scenario, 'fail', { sentence: hostile })
  const board = written(reportOf([scenario], [{ ...clientOf(hostile, [outcome]), setup: hostile }]))
  for (const name of readdirSync(join(board, 'data'))) {
    assert.doesNotMatch(readFileSync(join(board, 'data', name), 'utf8'), /[<>&\u2028\u2029]/)
  }
  const matrix = handedOver<BoardMatrix>(board, 'matrix')
  assert.equal(matrix.scenarios[0]?.title, hostile)
  assert.equal(matrix.clients[0]?.name, hostile)
  assert.equal(matrix.sentences[0], hostile)
})

test('field lines stand once, long texts are cut with a word about it', () => {
  const fields = [['accept', '*/*'] as const, ['x-long', 'y'.repeat(1000)] as const]
  const wire = { entries: entries({ fields }, { fields }), connections: [], leftOut: { entries: 3, connections: 0 } }
  const board = written(reportOf([one], [clientOf('heed', [outcomeOf(one, 'pass', { wire })])]))
  const { lines, cells } = handedOver<BoardClient>(board, 'heed')
  assert.deepEqual(lines[0], ['accept', '*/*'])
  assert.match(lines[1]?.[1] ?? '', /^y{300}… \(cut\)$/)
  assert.equal(lines.length, 2)
  assert.deepEqual(
    cells.one?.entries.map(entry => entry.fields),
    [
      [0, 1],
      [0, 1],
    ],
  )
  assert.deepEqual(cells.one?.leftOut, { entries: 3, connections: 0, calls: 0 })
})

test('fifteen clients and 270 scenarios of three requests each stay under 8 MB', () => {
  const fields = Array.from({ length: 10 }, (_, at) => [`x-field-${at}`, 'a value of usual length'] as const)
  const scenarios = Array.from({ length: 270 }, (_, at) => scenarioOf(`scenario-${at}`))
  const wire = {
    entries: entries({ fields }, { fields }, { fields }),
    connections: [],
    leftOut: { entries: 0, connections: 0 },
  }
  const outcomes = scenarios.map(each => outcomeOf(each, 'fail', { wire }))
  const clients = Array.from({ length: 15 }, (_, at) => clientOf(`client-${at}`, outcomes))
  const data = join(written(reportOf(scenarios, clients)), 'data')
  const bytes = readdirSync(data).reduce((sum, name) => sum + statSync(join(data, name)).size, 0)
  assert.ok(bytes < 8_000_000, `${bytes} bytes`)
})
