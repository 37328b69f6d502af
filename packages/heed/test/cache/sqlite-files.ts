import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import type { Kept, Store } from '../../src/keeping.ts'
import { sqliteStore } from '../../src/stores/sqlite-store.ts'

export const maxBytes = 64 * 1024 * 1024
export const kilobyte = new Uint8Array(1000).fill(7)

/** A folder that goes with the test. */
export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'heed-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function opened(t: TestContext, path: string, options: Partial<Parameters<typeof sqliteStore>[1]> = {}): Store {
  const store = sqliteStore(path, { maxBytes, ...options })
  t.after(() => store.close?.())
  return store
}

/** The file, past the store. */
export function raw(t: TestContext, path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  t.after(() => database.isOpen && database.close())
  return database
}

export const found = (store: Store, url: string, whose = ''): readonly Kept[] =>
  store.find(url, whose) as readonly Kept[]
export const idOf = (store: Store, url: string): Kept['id'] => found(store, url)[0]?.id ?? assert.fail(`${url} is gone`)
