import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keptHead } from '../../test/cache/kept-answers.ts'
import { folderFor, found, idOf, kilobyte, maxBytes, opened, raw } from '../../test/cache/sqlite-files.ts'
import { sqliteStore } from './sqlite-store.ts'

test('the file is made with its folders, for its owner alone, and outlives the store', t => {
  const path = join(folderFor(t), 'a', 'b', 'cache.db')
  const store = opened(t, path)
  store.keep('u', '', keptHead(), kilobyte, [])
  for (const file of ['', '-wal', '-shm']) assert.equal(statSync(path + file).mode & 0o777, 0o600, file)
  store.close?.()
  store.close?.()
  const again = opened(t, path)
  assert.deepEqual(again.body(idOf(again, 'u')), kilobyte)
})

test('what is no file for a cache is refused with the cure', t => {
  const folder = folderFor(t)
  const refusal = (path: string): string => {
    try {
      sqliteStore(path, { maxBytes }).close?.()
    } catch (error) {
      return (error as Error).message
    }
    return 'it was opened'
  }
  writeFileSync(join(folder, 'notes.txt'), 'not a database, but long enough to have a header'.repeat(100))
  assert.match(
    refusal(join(folder, 'notes.txt')),
    /notes\.txt" is no SQLite database: give the cache a path of its own/,
  )
  assert.match(refusal(join(folder, 'notes.txt', 'cache.db')), /cannot be opened as a cache .*this process may write/)
  assert.match(refusal(folder), /cannot be opened as a cache .*this process may write/)

  const other = raw(t, join(folder, 'other.db'))
  other.exec('CREATE TABLE customers (name); INSERT INTO customers VALUES (1); PRAGMA user_version = 1')
  assert.match(
    refusal(join(folder, 'other.db')),
    /is the database of another program: give the cache a path of its own/,
  )
  assert.equal(other.prepare('SELECT count(*) AS count FROM customers').get()?.count, 1)

  const damaged = join(folder, 'damaged.db')
  const store = opened(t, damaged)
  for (let at = 0; at < 50; at++) store.keep(`${at}`, '', keptHead(), kilobyte, [])
  store.close?.()
  const bytes = readFileSync(damaged)
  writeFileSync(damaged, bytes.fill(0xff, 100, 4096))
  assert.match(refusal(damaged), /is a damaged database: delete it/)
})

test('a cache of another version is emptied, and its ids are not used again', t => {
  const path = join(folderFor(t), 'cache.db')
  const before = opened(t, path)
  before.keep('u', '', keptHead(), kilobyte, [])
  const id = idOf(before, 'u')
  before.close?.()
  const database = raw(t, path)
  database.exec('PRAGMA user_version = 99; CREATE TABLE "later ""quoted""" (x); DROP TABLE body')
  database.close()
  const after = opened(t, path)
  assert.deepEqual(found(after, 'u'), [])
  after.keep('u', '', keptHead(), kilobyte, [])
  assert.ok(idOf(after, 'u') > id)
  assert.equal(after.body(id), null)
})

test('a Node without node:sqlite gets a sentence with the cure', t => {
  const file = new URL('./sqlite-file.ts', import.meta.url).href
  const program = `import(${JSON.stringify(file)}).then(room => room.openCacheFile(':memory:'))`
  const args = ['--no-experimental-sqlite', '--conditions=heed-source', '-e', program]
  const { stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folderFor(t) })
  assert.notEqual(status, 0)
  assert.match(stderr, /needs the module node:sqlite, which this platform does not have: use Node 22\.19/)
})

test('many stores may open one new file at once', t => {
  const path = join(folderFor(t), 'cache.db')
  const stores = Array.from({ length: 8 }, () => opened(t, path))
  stores[0]?.keep('u', '', keptHead(), kilobyte, [])
  for (const store of stores) assert.deepEqual(store.body(idOf(store, 'u')), kilobyte)
})
