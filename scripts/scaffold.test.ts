import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { explain } from 'heed/status'
import { places, prepare } from './scaffold.ts'
import { root } from './workspace.ts'

const table = 'packages/heed/src/status/table.ts'
let copy = ''

before(() => {
  copy = mkdtempSync(join(tmpdir(), 'heed-new-'))
  cpSync(join(root, 'packages/heed/src'), join(copy, 'packages/heed/src'), { recursive: true })
  cpSync(join(root, 'packages/heed/package.json'), join(copy, 'packages/heed/package.json'))
  cpSync(join(root, 'packages/scenarios'), join(copy, 'packages/scenarios'), { recursive: true })
})
after(() => rmSync(copy, { recursive: true, force: true }))

const read = (file: string): string => readFileSync(join(copy, file), 'utf8')
const lineOf = (told: string, file: string): string => {
  const number = Number(new RegExp(`${file}:(\\d+)`).exec(told)?.[1])
  return read(file).split('\n')[number - 1] ?? ''
}
const free = Array.from({ length: 500 }, (_, index) => 100 + index).filter(
  code => explain(code).registration === 'unregistered',
)

const isInOrder = (): boolean => {
  const codes = places(read(table)).flatMap(({ registered, code }) => (registered ? [code] : []))
  return codes.every((code, index) => index === 0 || code > (codes[index - 1] ?? 0))
}

test('every row of the table is found, and the registry is in order', () => {
  assert.equal(places(read(table)).length, 500 - free.length)
  assert.ok(isInOrder())
})

test('a code with a row is told where it stands, and nothing is written', () => {
  const old = read(table)
  const told = prepare(copy, 425)
  assert.match(lineOf(told, table), /^ {2}row\(425, 'Too Early'/)
  assert.match(told, /https:\/\/\S*8470/)
  assert.match(lineOf(told, 'packages/heed/src/status/row.ts'), /interface Particulars/)
  assert.match(told, /packages\/heed\/src\/rules\/retry.ts:\d+/)
  for (const step of [1, 2, 3, 4, 5]) assert.match(told, new RegExp(`^${step}\\. `, 'm'))
  assert.equal(read(table), old)
})

test('it names the scenarios of a code, or says that there is none', () => {
  assert.match(prepare(copy, 425), /--only too-early-is-not-hammered,too-early-post-is-sent-again/)
  assert.match(prepare(copy, 200), /--only (\S+,){4}\S+ \(and \d+ more\)/)
  assert.match(prepare(copy, 598), /No scenario is about it/)
})

test('a code without a row gets one in its place, and a test; a second time nothing more is written', () => {
  const [middle = 0, last = 0] = [free[40], free.at(-1)]
  for (const code of [middle, last]) {
    const told = prepare(copy, code)
    assert.equal(lineOf(told, table), `  row(${code}, '', '', { meaning: '' }),`)
    assert.ok(isInOrder())
    const written = read(table)
    prepare(copy, code)
    assert.equal(read(table), written)
  }
})

test('the test that was written fails until it is filled in', () => {
  const code = free[41] ?? 0
  prepare(copy, code)
  const file = join(copy, `packages/heed/test/codes/${code}.test.ts`)
  const runIt = (): number | null => {
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined }
    return spawnSync(process.execPath, ['--conditions=heed-source', '--test', file], { cwd: copy, env }).status
  }
  assert.equal(runIt(), 1)
  writeFileSync(
    join(copy, table),
    read(table).replace(`row(${code}, '', ''`, `row(${code}, 'Some Phrase', 'RFC9110#15'`),
  )
  const filled = readFileSync(file, 'utf8')
    .replace(/'the phrase of[^']*'/, "'Some Phrase'")
    .replace(/'the verb that[^']*'/, 'verb')
  writeFileSync(file, filled)
  assert.equal(runIt(), 0)
})

test('bad input gets one sentence and exit code 64', () => {
  for (const args of [[], ['abc'], ['99'], ['600'], ['4 25'], ['425', '426']]) {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['--conditions=heed-source', join(root, 'scripts/new.ts'), ...args],
      {
        encoding: 'utf8',
      },
    )
    assert.equal(status, 64)
    assert.match(stderr, /^Give one status code from 100 to 599, .*\n$/)
    assert.equal(stdout, '')
  }
})
