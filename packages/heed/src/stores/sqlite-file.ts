import type { DatabaseSync } from 'node:sqlite'
import { neededBuiltin } from '../shared/builtin.ts'

/** Marks a file as heed's own, so that no other program's is ever emptied: "heed" in ASCII. */
const APPLICATION_ID = 0x68656564
/** To be raised whenever the tables change, or what `KeptHead` means: files of another version are emptied. */
const SCHEMA_VERSION = 1

/** Longest wait for other processes that open the file too. */
const OPEN_WAIT_MS = 5000
const OPEN_PAUSE_MS = 20

/** The sum of all `bytes` is kept by triggers: adding them up would cost more with every answer. */
const TABLES = `
  CREATE TABLE answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    whose BLOB NOT NULL,
    head TEXT NOT NULL,
    bodyBytes INTEGER NOT NULL,
    usedMs INTEGER NOT NULL,
    bytes INTEGER NOT NULL AS (512 + 2 * octet_length(url) + octet_length(head) + bodyBytes) STORED
  ) STRICT;
  CREATE INDEX answerByAddress ON answer (url, whose);
  CREATE INDEX answerByUse ON answer (usedMs);
  CREATE TABLE body (id INTEGER PRIMARY KEY, content BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT;
  CREATE TABLE total (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (1, 0);
  CREATE TRIGGER added AFTER INSERT ON answer BEGIN
    UPDATE total SET bytes = bytes + new.bytes;
  END;
  CREATE TRIGGER freshened AFTER UPDATE OF head ON answer BEGIN
    UPDATE total SET bytes = bytes + new.bytes - old.bytes;
  END;
  CREATE TRIGGER removed AFTER DELETE ON answer BEGIN
    UPDATE total SET bytes = bytes - old.bytes;
    DELETE FROM body WHERE id = old.id;
  END;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};`

/** @throws {Error} the platform lacks a module that the cache in a file needs */
export const sqliteModule = <Module>(name: string): Module =>
  neededBuiltin<Module>(name, 'sqliteCache', 'use Node 22.19 or later, or memoryCache')

/**
 * Opens the file of a cache, made with its folders when it is missing, for its owner alone.
 * @param path of the file, or ':memory:'
 * @throws {Error} a sentence that says why this is no file for a cache, and the cure
 */
export function openCacheFile(path: string): DatabaseSync {
  const sqlite = sqliteModule<typeof import('node:sqlite')>('node:sqlite')
  let database: DatabaseSync | null = null
  try {
    database = new sqlite.DatabaseSync(path === ':memory:' ? path : madeFile(path))
    prepare(database)
    return database
  } catch (cause) {
    if (database?.isOpen) database.close()
    throw new Error(whyNot(path, cause), { cause })
  }
}

/** SQLite gives its two files beside this one (-wal and -shm) the same mode. */
function madeFile(path: string): string {
  const { closeSync, mkdirSync, openSync } = sqliteModule<typeof import('node:fs')>('node:fs')
  const { dirname, resolve } = sqliteModule<typeof import('node:path')>('node:path')
  const file = resolve(path)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  return file
}

function prepare(database: DatabaseSync): void {
  database.exec(`PRAGMA busy_timeout = ${OPEN_WAIT_MS}`)
  assertOurs(database)
  untilFree(() => database.exec('PRAGMA journal_mode = WAL'))
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 16777216')
  if (pragma(database, 'user_version') === SCHEMA_VERSION) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been first.
    assertOurs(database)
    if (pragma(database, 'user_version') !== SCHEMA_VERSION) makeTables(database)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function makeTables(database: DatabaseSync): void {
  for (const { name } of tablesOf(database)) database.exec(`DROP TABLE "${String(name).replaceAll('"', '""')}"`)
  database.exec(TABLES)
  // Ids begin at the date, so that one which another process still holds never means a body of the new tables.
  database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('answer', ?)").run(Date.now() * 1000)
}

const tablesOf = (database: DatabaseSync): Record<string, unknown>[] =>
  database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all()

const pragma = (database: DatabaseSync, name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name]

class Foreign extends Error {}

function assertOurs(database: DatabaseSync): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID && tablesOf(database).length > 0) throw new Foreign()
}

/** The change to WAL does not wait for others by itself: SQLite answers at once that the file is busy. */
function untilFree(work: () => void): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waitedMs = 0; ; waitedMs += OPEN_PAUSE_MS) {
    try {
      work()
      return
    } catch (error) {
      if (!isBusy(error) || waitedMs >= OPEN_WAIT_MS) throw error
      Atomics.wait(pause, 0, 0, OPEN_PAUSE_MS)
    }
  }
}

/** The primary result code is in the low byte (sqlite.org/rescode.html). */
const resultCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
const isBusy = (error: unknown): boolean => resultCode(error) === 5
const DAMAGED = 11
const NO_DATABASE = 26

function whyNot(path: string, cause: unknown): string {
  const file = `The file ${JSON.stringify(path)}`
  const code = resultCode(cause)
  if (code === NO_DATABASE) return `${file} is no SQLite database: give the cache a path of its own.`
  if (cause instanceof Foreign) return `${file} is the database of another program: give the cache a path of its own.`
  if (code === DAMAGED) return `${file} is a damaged database: delete it, and the cache makes a new one.`
  const why = cause instanceof Error ? cause.message : String(cause)
  return `${file} cannot be opened as a cache (${why}): give it a path in a folder where this process may write, or use memoryCache.`
}
