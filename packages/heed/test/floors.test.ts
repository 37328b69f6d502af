import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brokenFloors, readFloors } from './house/floors.ts'
import { parse, root, sentences, sourcesUnder } from './house/source.ts'

test('imports only go down, floor by floor, as DESIGN.md draws them', () => {
  const floors = readFloors(readFileSync(join(root, 'DESIGN.md'), 'utf8'))
  assert.deepEqual(sentences(brokenFloors(sourcesUnder('packages/heed/src'), floors)), [])
})

const map = readFloors(
  '```floors\nroof index.ts platform/\n4 wire/\n3 drive.ts\n2 ports.ts decide.ts\n1 rules/\nground status/ fields/\ntypes ports.ts\n```',
)
const house: Readonly<Record<string, string>> = {
  'index.ts': "export { drive } from './drive.ts'\nimport { platform } from '#platform'",
  'platform/web.ts': "import { request } from '../wire/undici.ts'",
  'wire/undici.ts': "import { request } from 'undici'",
  'drive.ts': "import { decide } from './decide.ts'",
  'ports.ts': 'export type Dice = () => number',
  'decide.ts': "import { retry } from './rules/retry.ts'",
  'rules/retry.ts': "import type { Dice } from '../ports.ts'",
  'status/table.ts': 'export const rows = []',
  'rules/retry.small.ts': "import { stop } from '#edition/rules/stop'",
  'fields/link.ts': 'export const links = []',
}
const findingsWith = (changed: Readonly<Record<string, string>>): string[] =>
  sentences(
    brokenFloors(
      Object.entries({ ...house, ...changed }).map(([path, text]) => parse(path, text)),
      map,
    ),
  )

const planted: readonly (readonly [name: string, path: string, text: string, what: RegExp])[] = [
  [
    'a climbing import',
    'rules/retry.ts',
    "import { drive } from '../drive.ts'",
    /^rules\/retry.ts:1 .*imports only go down/,
  ],
  ['a climbing re-export', 'status/table.ts', "export * from '../rules/retry.ts'", /imports only go down/],
  ['an import for later', 'decide.ts', "export const later = () => import('./drive.ts')", /imports only go down/],
  ['a type from a place for values', 'decide.ts', "import type { X } from './drive.ts'", /imports only go down/],
  ['an inline type', 'decide.ts', "export type Y = import('./drive.ts').X", /imports only go down/],
  ['a value beside a type', 'rules/retry.ts', "import { type Dice, roll } from '../ports.ts'", /imports only go down/],
  ['an import for its effect', 'rules/retry.ts', "import '../ports.ts'", /imports only go down/],
  ['a package below floor 4', 'drive.ts', "import { request } from 'undici'", /knows the world outside/],
  ['a module of Node below floor 4', 'status/table.ts', "\nimport fs from 'node:fs'", /^status\/table.ts:2 .*outside$/],
  ['a climb to what differs by platform', 'wire/undici.ts', "import { a } from '#platform'", /imports only go down/],
  [
    'a climb to what differs by edition',
    'rules/retry.ts',
    "import { drive } from '#edition/drive'",
    /imports only go down/,
  ],
  ['a neighbour on the ground floor', 'status/table.ts', "import '../fields/link.ts'", /each room stands alone/],
  ['a way out of src', 'index.ts', "import manifest from '../package.json'", /outside src/],
  ['a file on no floor', 'stray.ts', 'export const a = 1', /stray.ts:1 stands on no floor/],
]

test('a house in order has no findings', () => assert.deepEqual(findingsWith({}), []))

for (const [name, path, text, what] of planted) {
  test(`${name} is found`, () => {
    const found = findingsWith({ [path]: text })
    assert.equal(found.length, 1, found.join('\n'))
    assert.match(found[0] ?? '', what)
  })
}

test('an entry of the map where nothing stands is found', () => {
  const { 'drive.ts': _gone, ...rest } = house
  const sources = Object.entries(rest).map(([path, text]) => parse(path, text))
  assert.match(
    sentences(brokenFloors(sources, map)).join(),
    /drive.ts:1 is on the map in DESIGN.md, but nothing is there/,
  )
})

test('a map that is missing or names a strange floor is an error', () => {
  assert.throws(() => readFloors('# Design'), /no block fenced/)
  assert.throws(() => readFloors('```floors\ncellar wine/\n```'), /"cellar" is no floor/)
})
