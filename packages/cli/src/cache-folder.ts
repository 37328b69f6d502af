import { join } from 'node:path'
import { HeedError } from 'heed'
import { type Cache, sqliteCache } from 'heed/cache'
import { UsageError } from './usage.ts'

const FILE = 'heed-cache.sqlite'

/**
 * The cache in a folder, which is made when it is missing; any number of commands may use it at once.
 * @throws {UsageError} the folder cannot be used
 */
export function cacheIn(folder: string): Cache {
  if (folder === '') throw new UsageError('--cache takes a folder, and what was given is empty.')
  try {
    return sqliteCache(join(folder, FILE))
  } catch (error) {
    if (!HeedError.is(error)) throw error
    throw new UsageError(`--cache: ${error.message.replace(/: give it .*$/s, '')}. Name a folder where you may write.`)
  }
}
