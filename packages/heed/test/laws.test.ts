import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { floorOf, importsOf, readFloors } from './house/floors.ts'
import { codes, impurities, waitings } from './house/laws.ts'
import { type Finding, finding, parse, root, type Source, sentences, sourcesUnder } from './house/source.ts'

const client = sourcesUnder('packages/heed/src')
const isIn = (...rooms: readonly string[]): ((source: Source) => boolean) => {
  return ({ path }) => rooms.some(room => path === room || path.startsWith(room))
}
const none = (findings: readonly Finding[]): void => assert.deepEqual(sentences(findings), [])

test('law 1: the table, the grammar, the rules and the decision are pure', () => {
  const pure = client.filter(isIn('status/', 'fields/', 'rules/', 'action.ts', 'decide.ts'))
  for (const room of ['status/', 'rules/', 'decide.ts']) assert.ok(pure.some(isIn(room)), `${room} was read`)
  none(pure.flatMap(impurities))
})

test('law 2: below the transports, drive alone awaits', () => {
  const floors = readFloors(readFileSync(join(root, 'DESIGN.md'), 'utf8'))
  const loop = isIn('drive/drive.ts', 'drive/steps.ts', 'drive/steps.small.ts', 'drive/waiting.ts')
  const quiet = client.filter(source => (floorOf(source.path, floors) ?? 4) < 4 && !loop(source))
  for (const file of ['decide.ts', 'exchange.ts', 'action.ts']) assert.ok(quiet.some(isIn(file)), `${file} was read`)
  none(quiet.flatMap(waitings))
  assert.ok(client.filter(loop).flatMap(waitings).length > 0, 'the search finds what drive awaits')
})

test('law 3: nothing branches on a status code outside status/', () => {
  none(client.filter(source => !isIn('status/')(source)).flatMap(codes))
})

test('law 3 holds for the command line too, except for the data of its tour', () => {
  none(
    sourcesUnder('packages/cli/src')
      .filter(({ path }) => !/tour|start/.test(path))
      .flatMap(codes),
  )
})

const strangeToLab = (source: Source): Finding[] =>
  importsOf(source)
    .filter(({ target }) => /^heed(?!-lab)|\/heed\/|\/cli\//.test(target) && target !== 'heed/status')
    .map(({ start, target }) => finding(source, start, `imports ${target}: the examiner never imports the examined`))

test('law 8: the lab knows the meanings, never the client', () => {
  none(sourcesUnder('packages/lab/src').flatMap(strangeToLab))
})

const finds = (search: (source: Source) => Finding[], text: string): number => search(parse('planted.ts', text)).length

const impure = [
  'const f = async () => 1',
  'async function f() {}',
  'class A { async m() {} }',
  'await x',
  'for await (const a of b) c(a)\nexport {}',
  "import('./x.ts')",
  'const now = Date.now()',
  "const now = Date['now']()",
  'const { now } = Date',
  'const now = new Date()',
  'const now = Date()',
  'const luck = Math.random()',
  "const luck = Math['random']()",
  'const { random } = Math',
  'setTimeout(f, 1)',
  'const start = performance.now()',
  'const mode = process.env.MODE',
  'const id = crypto.randomUUID()',
  'const later = globalThis.setTimeout',
  'const o = { performance }',
]
const pure = [
  '// await Date.now() and Math.random()',
  "const text = 'await new Date()'",
  'const day = new Date(givenMs)',
  'const day = Date.UTC(2026, 10, 22)',
  'const least = Math.min(1, 2)',
  'const o = { performance: 1, setTimeout: 2 }',
  'const a = o.performance + o.process',
  'type T = { crypto: Date; now: () => number }',
  'const f = (when: Date) => when.getTime()',
]

test('law 1 finds each planted impurity, and nothing in what is pure', () => {
  for (const text of impure) assert.equal(finds(impurities, text), 1, text)
  for (const text of pure) assert.equal(finds(impurities, text), 0, text)
})

const branching = [
  'if (status === 404) a()',
  'if (304 !== answer.status) a()',
  'if (code >= 500) a()',
  'if (code >= 100 && code <= 599) a()',
  'const ok = n < 300',
  'switch (x) { case 429: a() }',
  'const again = [408, 429].includes(status)',
  'const codes = new Set([301, 302])',
  'const NOT_FOUND_STATUS = 404',
  'const texts = { 404: "not here" }',
  'const kind = Math.floor(status / 100)',
]
const free = [
  '// status === 404',
  "const text = 'status === 404'",
  'if (waitMs > 100) a()',
  'if (text.length >= 256) a()',
  'const backoffMs = 500',
  'const sizes = [128, 256]',
  'if (row.verb === "follow") a()',
  'if (attempt === 3) a()',
  'const valid = isWhole && value >= 100 && value <= 999',
  'const half = total / 100',
  'const made = { status: 200 }',
]

test('law 3 finds each planted branch on a status code, and nothing in other numbers', () => {
  for (const text of branching) assert.ok(finds(codes, text) > 0, text)
  for (const text of free) assert.equal(finds(codes, text), 0, text)
})

test('law 8 finds each planted way to the client', () => {
  for (const target of ['heed', 'heed/drive', '../../heed/src/drive.ts', 'heed-cli']) {
    assert.equal(finds(strangeToLab, `import { x } from '${target}'`), 1, target)
  }
  for (const target of ['heed/status', './heed-page.ts', 'hono']) {
    assert.equal(finds(strangeToLab, `import { x } from '${target}'`), 0, target)
  }
})
