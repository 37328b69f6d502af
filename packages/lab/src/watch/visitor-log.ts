import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { LogConnection, LogEntry, WireLog } from '../log/entry.ts'
import { Recorder } from '../log/recorder.ts'
import { maskSecrets } from '../log/secrets.ts'
import type { OriginName } from '../script/answer.ts'
import { onSocketClose } from './socket-close.ts'

/** One request as the log is told of it. */
export interface Noted {
  readonly incoming: IncomingMessage
  readonly origin: OriginName
  /** Path and query after the prefix. */
  readonly target: string
  /** Which answer of a script it gets; null: none. */
  readonly index: number | null
}

/** An entry that has changed, and the number of the change. */
export interface Change {
  readonly number: number
  readonly entry: LogEntry
}

/** What one visitor did on the wire, and who looks on. */
export interface VisitorLog {
  readonly wire: WireLog
  /** When it began: milliseconds since 1970. */
  readonly beganAtMs: number
  /** How many look on. */
  watchers: number
  nowMs(): number
  note(noted: Noted): LogEntry
  clear(): void
  /** Secrets are masked. */
  shown(): WireLog
  /** What changed since that number, oldest first, with secrets masked. 0: all. */
  changesSince(number: number): readonly Change[]
  /** The number of the last change so far. */
  lastChange(): number
}

const ENTRY_LIMIT = 200
const LOG_BYTES = 256 * 1024
// Besides its own texts an entry keeps those of its answer, and up to 4 KiB of its content.
const ENTRY_BYTES = 1000

export function createVisitorLog(): VisitorLog {
  const recorder = new Recorder({ limit: ENTRY_LIMIT })
  const beganAtMs = Date.now()
  const known = new Map<number, { state: string; change: number }>()
  let changes = 0

  const scan = (): void => {
    const present = new Set(recorder.entries.map(entry => entry.number))
    for (const number of known.keys()) if (!present.has(number)) known.delete(number)
    for (const entry of recorder.entries) {
      const state = stateOf(entry)
      if (known.get(entry.number)?.state !== state) known.set(entry.number, { state, change: ++changes })
    }
  }

  return {
    wire: recorder,
    beganAtMs,
    watchers: 0,
    nowMs: () => recorder.nowMs(),
    note: noted => noteIn(recorder, noted),
    clear() {
      recorder.entries.length = 0
      const open = recorder.connections.filter(({ closedAtMs }) => closedAtMs === null)
      recorder.connections.splice(0, recorder.connections.length, ...open)
    },
    shown: () => maskSecrets(recorder),
    changesSince(number) {
      scan()
      return maskSecrets(recorder)
        .entries.map(entry => ({ number: known.get(entry.number)?.change ?? 0, entry }))
        .filter(change => change.number > number)
        .sort((one, other) => one.number - other.number)
    },
    lastChange() {
      scan()
      return changes
    },
  }
}

/** Writes a request down, in a recorder that keeps to its bounds. */
export function noteIn(recorder: Recorder, { incoming, origin, target, index }: Noted): LogEntry {
  const connection = connectionIn(recorder, incoming.socket, origin)
  const fields = pairsOf(incoming.rawHeaders)
  const entry = recorder.arrived({ connection, method: incoming.method ?? 'GET', target, fields, index })
  forgetOldest(recorder)
  return entry
}

function connectionIn(recorder: Recorder, socket: Socket, origin: OriginName): LogConnection {
  const connection = recorder.connectionOf(socket, origin)
  if (recorder.connections.at(-1) === connection && connection.closedAtMs === null)
    onSocketClose(socket, connection, () => {
      connection.closedAtMs = recorder.nowMs()
    })
  return connection
}

function forgetOldest({ entries }: Recorder): void {
  let bytes = 0
  for (let at = entries.length - 1; at >= 0; at--) {
    bytes += sizeOf(entries[at] as LogEntry)
    if (bytes <= LOG_BYTES || at === entries.length - 1) continue
    entries.splice(0, at + 1)
    return
  }
}

function sizeOf({ target, fields, body, answer }: LogEntry): number {
  const texts = [...fields, ...answer.fields].reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  return ENTRY_BYTES + target.length + texts + (body?.text.length ?? 0)
}

function stateOf({ body, answer, droppedAtMs }: LogEntry): string {
  const { status, headAtMs, endAtMs, bodyBytes, interim, broke } = answer
  return [body?.bytes, status, headAtMs, endAtMs, bodyBytes, interim.length, broke, droppedAtMs].join(' ')
}

function pairsOf(raw: readonly string[]): (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? ''] as const)
}
