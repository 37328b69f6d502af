import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Kept } from '../../src/keeping.ts'
import { sqliteStore } from '../../src/stores/sqlite-store.ts'
import { keptHead } from './kept-answers.ts'
import { isSound, maxBytes, sealed, type Tally, urls } from './sealed-bodies.ts'
import { folderFor } from './sqlite-files.ts'

const child = fileURLToPath(new URL('./sqlite-child.ts', import.meta.url))
const command = (...args: readonly string[]): string[] => ['--conditions=heed-source', child, ...args]

const pathFor = (t: TestContext): string => join(folderFor(t), 'cache.db')

function started(t: TestContext, ...args: readonly string[]): ChildProcess {
  const process_ = spawn(process.execPath, command(...args), { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => process_.kill('SIGKILL'))
  return process_
}

async function printed(process_: ChildProcess): Promise<string> {
  let text = ''
  process_.stdout?.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  const [code] = await once(process_, 'close')
  assert.equal(code, 0, text)
  return text
}

async function isReady(process_: ChildProcess): Promise<void> {
  const ended = once(process_, 'close').then(([code]) => assert.fail(`it ended with ${code} before it was ready`))
  ended.catch(() => {})
  await Promise.race([once(process_.stdout ?? assert.fail(), 'data'), ended])
}

/** Opens the file as the next process would, and looks at all of it. */
function assertSound(path: string): number {
  const store = sqliteStore(path, { maxBytes })
  let bodies = 0
  try {
    for (const url of urls) {
      for (const whose of ['', 'a']) {
        for (const { id } of store.find(url, whose) as readonly Kept[]) {
          const body = store.body(id) as Uint8Array | null
          assert.ok(body !== null && isSound(url, body), `${url} has a wrong body`)
          bodies++
        }
      }
    }
  } finally {
    store.close?.()
  }
  const database = new DatabaseSync(path)
  try {
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' })
    const sums = `SELECT (SELECT bytes FROM total) AS total, (SELECT ifnull(sum(bytes), 0) FROM answer) AS sum,
      (SELECT count(*) FROM answer) AS answers, (SELECT count(*) FROM body JOIN answer USING (id)) AS bodies,
      (SELECT count(*) FROM body) AS allBodies`
    const { total, sum, answers, bodies: joined, allBodies } = database.prepare(sums).get() ?? {}
    assert.deepEqual([total, joined, allBodies], [sum, answers, answers])
    assert.ok(Number(total) <= maxBytes)
  } finally {
    database.close()
  }
  return bodies
}

test('several processes open, read, write and drop at once: no error, no wrong byte', async t => {
  const path = pathFor(t)
  const texts = await Promise.all([1, 2, 3, 4].map(() => printed(started(t, 'mix', path, '1200'))))
  for (const text of texts) {
    const { hits, wrong, errors } = JSON.parse(text.slice('ready\n'.length)) as Tally
    assert.deepEqual([wrong, errors], [0, []])
    assert.ok(hits > 0, text)
  }
  assertSound(path)
})

test('killed in the middle of writes, the file opens and serves no wrong byte', async t => {
  const path = pathFor(t)
  const untilMs = Date.now() + 4000
  let bodies = 0
  for (let round = 0; round < 3 || Date.now() < untilMs; round++) {
    const writers = [1, 2].map(() => started(t, 'mix', path, '60000'))
    await Promise.all(writers.map(isReady))
    for (const writer of writers) {
      await pause(Math.random() * 80)
      writer.kill('SIGKILL')
    }
    const ends = await Promise.all(writers.map(writer => (writer.signalCode === null ? once(writer, 'exit') : null)))
    assert.ok(ends.every(end => end === null || end[1] === 'SIGKILL'))
    bodies += assertSound(path)
  }
  assert.ok(bodies > 0)
})

test('a file that others hold is opened when they are done', async t => {
  for (const sql of ['BEGIN; SELECT * FROM other', 'BEGIN; INSERT INTO other VALUES (2)', 'BEGIN EXCLUSIVE']) {
    const path = pathFor(t)
    const made = new DatabaseSync(path)
    made.exec(`CREATE TABLE other (x); INSERT INTO other VALUES (1); PRAGMA application_id = ${0x68656564}`)
    made.close()
    const holder = started(t, 'hold', path, '300', sql)
    await isReady(holder)
    sqliteStore(path, { maxBytes }).close?.()
    assertSound(path)
    await printed(holder)
  }
})

test('what one process takes out is gone for the others', async t => {
  const path = pathFor(t)
  const store = sqliteStore(path, { maxBytes })
  t.after(() => store.close?.())
  for (const url of urls) store.keep(url, 'a', keptHead(), sealed(url, 100), [])
  const count = (): number => urls.filter(url => (store.find(url, 'a') as readonly Kept[]).length > 0).length
  assert.equal(count(), urls.length)
  await printed(started(t, 'drop', path))
  assert.equal(count(), 0)
})

test('on a disk that is full there are misses, and no error', { skip: process.platform === 'win32' }, t => {
  const path = pathFor(t)
  const limited = (blocks: number, task: string): string => {
    const shell = ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, ...command(task, path)]
    const { stdout, stderr } = spawnSync('/bin/sh', shell, { encoding: 'utf8' })
    assert.equal(stderr, '')
    return stdout
  }
  // Blocks of 512 bytes: room for a dozen of the thirty bodies.
  const { hits, misses, wrong } = JSON.parse(limited(400, 'fill').slice('ready\n'.length)) as Tally
  assert.equal(wrong, 0)
  assert.ok(misses > urls.length, `${misses} misses`)
  assert.ok(hits + misses === 10 * urls.length)
  assertSound(path)
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  assert.match(
    limited(0, 'open'),
    /cannot be opened as a cache .*give it a path in a folder where this process may write/,
  )
})

test('a folder that is read only is refused with the cure', { skip: process.platform === 'win32' }, t => {
  const path = pathFor(t)
  const folder = join(path, '..')
  sqliteStore(path, { maxBytes }).close?.()
  // Nothing is read only for root.
  const options = { encoding: 'utf8', cwd: '/' } as const
  chmodSync(path, 0o444)
  chmodSync(folder, 0o555)
  try {
    for (const file of [path, join(folder, 'new.db'), join(folder, 'new', 'cache.db')]) {
      const { stdout, error } = spawnSync(process.execPath, command('open-as-anybody', file), options)
      assert.equal(error, undefined)
      assert.match(stdout, /cannot be opened as a cache .*give it a path in a folder where this process may write/)
    }
    assert.equal(statSync(path).mode & 0o777, 0o444)
  } finally {
    chmodSync(folder, 0o755)
  }
})
