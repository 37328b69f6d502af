import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keptHead } from '../test/cache/kept-answers.ts'
import { folderFor } from '../test/cache/sqlite-files.ts'
import { later } from '../test/cache/store-contract.ts'
import { type Cache, cacheOn, memoryCache, type Store, sqliteCache } from './cache.ts'
import { OptionError } from './errors/errors.ts'
import { cacheRules } from './rules/cache/rules.ts'
import { memoryStore } from './stores/memory-store.ts'

const body = new Uint8Array([1, 2, 3])

/** The option an error names, and its sentence. */
function refusal(work: () => unknown): readonly [option: string, message: string] {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof OptionError)
    return [error.option, error.message]
  }
  throw new Error('nothing was thrown')
}

test('each cache keeps, finds, takes out and closes, by the rules', async t => {
  const folder = folderFor(t)
  const caches: readonly Cache[] = [
    memoryCache(),
    memoryCache({ maxBytes: 65_536 }),
    sqliteCache(':memory:'),
    sqliteCache(join(folder, 'cache.db'), { maxBytes: 1_000_000 }),
    cacheOn(memoryStore({ maxBytes: 100_000 })),
    cacheOn(later(memoryStore({ maxBytes: 100_000 }))),
  ]
  for (const cache of caches) {
    assert.equal(cache.rules, cacheRules)
    cache.keep('u', 'me', keptHead(), body, [])
    const [kept] = await cache.find('u', 'me')
    assert.deepEqual(await cache.body(kept?.id ?? -1), body)
    cache.drop('u')
    await new Promise(setImmediate)
    assert.deepEqual(await cache.find('u', 'me'), [])
    await cache.close()
  }
})

test('a bound that is none is refused with the bounds and the cure', () => {
  const most = Number.MAX_SAFE_INTEGER
  for (const [maxBytes, was] of [
    [0, '0'],
    [65_535, '65535'],
    [1e5 + 0.5, '100000.5'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['9', '"9"'],
    [null, 'null'],
    [{}, 'object'],
  ] as const) {
    const sentence = `The option maxBytes must be a whole number of bytes from 65536 to ${most}; it was ${was}: leave it out for`
    assert.deepEqual(
      refusal(() => memoryCache({ maxBytes: maxBytes as number })),
      ['maxBytes', `${sentence} 67108864.`],
    )
    assert.deepEqual(
      refusal(() => sqliteCache(':memory:', { maxBytes: maxBytes as number })),
      ['maxBytes', `${sentence} 268435456.`],
    )
  }
  assert.doesNotThrow(() => memoryCache({ maxBytes: undefined } as unknown as { maxBytes: number }))
})

test('options that do not exist, and what is no options, are refused', () => {
  const unknown = refusal(() => memoryCache({ maxByte: 1 } as object))
  assert.deepEqual(unknown, ['maxByte', 'There is no option maxByte of a cache. Known here: maxBytes.'])
  for (const [given, was] of [
    [null, 'null'],
    [7, '7'],
    ['x', '"x"'],
  ] as const) {
    assert.deepEqual(
      refusal(() => memoryCache(given as never)),
      ['options', `The options of a cache must be an object; they were ${was}.`],
    )
  }
})

test('a path that names no file for a cache is refused', t => {
  for (const [path, was] of [
    ['', 'empty'],
    [undefined, 'undefined'],
    ['a\0b', '"a\\u0000b"'],
    [7, '7'],
  ] as const) {
    assert.deepEqual(
      refusal(() => sqliteCache(path as string)),
      ['path', `The path of the cache must be a text that names a file; it was ${was}.`],
    )
  }
  const folder = folderFor(t)
  writeFileSync(join(folder, 'notes'), 'x'.repeat(5000))
  const [option, message] = refusal(() => sqliteCache(join(folder, 'notes')))
  assert.equal(option, 'path')
  assert.match(message, /notes" is no SQLite database: give the cache a path of its own\.$/)
})

test('what is no store is refused with what it lacks', () => {
  const { drop: _gone, ...lacking } = later(memoryStore({ maxBytes: 100_000 }))
  const [option, message] = refusal(() => cacheOn(lacking as Store))
  assert.equal(option, 'store')
  assert.match(
    message,
    /must have the functions find, body, keep, freshen, drop; it lacks drop: pass an object that has them/,
  )
  for (const none of [null, undefined, 7])
    assert.match(refusal(() => cacheOn(none as never))[1], /it lacks find, body, keep/)
})

test('SQLite is loaded when a file is opened, and not before', () => {
  const loaded = (work: string): boolean => {
    const program = `const cache = await import(${JSON.stringify(new URL('./cache.ts', import.meta.url).href)}); ${work}; console.log(process.moduleLoadList.some(name => /\\bsqlite$/.test(name)))`
    const args = ['--conditions=heed-source', '--input-type=module', '-e', program]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    assert.equal(stderr, '')
    return stdout === 'true\n'
  }
  assert.equal(loaded('cache.memoryCache()'), false)
  assert.equal(loaded("await cache.sqliteCache(':memory:').close()"), true)
})
