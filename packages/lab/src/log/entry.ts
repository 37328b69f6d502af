import type { OriginName } from '../script/answer.ts'

/** Field lines in the order and spelling of the wire. */
export type FieldLines = readonly (readonly [name: string, value: string])[]

/** What was sent back to one request. Times are milliseconds since the log began. */
export interface Answered {
  /** Which answer of the script, from 0; null: the plain API, or no answer of the script was for it. */
  readonly index: number | null
  /** null: nothing was sent, or raw bytes. */
  status: number | null
  fields: FieldLines
  /** When the first byte of the final answer left; null: none did. */
  headAtMs: number | null
  /** When the last byte left, the answer broke as scripted, or the client was gone. */
  endAtMs: number | null
  /** Bytes of the body that were handed to the system. */
  bodyBytes: number
  /** The informational answers sent before, by status; at most 40 are kept. */
  interim: number[]
  /** How it broke, when the script said so. */
  broke: 'reset' | 'close' | 'stall' | null
}

/** One request that arrived, and its answer. */
export interface LogEntry {
  /** From 1, in order of arrival. */
  readonly number: number
  /** When its head had been read. Milliseconds since the log began. */
  readonly atMs: number
  /** From 1, counted for this log. */
  readonly connection: number
  readonly origin: OriginName
  readonly method: string
  /** Path and query after the prefix. */
  readonly target: string
  readonly fields: FieldLines
  /** null while it is still coming, or was not read. */
  body: { readonly bytes: number; readonly sha256: string; readonly text: string; readonly cut: boolean } | null
  readonly answer: Answered
  /** When the client dropped the connection with this answer under way; null: it did not. */
  droppedAtMs: number | null
}

/** A connection that was opened. */
export interface LogConnection {
  readonly number: number
  readonly origin: OriginName
  readonly openedAtMs: number
  closedAtMs: number | null
}

/** All that one visitor, or one scenario under examination, did on the wire. */
export interface WireLog {
  readonly entries: readonly LogEntry[]
  readonly connections: readonly LogConnection[]
}
