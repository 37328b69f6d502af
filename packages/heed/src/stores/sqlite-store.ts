import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Kept, KeptHead, Store } from '../keeping.ts'
import type { Clock } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { isHead } from './kept-shape.ts'
import { openCacheFile, sqliteModule } from './sqlite-file.ts'

export interface SqliteStoreOptions {
  /** What everything kept may take. The file is a little larger, and does not shrink. */
  readonly maxBytes: number
  readonly clock?: Clock
}

/** Use is written down at most this often for each address, so that a hit is not a write. */
const TOUCH_MS = 60_000
/**
 * Longest wait for another process that is writing. All of it holds up this one, so it stays below the 50 ms that a
 * store may take; to take out what became untrue is worth more.
 */
const WAIT_MS = 40
const DROP_WAIT_MS = 500
const MOST_PART = 1 / 4
/** Answers that are taken out in one go when room is needed. */
const BATCH = 16

/**
 * Keeps answers in one file for any number of processes; what was used longest ago, to the minute, goes first. An
 * answer larger than a quarter of `maxBytes` is not kept, and what it would have replaced goes all the same. Whose an
 * answer is stands in the file only as SHA-256. Everything that is read is checked; what is odd is deleted.
 * @throws {Error} the file cannot be opened, or is not a cache; its message is a sentence with the cure
 */
export function sqliteStore(path: string, options: SqliteStoreOptions): Store {
  const database = openCacheFile(path)
  return new SqliteStore(database, options.maxBytes, options.clock ?? systemClock)
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync
  readonly #maxBytes: number
  readonly #clock: Clock
  readonly #sql: Statements
  #latestWhose = ''
  #latestDigest: Uint8Array
  readonly #crypto = sqliteModule<typeof import('node:crypto')>('node:crypto')
  readonly #zlib = sqliteModule<typeof import('node:zlib')>('node:zlib')

  constructor(database: DatabaseSync, maxBytes: number, clock: Clock) {
    this.#database = database
    this.#maxBytes = maxBytes
    this.#clock = clock
    this.#sql = statements(database)
    this.#latestDigest = this.#digestOf('')
    database.exec(`PRAGMA busy_timeout = ${WAIT_MS}`)
  }

  find(url: string, whose: string): readonly Kept[] {
    const digest = this.#digest(whose)
    const rows = this.#sql.find.all(url, digest)
    if (rows.length === 0) return []
    const nowMs = this.#clock.wallMs()
    const found: Kept[] = []
    let old = false
    for (const { id, head: text, usedMs } of rows) {
      const head = headIn(text)
      if (head === null) this.#sql.remove.run(id as number)
      else found.push({ id: id as number, head })
      // A date in the future is wrong too: the clock was set back.
      old ||= Math.abs(nowMs - (usedMs as number)) > TOUCH_MS
    }
    if (old) this.#touch(url, digest, nowMs)
    return found
  }

  body(id: Kept['id']): Uint8Array | null {
    if (typeof id !== 'number') return null
    const row = this.#sql.body.get(id)
    if (row === undefined) return null
    const { content, checksum } = row
    if (content instanceof Uint8Array && this.#zlib.crc32(content) === checksum) return content
    this.#sql.remove.run(id)
    return null
  }

  keep(url: string, whose: string, head: KeptHead, body: Uint8Array, replaces: readonly Kept['id'][]): void {
    const text = JSON.stringify(head)
    const fits = text.length + 2 * url.length + body.byteLength <= this.#maxBytes * MOST_PART
    if (!fits && replaces.length === 0) return
    const digest = this.#digest(whose)
    this.#writing(() => {
      for (const id of replaces) if (typeof id === 'number') this.#sql.remove.run(id)
      if (!fits) return
      const { lastInsertRowid } = this.#sql.add.run(url, digest, text, body.byteLength, this.#clock.wallMs())
      this.#sql.addBody.run(lastInsertRowid, body, this.#zlib.crc32(body))
      this.#makeRoom(lastInsertRowid)
    })
  }

  freshen(id: Kept['id'], head: KeptHead): void {
    if (typeof id === 'number') this.#sql.freshen.run(JSON.stringify(head), this.#clock.wallMs(), id)
  }

  drop(url: string): void {
    this.#database.exec(`PRAGMA busy_timeout = ${DROP_WAIT_MS}`)
    try {
      this.#sql.drop.run(url)
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${WAIT_MS}`)
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #touch(url: string, digest: Uint8Array, nowMs: number): void {
    try {
      this.#sql.touch.run(nowMs, url, digest)
    } catch {
      // Somebody else is writing, or nothing can be written: what was found is good all the same.
    }
  }

  #makeRoom(newest: number | bigint): void {
    let over = Number(this.#sql.total.get()?.bytes) - this.#maxBytes
    while (over > 0) {
      const oldest = this.#sql.oldest.all(newest)
      if (oldest.length === 0) return
      for (const { id, bytes } of oldest) {
        if (over <= 0) return
        this.#sql.remove.run(id as number)
        over -= bytes as number
      }
    }
  }

  #writing(work: () => void): void {
    this.#sql.begin.run()
    try {
      work()
      this.#sql.commit.run()
    } catch (error) {
      this.#undo()
      throw error
    }
  }

  #undo(): void {
    try {
      this.#sql.rollback.run()
    } catch {
      // After some errors, a full disk for one, SQLite has rolled back by itself.
    }
  }

  /** A client asks for one identity many times over. */
  #digest(whose: string): Uint8Array {
    if (whose !== this.#latestWhose) {
      this.#latestDigest = this.#digestOf(whose)
      this.#latestWhose = whose
    }
    return this.#latestDigest
  }

  #digestOf(whose: string): Uint8Array {
    return this.#crypto.hash('sha256', whose, 'buffer')
  }
}

function headIn(text: unknown): KeptHead | null {
  try {
    const head: unknown = JSON.parse(String(text))
    return isHead(head) ? head : null
  } catch {
    return null
  }
}

type Statements = ReturnType<typeof statements>

function statements(database: DatabaseSync): Readonly<Record<keyof typeof SQL, StatementSync>> {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)])
  return Object.fromEntries(prepared)
}

const SQL = {
  find: 'SELECT id, head, usedMs FROM answer WHERE url = ? AND whose = ? ORDER BY id DESC',
  body: 'SELECT content, checksum FROM body WHERE id = ?',
  add: 'INSERT INTO answer (url, whose, head, bodyBytes, usedMs) VALUES (?, ?, ?, ?, ?)',
  // SQLite takes a null pointer for NULL, and no bytes may have one.
  addBody: "INSERT INTO body VALUES (?, ifnull(?, x''), ?)",
  freshen: 'UPDATE answer SET head = ?, usedMs = ? WHERE id = ?',
  touch: 'UPDATE answer SET usedMs = ? WHERE url = ? AND whose = ?',
  remove: 'DELETE FROM answer WHERE id = ?',
  drop: 'DELETE FROM answer WHERE url = ?',
  oldest: `SELECT id, bytes FROM answer WHERE id <> ? ORDER BY usedMs, id LIMIT ${BATCH}`,
  total: 'SELECT bytes FROM total',
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
} as const
