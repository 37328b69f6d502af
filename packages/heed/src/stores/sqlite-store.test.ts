import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keptHead } from '../../test/cache/kept-answers.ts'
import { folderFor, found, idOf, kilobyte, maxBytes, opened, raw } from '../../test/cache/sqlite-files.ts'
import { later, storeContract } from '../../test/cache/store-contract.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { sqliteStore } from './sqlite-store.ts'

storeContract('sqlite in memory', async () => {
  const store = sqliteStore(':memory:', { maxBytes })
  return { store, close: () => store.close?.() }
})
storeContract('sqlite in a file, answering later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-'))
  const store = later(sqliteStore(join(folder, 'cache.db'), { maxBytes }))
  const close = async (): Promise<void> => {
    await store.close?.()
    rmSync(folder, { recursive: true })
  }
  return { store, close }
})

test('whose an answer is stands in the file only as a digest', t => {
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path)
  store.keep('u', 'authorization: Bearer s3cret', keptHead(), kilobyte, [])
  assert.equal(found(store, 'u', 'authorization: Bearer s3cret').length, 1)
  store.close?.()
  const file = readFileSync(path)
  assert.equal(file.indexOf('s3cret'), -1)
  assert.ok(file.indexOf(createHash('sha256').update('authorization: Bearer s3cret').digest()) > 0)
})

test('what is odd in the file is a miss, and is deleted', t => {
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path)
  const database = raw(t, path)
  const count = (): unknown => database.prepare('SELECT count(*) AS count FROM answer').get()?.count
  const odd = ['', '{', 'null', '[]', '{}', '7', JSON.stringify({ ...keptHead(), freshMs: null })]
  for (const fields of [{ a: 1 }, { a: [1] }, [], null, 'x']) odd.push(JSON.stringify({ ...keptHead(), fields }))
  odd.push(JSON.stringify({ ...keptHead(), part: { firstByte: 0 } }), JSON.stringify({ ...keptHead(), hasBody: 1 }))
  for (const head of odd) {
    store.keep('u', '', keptHead(), kilobyte, [])
    database.prepare('UPDATE answer SET head = ?').run(head)
    assert.deepEqual(found(store, 'u'), [], head)
    assert.equal(count(), 0, head)
  }
  for (const change of [`content = x'00'`, 'checksum = 0']) {
    store.keep('u', '', keptHead(), kilobyte, [])
    const id = idOf(store, 'u')
    database.exec(`UPDATE body SET ${change}`)
    assert.equal(store.body(id), null)
    assert.equal(count(), 0, change)
  }
  assert.equal(database.prepare('SELECT bytes FROM total').get()?.bytes, 0)
})

test('the sum of bytes is true, and room is made by what was used longest ago', async t => {
  const clock = fakeClock()
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path, { maxBytes: 100_000, clock })
  const database = raw(t, path)
  const sums = (): Record<string, unknown> | undefined =>
    database.prepare('SELECT (SELECT bytes FROM total) AS kept, sum(bytes) AS added FROM answer').get()
  const urls = Array.from({ length: 40 }, (_, at) => `https://example.com/${at}`)
  for (const url of urls) {
    store.keep(url, '', keptHead(), kilobyte, [])
    await clock.advance(10)
  }
  await clock.advance(61_000)
  for (const url of urls.slice(0, 5)) assert.equal(found(store, url).length, 1)
  store.freshen(idOf(store, urls[5] ?? ''), keptHead({ fields: { long: 'x'.repeat(3000) } }))
  await clock.advance(10)
  for (let at = 0; at < 20; at++) store.keep(`new ${at}`, '', keptHead(), kilobyte, [])
  store.keep('newest', '', keptHead(), kilobyte, [idOf(store, 'new 3')])
  const { kept, added } = sums() ?? {}
  assert.equal(kept, added)
  assert.ok(Number(kept) <= 100_000 && Number(kept) > 90_000, `${kept}`)
  const there = [...urls.slice(0, 8), ...urls.slice(-2), 'new 0', 'new 3', 'newest'].map(
    url => found(store, url).length,
  )
  assert.deepEqual(there, [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1])
  store.drop('newest')
  assert.equal(sums()?.kept, sums()?.added)
})

test('an answer over a quarter of the room is not kept, and what it would replace goes', t => {
  const store = opened(t, ':memory:', { maxBytes: 100_000 })
  store.keep('u', '', keptHead(), new Uint8Array(20_000), [])
  const id = idOf(store, 'u')
  store.keep('u', '', keptHead(), new Uint8Array(26_000), [id])
  assert.deepEqual(found(store, 'u'), [])
  assert.equal(store.body(id), null)
})

test('a hit writes nothing, but once a minute that it was used', async t => {
  const clock = fakeClock()
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path, { clock })
  store.keep('u', '', keptHead(), kilobyte, [])
  const other = raw(t, path)
  const version = (): unknown => other.prepare('PRAGMA data_version').get()?.data_version
  const look = (): void => {
    for (let at = 0; at < 100; at++) assert.deepEqual(store.body(idOf(store, 'u')), kilobyte)
  }
  const first = version()
  look()
  await clock.advance(60_000)
  look()
  assert.equal(version(), first)
  await clock.advance(1)
  look()
  const second = version()
  assert.notEqual(second, first)
  look()
  assert.equal(version(), second)
})

test('while another process writes, reading goes on and writing gives up in time', async t => {
  const clock = fakeClock()
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path, { clock })
  store.keep('u', '', keptHead(), kilobyte, [])
  const id = idOf(store, 'u')
  const other = raw(t, path)
  other.exec('BEGIN IMMEDIATE')
  await clock.advance(120_000)
  assert.deepEqual(store.body(idOf(store, 'u')), kilobyte)
  assert.throws(() => store.keep('u', '', keptHead(), kilobyte, [id]), /locked/)
  assert.throws(() => store.drop('u'), /locked/)
  other.exec('ROLLBACK')
  assert.deepEqual(
    found(store, 'u').map(kept => kept.id),
    [id],
  )
  store.keep('u', '', keptHead(), kilobyte, [id])
  assert.equal(store.body(id), null)
})

test('a write that fails half way leaves everything as it was', t => {
  const path = join(folderFor(t), 'cache.db')
  const store = opened(t, path)
  store.keep('u', '', keptHead(), kilobyte, [])
  const id = idOf(store, 'u')
  const other = raw(t, path)
  other.exec(`CREATE TRIGGER broken BEFORE INSERT ON body BEGIN SELECT raise(ABORT, 'no room'); END`)
  assert.throws(() => store.keep('u', '', keptHead(), kilobyte, [id]), /no room/)
  other.exec('DROP TRIGGER broken')
  assert.deepEqual(store.body(idOf(store, 'u')), kilobyte)
  assert.equal(idOf(store, 'u'), id)
})
