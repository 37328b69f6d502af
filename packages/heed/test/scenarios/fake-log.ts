import { createHash } from 'node:crypto'
import type { LogConnection, LogEntry, OriginName, WireLog } from 'heed-lab/suite'
import type { FaultName, WireAnswer, WireFault, WireRequest } from '../../src/ports.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import type { Line } from '../../src/testing/script.ts'

/** An entry that can still change. */
export type FakeEntry = LogEntry

/** Faults that come from the other side; after any other the client itself lets go of the connection. */
const BROKE: ReadonlySet<FaultName> = new Set(['reset', 'truncated'])

/** What a transport adds to the fields that it is given (RFC 9112 sections 3.2 and 6). */
function addedFields({ url, body, bodyBytes }: WireRequest): [string, string][] {
  const host: [string, string] = ['host', url.host]
  if (body === null) return [host]
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : bodyBytes
  return [host, bytes === null ? ['transfer-encoding', 'chunked'] : ['content-length', String(bytes)]]
}

/** The wire log of a scenario that is played without a wire: what a server would have seen. */
export class FakeLog implements WireLog {
  readonly entries: FakeEntry[] = []
  readonly connections: LogConnection[] = []
  readonly #clock: FakeClock
  readonly #startMs: number
  readonly #idle = new Map<OriginName, number[]>()

  constructor(clock: FakeClock) {
    this.#clock = clock
    this.#startMs = clock.steadyMs()
  }

  nowMs(): number {
    return this.#clock.steadyMs() - this.#startMs
  }

  add(origin: OriginName, target: string, request: WireRequest, index: number | null, line: Line): FakeEntry {
    const atMs = this.nowMs()
    const status = 'status' in line ? line.status : null
    const headAtMs = 'status' in line ? atMs + (line.headMs ?? 1) : null
    const answer = { index, status, fields: [], headAtMs, endAtMs: null, bodyBytes: 0, interim: [], broke: null }
    const entry: FakeEntry = {
      number: this.entries.length + 1,
      atMs,
      connection: this.#connection(origin, request.newConnection),
      origin,
      method: request.method,
      target,
      fields: [...Object.entries(request.fields), ...addedFields(request)],
      body: null,
      answer,
      droppedAtMs: null,
    }
    this.entries.push(entry)
    return entry
  }

  tookBody(entry: FakeEntry, text: string): void {
    const sha256 = createHash('sha256').update(text).digest('hex')
    entry.body = { bytes: Buffer.byteLength(text), sha256, text, cut: false }
  }

  landed(entry: FakeEntry, landed: WireAnswer | WireFault): void {
    if (landed.kind === 'answer' && landed.whole) this.#idle.get(entry.origin)?.push(entry.connection)
    else if (landed.kind === 'answer' || !BROKE.has(landed.name)) this.dropped(entry)
    entry.answer.endAtMs = this.nowMs()
  }

  /** The client let go of the connection; that means something only while the answer is under way. */
  dropped(entry: FakeEntry): void {
    if (entry.answer.endAtMs === null) entry.droppedAtMs ??= this.nowMs()
  }

  /** An idle connection of the origin, or a new one. */
  #connection(origin: OriginName, mustBeNew: boolean): number {
    const idle = this.#idle.get(origin) ?? []
    this.#idle.set(origin, idle)
    const reused = mustBeNew ? undefined : idle.pop()
    if (reused !== undefined) return reused
    const number = this.connections.length + 1
    this.connections.push({ number, origin, openedAtMs: this.nowMs(), closedAtMs: null })
    return number
  }
}
