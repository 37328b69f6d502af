import { DatabaseSync } from 'node:sqlite'
import type { CacheRules, Kept, Store } from '../../src/keeping.ts'
import { cacheOn } from '../../src/stores/cache.ts'
import { sqliteStore } from '../../src/stores/sqlite-store.ts'
import { keptHead } from './kept-answers.ts'
import { isSound, maxBytes, sealed, type Tally, urls } from './sealed-bodies.ts'

// One of several processes on one cache file: does as it is told and prints what it saw.

const any = (count: number): number => Math.floor(Math.random() * count)

function step(store: Store, tally: Tally): void {
  const url = urls[any(urls.length)] ?? ''
  const whose = ['', 'a'][any(2)] ?? ''
  const found = store.find(url, whose) as readonly Kept[]
  const [first] = found
  const body = first === undefined ? null : (store.body(first.id) as Uint8Array | null)
  if (body === null) tally.misses++
  else if (isSound(url, body)) tally.hits++
  else tally.wrong++
  const chance = any(10)
  const outdated = found.map(kept => kept.id)
  if (chance < 5) store.keep(url, whose, keptHead(), sealed(url, any(20_000)), outdated)
  else if (chance < 6) store.drop(url)
  else if (chance < 7 && first !== undefined) store.freshen(first.id, keptHead({ freshMs: any(1000) }))
}

function mix(store: Store, untilMs: number): Tally {
  const tally: Tally = { hits: 0, misses: 0, wrong: 0, busy: 0, errors: [] }
  while (Date.now() < untilMs) {
    try {
      step(store, tally)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (words === 'database is locked') tally.busy++
      else tally.errors.push(words)
    }
  }
  return tally
}

/** More than the limit on the size of a file lets in. */
function fill(store: Store): Tally {
  const tally: Tally = { hits: 0, misses: 0, wrong: 0, busy: 0, errors: [] }
  const cache = cacheOn(store, {} as CacheRules)
  for (let round = 0; round < 10; round++) {
    for (const url of urls) {
      const [first] = cache.find(url, '') as readonly Kept[]
      const body = first === undefined ? null : (cache.body(first.id) as Uint8Array | null)
      if (body === null) tally.misses++
      else if (isSound(url, body)) tally.hits++
      else tally.wrong++
      cache.keep(url, '', keptHead(), sealed(url, 15_000), first === undefined ? [] : [first.id])
    }
  }
  return tally
}

const [task, path = '', lastsMs = '0', sql = ''] = process.argv.slice(2)
if (task === 'hold') {
  const database = new DatabaseSync(path)
  database.exec(sql)
  process.stdout.write('ready\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(lastsMs))
  database.close()
}
if (task === 'open-as-anybody' && process.getuid?.() === 0) {
  // Only now, since the folder that this program lies in may be root's own.
  process.setgid?.(65_534)
  process.setuid?.(65_534)
}
if (task === 'open' || task === 'open-as-anybody') {
  try {
    sqliteStore(path, { maxBytes }).close?.()
    process.stdout.write('opened')
  } catch (error) {
    process.stdout.write(error instanceof Error ? error.message : String(error))
  }
}
if (task === 'drop') {
  const store = sqliteStore(path, { maxBytes })
  for (const url of urls) await store.drop(url)
}
if (task === 'mix' || task === 'fill') {
  const store = sqliteStore(path, { maxBytes })
  process.stdout.write('ready\n')
  const tally = task === 'fill' ? fill(store) : mix(store, Date.now() + Number(lastsMs))
  await store.close?.()
  process.stdout.write(JSON.stringify(tally))
}
