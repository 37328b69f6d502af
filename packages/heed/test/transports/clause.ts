import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '../../src/ports.ts'
import type { Cleaner, Line, Sending, Wire } from '../wire-over.ts'

/** A raw server on loopback, and the transport that is examined. */
export type Open = (serve: (line: Line) => unknown) => Promise<Wire>

/** One thing that every transport does. */
export interface Clause {
  readonly name: string
  run(open: Open, t: Cleaner): Promise<void>
}

/** Where a transport differs: the names of clauses, each with the reason. */
export type Differs = Readonly<Record<string, string>>

/** A transport to examine, and where it differs. */
export interface Examined {
  readonly name: string
  make(): Transport
  readonly differs: Differs
}

export const clause = (name: string, run: Clause['run']): Clause => ({ name, run })

/** The start of a 200 with these lines. */
export const start = (...fields: string[]): string => head('200 OK', ...fields)

export const head = (status: string, ...fields: string[]): string =>
  `HTTP/1.1 ${status}\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

/** What a server of `firstThenSound` says to the second request: its own answer, over whichever connection. */
export const ownAnswer = /^\d+-2$/
/** The same over another connection than the first, which need not be the second: some platforms open one for nothing. */
export const overAnother = /^(?!1-)\d+-2$/

/** Chunks until the client is gone. */
export async function endless(line: Line): Promise<void> {
  const chunk = '1000\r\n'.padEnd(4102, 'x').concat('\r\n')
  while (!line.socket.destroyed) await Promise.race([line.write(chunk), sleep(50)])
}

export async function until(come: () => boolean): Promise<void> {
  while (!come()) await sleep(5)
}

export async function streamOf(sending: Sending): Promise<ReadableStream<Uint8Array>> {
  const landed = await sending.landed
  if (landed.kind === 'fault')
    throw new Error(`a stream was due, not the fault ${landed.name}`, { cause: landed.cause })
  if (landed.stream === null) throw new Error('a stream was due')
  return landed.stream
}

export async function all(stream: ReadableStream<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}
