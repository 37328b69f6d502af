import type { TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Client } from '../../src/client.ts'
import type { Downloaded } from '../../src/download/download.ts'
import type { DownloadOptions } from '../../src/download/download-options.ts'
import type { Sink } from '../../src/download/sink.ts'
import { parseRange, resolveRange, type Span } from '../../src/fields/range.ts'
import { clientFor, type Loopback, loopback, type Serve } from './loopback.ts'

/** What the server does with one request. Everything left out is as it should be. */
export interface Move {
  /** The connection breaks after so many bytes of the body. */
  readonly cutBytes?: number
  /** Which version is there now. Default 0. */
  readonly version?: number
  readonly ignoresRange?: boolean
  /** Answers a range also when If-Range names another version. */
  readonly ignoresCondition?: boolean
  /** How versions are named. Default by a strong ETag. */
  readonly names?: 'etag' | 'weak' | 'date' | 'nothing'
  /** What is wrong with a part: its range begins or ends elsewhere, its body has another length, or it has no range. */
  readonly lie?: 'begin' | 'total' | 'longer' | 'shorter' | 'no-range' | 'refuse'
  readonly coded?: boolean
  readonly chunked?: boolean
  readonly fields?: Readonly<Record<string, string>>
}

/** Bytes of a version: no two versions have one in common. */
export function contentOf(version: number, bytes: number): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_none, index) => version * 50 + (index % 50)))
}

const DAY_MS = 86_400_000
const dateOf = (version: number): string => new Date(Date.UTC(2026, 0, 1) + version * DAY_MS).toUTCString()

function namesOf({ names = 'etag', version = 0 }: Move): Record<string, string> {
  if (names === 'nothing') return {}
  if (names === 'date') return { 'last-modified': dateOf(version) }
  return { etag: `${names === 'weak' ? 'W/' : ''}"v${version}"` }
}

/** The bytes that a request asks for and gets; null: it gets all. */
function spanOf(move: Move, bytes: number, headers: Parameters<Serve>[0]['headers']): Span | 'refused' | null {
  const wanted = parseRange(headers.range as string | undefined)
  const condition = headers['if-range']
  const met = condition === undefined || Object.values(namesOf(move)).includes(String(condition))
  if (wanted === null || move.ignoresRange === true || !(met || move.ignoresCondition === true)) return null
  return (move.lie === 'refuse' ? null : resolveRange(wanted, bytes)) ?? 'refused'
}

interface Part {
  readonly body: Buffer
  readonly range: Readonly<Record<string, string>>
}

function partOf({ lie }: Move, content: Buffer, { firstByte, lastByte }: Span): Part {
  const first = firstByte + (lie === 'begin' ? 1 : 0)
  const whole = content.length + (lie === 'total' ? 1 : 0)
  const range = lie === 'no-range' ? {} : { 'content-range': `bytes ${first}-${lastByte}/${whole}` }
  const body = content.subarray(firstByte, lastByte + 1)
  if (lie === 'longer') return { range, body: Buffer.concat([body, body]) }
  return { range, body: lie === 'shorter' ? body.subarray(0, body.length >> 1) : body }
}

/** A server that makes these moves in turn, and behaves from then on. */
export function serving(bytes: number, moves: readonly Move[]): Serve {
  const last = moves.at(-1)
  const sound: Move = { version: last?.version ?? 0, names: last?.names ?? 'etag' }
  return ({ number, headers }, response) => {
    const move = moves[number - 1] ?? sound
    const content = contentOf(move.version ?? 0, bytes)
    const own = { ...namesOf(move), ...move.fields }
    const span = spanOf(move, bytes, headers)
    if (span === 'refused') {
      response.writeHead(416, { ...own, 'content-range': `bytes */${bytes}` }).end()
      return
    }
    const part = span === null ? { body: content, range: {} } : partOf(move, content, span)
    const body = move.coded === true ? gzipSync(part.body) : part.body
    const coding = move.coded === true ? { 'content-encoding': 'gzip' } : {}
    const free = move.chunked === true || move.lie === 'longer' || move.lie === 'shorter'
    const length = free ? {} : { 'content-length': String(body.length) }
    response.writeHead(span === null ? 200 : 206, { ...own, ...part.range, ...coding, ...length })
    if (move.cutBytes === undefined) response.end(body)
    else {
      response.flushHeaders()
      response.write(body.subarray(0, move.cutBytes), () => response.destroy())
    }
  }
}

/** A sink in memory. */
export interface Memory extends Sink {
  bytes(): Buffer
  restarts: number
}

export function memory(): Memory {
  let pieces: Uint8Array[] = []
  return {
    restarts: 0,
    bytes: () => Buffer.concat(pieces),
    write(bytes) {
      pieces.push(bytes)
    },
    restart() {
      pieces = []
      this.restarts++
    },
  }
}

/** A client that tries so often, as often as it likes. */
export const downloader = (t: TestContext, attempts = 3): Client => clientFor(t, { attempts, budget: false })

/** A download from a server that makes these moves. */
export interface Played extends Loopback {
  readonly sink: Memory
  download(options?: DownloadOptions): Promise<Downloaded>
}

export async function played(t: TestContext, bytes: number, moves: readonly Move[], attempts = 3): Promise<Played> {
  const server = await loopback(t, serving(bytes, moves))
  const sink = memory()
  const own = downloader(t, attempts)
  return { ...server, sink, download: options => own.download(`${server.origin}/file`, sink, options) }
}

/** What was asked for, request by request. */
export const rangesOf = ({ seen }: Loopback): unknown[] => seen.map(({ headers }) => headers.range)

/** Which version these are the first bytes of; null: they are mixed. */
export const versionOf = (held: Buffer): number | null =>
  [0, 1, 2, 3].find(version => contentOf(version, held.length).equals(held)) ?? null
