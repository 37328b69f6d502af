import type { OriginName } from '../script/answer.ts'
import type { Answered, FieldLines, LogConnection, LogEntry, WireLog } from './entry.ts'

/** What is known of a request once its head was read. */
export interface Arrival {
  readonly connection: LogConnection
  readonly method: string
  /** Path and query after the prefix. */
  readonly target: string
  readonly fields: FieldLines
  /** Which answer of the script it gets, from 0; null: none of them. */
  readonly index: number | null
}

/** How a recorder is set up. */
export interface RecorderOptions {
  /** The clock that the log's times are read from, in milliseconds; default the monotonic clock. */
  readonly now?: () => number
  /** The oldest entries and connections beyond so many are forgotten; default 100,000. */
  readonly limit?: number
  /** Hears of an entry when its request has arrived, and again whenever `tell` is called. */
  readonly heard?: (entry: LogEntry) => void
}

/** Writes a wire log. The log is the recorder itself, so that it can be read at any time. */
export class Recorder implements WireLog {
  readonly entries: LogEntry[] = []
  readonly connections: LogConnection[] = []
  readonly #now: () => number
  readonly #limit: number
  readonly #heard: (entry: LogEntry) => void
  readonly #zeroMs: number
  readonly #byKey = new WeakMap<object, LogConnection>()
  #requestCount = 0
  #connectionCount = 0

  constructor({ now = () => performance.now(), limit = 100_000, heard = () => {} }: RecorderOptions = {}) {
    this.#now = now
    this.#limit = limit
    this.#heard = heard
    this.#zeroMs = now()
  }

  /** Milliseconds since the log began. */
  nowMs(): number {
    // To the microsecond: what is beyond it is noise, and long to read.
    return Math.round((this.#now() - this.#zeroMs) * 1000) / 1000
  }

  opened(origin: OriginName): LogConnection {
    const connection = { number: ++this.#connectionCount, origin, openedAtMs: this.nowMs(), closedAtMs: null }
    keepNewest(this.connections, connection, this.#limit)
    return connection
  }

  /** The connection that is known by this key, usually its socket; noted as opened when the key is new. */
  connectionOf(key: object, origin: OriginName): LogConnection {
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const connection = this.opened(origin)
    this.#byKey.set(key, connection)
    return connection
  }

  arrived({ connection, method, target, fields, index }: Arrival): LogEntry {
    const entry: LogEntry = {
      number: ++this.#requestCount,
      atMs: this.nowMs(),
      connection: connection.number,
      origin: connection.origin,
      method,
      target,
      fields,
      body: null,
      answer: notYetAnswered(index),
      droppedAtMs: null,
    }
    keepNewest(this.entries, entry, this.#limit)
    this.#heard(entry)
    return entry
  }

  /** Says that an entry has changed. */
  tell(entry: LogEntry): void {
    this.#heard(entry)
  }
}

function notYetAnswered(index: number | null): Answered {
  return { index, status: null, fields: [], headAtMs: null, endAtMs: null, bodyBytes: 0, interim: [], broke: null }
}

function keepNewest<T>(list: T[], item: T, limit: number): void {
  list.push(item)
  if (list.length > limit) list.shift()
}
