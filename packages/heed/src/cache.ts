/** Caches for the client's `cache` option: `heed/cache`. A client without one loads none of this. */
import { OptionError } from './errors/errors.ts'
import type { Cache, Store } from './keeping.ts'
import { cacheRules } from './rules/cache/rules.ts'
import { systemClock } from './shared/clock.ts'
import { cacheOn as cacheWith } from './stores/cache.ts'
import { memoryStore } from './stores/memory-store.ts'
import { sqliteStore } from './stores/sqlite-store.ts'

export type { Cache, CacheNote, Kept, KeptHead, Part, Store } from './keeping.ts'

export interface CacheOptions {
  /**
   * Room for everything kept, in bytes, counting bodies, fields, addresses and what holding them costs. Default: 64 MiB
   * in memory, 256 MiB in a file. An answer larger than a quarter of it is not kept.
   */
  readonly maxBytes?: number
}

const MEMORY_BYTES = 64 * 1024 * 1024
const FILE_BYTES = 256 * 1024 * 1024
const LEAST_BYTES = 64 * 1024
const METHODS = ['find', 'body', 'keep', 'freshen', 'drop'] as const

/**
 * A cache in this process. It ends with the process.
 * @throws {OptionError} an option is unknown or out of bounds
 */
export function memoryCache(options: CacheOptions = {}): Cache {
  return ownCache(memoryStore({ maxBytes: maxBytesIn(options, MEMORY_BYTES) }))
}

/**
 * A cache in a file (SQLite, by node:sqlite), for any number of processes at once; it outlives them. Node before 24.15
 * prints a warning when it loads node:sqlite, which happens here and not before.
 * @param path of the file, made with its folders, for its owner alone, when it is missing; ':memory:' for none
 * @throws {OptionError} an option is unknown or out of bounds, or the file cannot be opened or is not a cache
 */
export function sqliteCache(path: string, options: CacheOptions = {}): Cache {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new OptionError('path', `The path of the cache must be a text that names a file; it was ${shown(path)}.`)
  }
  const maxBytes = maxBytesIn(options, FILE_BYTES)
  try {
    return ownCache(sqliteStore(path, { maxBytes }))
  } catch (error) {
    throw new OptionError('path', error instanceof Error ? error.message : String(error), error)
  }
}

/**
 * A cache on a store of your own. Whatever the store does, no call fails by it: what throws, rejects or takes longer than
 * 50 ms is a miss.
 * @throws {OptionError} it is no store
 */
export function cacheOn(store: Store): Cache {
  const missing =
    typeof store === 'object' && store !== null
      ? METHODS.filter(name => typeof Reflect.get(store, name) !== 'function')
      : METHODS
  if (missing.length === 0) return cacheWith(store, cacheRules)
  throw new OptionError(
    'store',
    `The store of a cache must have the functions ${METHODS.join(', ')}; it lacks ${missing.join(', ')}: pass an object that has them, or use memoryCache.`,
  )
}

const ownCache = (store: Store): Cache => cacheWith(store, cacheRules, systemClock, true)

function maxBytesIn(options: CacheOptions, otherwise: number): number {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError('options', `The options of a cache must be an object; they were ${shown(options)}.`)
  }
  for (const name of Object.keys(options)) {
    if (name !== 'maxBytes') throw new OptionError(name, `There is no option ${name} of a cache. Known here: maxBytes.`)
  }
  const maxBytes = Object.hasOwn(options, 'maxBytes') ? options.maxBytes : undefined
  if (maxBytes === undefined) return otherwise
  if (Number.isSafeInteger(maxBytes) && maxBytes >= LEAST_BYTES) return maxBytes
  throw new OptionError(
    'maxBytes',
    `The option maxBytes must be a whole number of bytes from ${LEAST_BYTES} to ${Number.MAX_SAFE_INTEGER}; it was ${shown(maxBytes)}: leave it out for ${otherwise}.`,
  )
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : JSON.stringify(value)
  return value === null || typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value
}
