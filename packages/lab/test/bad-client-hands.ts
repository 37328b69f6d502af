import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import type { Scenario } from '../src/script/scenario.ts'
import type { Job, JobResult } from '../src/suite/job.ts'
import { BadWire, type Got, type Reading, type Sent } from './bad-client-wire.ts'

const READING: Reading = { framed: true, hasty: false, idleMs: 150, mostMs: 400, mostBytes: 300_000 }
const MOST_STUBBORN_MS = 3000

/** The connections of one client while it plays one scenario, and what it remembers. */
export class Hands {
  readonly scenario: Scenario
  readonly kept = new Map<string, JobResult>()
  readonly #wires: BadWire[] = []
  readonly #free = new Map<string, BadWire[]>()

  constructor(scenario: Scenario) {
    this.scenario = scenario
  }

  /** Sends a request on a connection that is free, or on a new one. */
  async send(sent: Sent, reading: Partial<Reading> = {}, fresh = false): Promise<Got> {
    const { origin } = new URL(sent.url)
    const free = this.#free.get(origin) ?? []
    this.#free.set(origin, free)
    const left = fresh ? undefined : free.pop()
    const wire = left?.open ? left : BadWire.open(sent.url)
    if (wire !== left) this.#wires.push(wire)
    const got = await wire.exchange(sent, { ...READING, ...reading })
    free.push(wire)
    return got
  }

  /** Sends until it succeeds, so many times or so long at most. */
  async insist(sent: Sent, times: number, fresh = false): Promise<Got> {
    const endMs = performance.now() + MOST_STUBBORN_MS
    let got = await this.send(sent, {}, fresh)
    for (let count = 1; count < times && !isGood(got) && performance.now() < endMs; count += 1)
      got = await this.send(sent, {}, fresh)
    return got
  }

  close(): void {
    for (const wire of this.#wires) wire.close()
  }
}

/** The request of a job, as it should be. */
export function asked({ method, url, headers, body, stream, options }: Job): Sent {
  const auth = options.auth === null ? {} : { authorization: `Bearer ${options.auth.token}` }
  return { method, url, fields: { ...auth, ...headers }, body, chunked: stream }
}

/** What came back, told as it is but for the changes. */
export function resultOf(job: Job, got: Got, changes: Partial<JobResult> = {}): JobResult {
  const { status, fields, body } = got
  const error = status === null ? ({ kind: 'network', message: 'Nothing came.' } as const) : null
  const text = Buffer.from(body, 'latin1').toString('utf8')
  return {
    id: job.id,
    ok: isGood(got),
    status,
    url: job.url,
    headers: fields,
    body: text,
    bodyBytes: body.length,
    error,
    ...changes,
  }
}

export const isGood = ({ status }: Got): boolean => status !== null && status >= 200 && status < 300

/** Where a Location leads, if that is this machine: a bad client of ours sends to nobody else. */
export function nextUrl({ fields }: Got, from: string): string | null {
  const next = fields.location === undefined ? null : URL.parse(fields.location, from)
  return next !== null && /^https?:$/.test(next.protocol) && next.hostname === '127.0.0.1' ? next.href : null
}

/** The login that an address holds, as the field that sends it. */
export function loginIn(url: string): Readonly<Record<string, string>> {
  const { username, password } = new URL(url)
  return username === '' ? {} : { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** An address with a login, cut up by somebody who never heard of logins. */
export function clumsyTarget(url: string): { readonly target?: string } {
  return new URL(url).username === '' ? {} : { target: url.replace(/^https?:\//, '') }
}

/** Nobody waits longer for a client to be late: a bound beyond it is one that no suite has the time for. */
const LATEST_MS = 10_000

/** The longest time that any check of the scenario grants. */
export function longestMs({ verdict }: Scenario): number {
  const bounds = verdict.map(check => ('maxMs' in check ? (check.maxMs ?? 0) : 0))
  return Math.min(LATEST_MS, Math.max(0, ...bounds))
}

/** More bytes than any check of the scenario lets the lab send. */
export function tooManyBytes({ verdict }: Scenario): number {
  return Math.max(4_000_000, ...verdict.map(check => (check.that === 'sent' ? check.maxBytes + 1_000_000 : 0)))
}

const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress, zstd: createZstdDecompress }
const MOST_UNPACKED = 2 ** 28

/** How many bytes a body has when every coding is undone, whatever comes out. */
export async function unpackedBytes({ fields, body }: Got): Promise<number> {
  const codings = (fields['content-encoding'] ?? '').split(',').map(coding => coding.trim())
  const decoders = codings.reverse().flatMap(coding => {
    const create = DECODERS[coding as keyof typeof DECODERS]
    return create === undefined ? [] : [create()]
  })
  let bytes = 0
  const counter = new Writable({
    write(piece: Buffer, _, done) {
      bytes += piece.length
      done(bytes > MOST_UNPACKED ? new Error('enough') : null)
    },
  })
  // What was cut short or is malformed counts as far as it went.
  await pipeline([Readable.from([Buffer.from(body, 'latin1')]), ...decoders, counter]).catch(() => {})
  return bytes
}
