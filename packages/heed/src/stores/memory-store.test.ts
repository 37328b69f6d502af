import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { keptHead } from '../../test/cache/kept-answers.ts'
import { later, storeContract } from '../../test/cache/store-contract.ts'
import type { Store } from '../keeping.ts'
import { memoryStore } from './memory-store.ts'

const roomy = { maxBytes: 64 * 1024 * 1024 }
storeContract('memory', async () => {
  const store = memoryStore(roomy)
  return { store, close: () => store.close?.() }
})
storeContract('memory, answering later', async () => {
  const store = later(memoryStore(roomy))
  return { store, close: () => store.close?.() }
})

const kilobyte = new Uint8Array(1000)
const statuses = (store: Store, urls: readonly string[]): number[] =>
  urls.map(url => (store.find(url, '') as readonly unknown[]).length)

test('a second look gives the same list, which nobody can change', () => {
  const store = memoryStore(roomy)
  store.keep('u', '', keptHead(), kilobyte, [])
  const found = store.find('u', '')
  assert.equal(store.find('u', ''), found)
  assert.ok(Object.isFrozen(found))
  assert.equal(store.find('none', ''), store.find('u', 'nobody'))
})

test('what was used longest ago goes first; looking, reading and freshening are use', () => {
  const store = memoryStore({ maxBytes: 7200 })
  for (const url of ['a', 'b', 'c', 'd']) store.keep(url, '', keptHead(), kilobyte, [])
  assert.deepEqual(statuses(store, ['a', 'b', 'c', 'd']), [1, 1, 1, 1])
  const idOf = (url: string): number | string => (store.find(url, '') as readonly { id: number }[])[0]?.id ?? -1
  const [b, c] = [idOf('b'), idOf('c')]
  store.find('a', '')
  store.find('d', '')
  store.body(b)
  store.freshen(c, keptHead())
  // In order of use now: a, d, b, c. Each of these takes the room of one.
  store.keep('e', '', keptHead(), kilobyte, [])
  assert.deepEqual(statuses(store, ['b', 'a']), [1, 0])
  store.keep('f', '', keptHead(), kilobyte, [])
  assert.deepEqual(statuses(store, ['d', 'c', 'b', 'e', 'f']), [0, 1, 1, 1, 1])
})

test('fields, addresses and identities take room too, and what is freshened may grow', () => {
  const count = (grow: (at: number) => Parameters<Store['keep']>): number => {
    const store = memoryStore({ maxBytes: 1_000_000 })
    const given = Array.from({ length: 2000 }, (_, at) => grow(at))
    for (const each of given) store.keep(...each)
    return given.filter(([url, whose]) => (store.find(url, whose) as readonly unknown[]).length > 0).length
  }
  const empty = new Uint8Array(0)
  const plain = count(at => [`${at}`, '', keptHead(), empty, []])
  assert.ok(plain > 1000 && plain < 2000, `${plain}`)
  const long = 'x'.repeat(1000)
  assert.ok(count(at => [`${at}${long}`, '', keptHead(), empty, []]) < plain / 2)
  assert.ok(count(at => [`${at}`, long, keptHead(), empty, []]) < plain / 2)
  assert.ok(count(at => [`${at}`, '', keptHead({ fields: { a: long } }), empty, []]) < plain / 2)
  assert.ok(count(at => [`${at}`, '', keptHead({ fields: { a: [long, long] } }), empty, []]) < plain / 3)
  assert.ok(count(at => [`${at}`, '', keptHead({ varied: { a: long } }), empty, []]) < plain / 2)

  const store = memoryStore({ maxBytes: 20_000 })
  for (const url of ['a', 'b', 'c']) store.keep(url, '', keptHead(), new Uint8Array(4000), [])
  const [kept] = store.find('c', '') as readonly { id: number }[]
  store.freshen(kept?.id ?? -1, keptHead({ fields: { huge: 'x'.repeat(20_000) } }))
  assert.deepEqual(statuses(store, ['a', 'b', 'c']), [1, 1, 0])
})

test('an answer over a quarter of the room is not kept, and what it would replace goes', () => {
  const store = memoryStore({ maxBytes: 100_000 })
  store.keep('u', '', keptHead(), new Uint8Array(23_000), [])
  const [kept] = store.find('u', '') as readonly { id: number }[]
  assert.ok(kept !== undefined)
  store.keep('u', '', keptHead(), new Uint8Array(26_000), [kept.id])
  assert.deepEqual(store.find('u', ''), [])
  assert.equal(store.body(kept.id), null)
})

test('a body whose bytes were moved away is gone, not empty', () => {
  const store = memoryStore(roomy)
  store.keep('u', '', keptHead(), kilobyte, [])
  const [kept] = store.find('u', '') as readonly { id: number }[]
  const given = store.body(kept?.id ?? -1) as Uint8Array<ArrayBuffer>
  structuredClone(given, { transfer: [given.buffer] })
  assert.equal(store.body(kept?.id ?? -1), null)
  assert.deepEqual(store.find('u', ''), [])
})

test('10,000 answers of 1 KB with ten fields take at most 25 MB', () => {
  const child = fileURLToPath(new URL('../../test/cache/memory-child.ts', import.meta.url))
  const printed = execFileSync(process.execPath, ['--conditions=heed-source', '--expose-gc', child], {
    encoding: 'utf8',
  })
  const { kept, grownBytes } = JSON.parse(printed) as { kept: number; grownBytes: number }
  assert.equal(kept, 10_000)
  assert.ok(grownBytes > 10_000_000, 'the bodies are in it')
  assert.ok(grownBytes <= 25_000_000, `${(grownBytes / 1e6).toFixed(1)} MB`)
})
