import type { Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'
import type { FaultName, WireLimits } from '../ports.ts'
import type { Intake, Source } from './intake.ts'

/** Encoded bytes go in by slices of this many, so that a bomb is noticed after one slice and not after one chunk. */
const sliceBytes = 16 * 1024

/** Encoded bytes that may wait for a decoder before the wire is told to wait too. */
const waitingBytesMax = 64 * 1024

type Engine = Transform & { readonly bytesWritten: number }
type Opener = (firstByte: number) => Engine

// RFC 9659 section 3: content coded with zstd keeps to windows of 8 MB.
const zstdOptions = { params: { [constants.ZSTD_d_windowLogMax]: 23 } }

// Before Node 24 a zstd body that breaks off ends as if it were whole. Half a body must not pass for one, so there heed does
// not ask for zstd, and takes it for a coding that it cannot undo.
const noticesCutZstd = Number.parseInt(process.versions.node, 10) >= 24
const zstd: readonly [string, Opener][] = noticesCutZstd ? [['zstd', () => createZstdDecompress(zstdOptions)]] : []

// RFC 9110 section 8.4.1.2: `deflate` means zlib; servers that send it raw are common enough to be understood. The low
// half of the first byte tells them apart (RFC 1950 section 2.2).
const openers: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', first => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw())],
  ['br', () => createBrotliDecompress()],
  ...zstd,
])

/** What a request offers to undo (Accept-Encoding, RFC 9110 section 12.5.3). */
export const offeredCodings: string = ['gzip', 'br', 'zstd'].filter(coding => openers.has(coding)).join(', ')

/** Undoes one content coding. One piece at a time: `write` again only after `onWritten`. */
class Stage {
  readonly #opener: Opener
  readonly #severalFrames: boolean
  readonly #onBytes: (bytes: Buffer) => void
  readonly #onEnd: () => void
  readonly #onFail: (name: FaultName, cause: unknown) => void
  #engine: Engine | null = null
  #fed: number = 0
  #piece: Uint8Array = new Uint8Array(0)
  #onWritten: (() => void) | null = null

  constructor(
    coding: string,
    opener: Opener,
    onBytes: (bytes: Buffer) => void,
    onEnd: () => void,
    onFail: (name: FaultName, cause: unknown) => void,
  ) {
    this.#opener = opener
    this.#severalFrames = coding === 'zstd'
    this.#onBytes = onBytes
    this.#onEnd = onEnd
    this.#onFail = onFail
  }

  /** `bytes` holds at least one byte. */
  write(bytes: Uint8Array, onWritten: () => void): void {
    this.#engine ??= this.#open(bytes[0] ?? 0)
    this.#fed += bytes.length
    this.#piece = bytes
    this.#onWritten = onWritten
    const engine = this.#engine
    engine.write(bytes, error => {
      if (error || engine !== this.#engine || this.#onWritten === null) return
      this.#onWritten = null
      onWritten()
    })
  }

  end(): void {
    // A body without a byte is an empty body, whatever its coding: HEAD, 204, 304, and servers that label emptiness.
    if (this.#engine === null) this.#onEnd()
    else this.#engine.end()
  }

  pause(): void {
    this.#engine?.pause()
  }

  resume(): void {
    this.#engine?.resume()
  }

  drop(): void {
    this.#engine?.destroy()
  }

  #open(firstByte: number): Engine {
    const engine = this.#opener(firstByte)
    this.#fed = 0
    engine.on('data', this.#onBytes)
    engine.on('end', () => this.#ended(engine))
    // Node's name for input that ends too early, in every coding.
    engine.on('error', (error: NodeJS.ErrnoException) =>
      this.#onFail(error.code === 'Z_BUF_ERROR' ? 'truncated' : 'bad-coding', error),
    )
    return engine
  }

  #ended(engine: Engine): void {
    const surplus = this.#fed - engine.bytesWritten
    if (surplus === 0) {
      this.#onEnd()
      return
    }
    // RFC 8878 section 3: zstd content may be several frames, of which Node decodes the first of each write.
    const onWritten = this.#onWritten
    if (this.#severalFrames && onWritten !== null) {
      this.#engine = null
      this.write(this.#piece.subarray(this.#piece.length - surplus), onWritten)
    } else this.#onFail('bad-coding', new Error('The body goes on after the end of its content coding.'))
  }
}

/** Undoes the content codings of a body on its way to another intake, within the limits. */
export class Decoder implements Intake, Source {
  readonly #limits: WireLimits
  readonly #codings: readonly string[]
  readonly #sink: Intake
  readonly #source: Source
  #stages: Stage[] = []
  #waiting: Uint8Array[] = []
  #waitingBytes: number = 0
  #wireBytes: number = 0
  #writing: boolean = false
  #complete: boolean = false
  #over: boolean = false

  constructor(codings: readonly string[], limits: WireLimits, sink: Intake, source: Source) {
    this.#codings = codings
    this.#limits = limits
    this.#sink = sink
    this.#source = source
  }

  take(bytes: Uint8Array): boolean {
    if (this.#over || (this.#stages.length === 0 && !this.#assemble())) return true
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.#feed()
    return this.#waitingBytes < waitingBytesMax
  }

  end(): void {
    if (this.#over) return
    this.#complete = true
    if (this.#stages.length === 0) this.#sink.end()
    else this.#feed()
  }

  resume(): void {
    this.#stages.at(-1)?.resume()
  }

  fail(name: FaultName, cause: unknown): void {
    if (this.#over) return
    this.#over = true
    this.#source.fail(name, cause)
  }

  drop(): void {
    this.#over = true
    this.#waiting = []
    for (const stage of this.#stages) stage.drop()
    this.#sink.drop()
  }

  /** Only once a first byte is there: a body that never comes needs no decoder and breaks no limit. */
  #assemble(): boolean {
    if (this.#codings.length > this.#limits.codings) {
      this.fail('too-many-codings', new Error(`The body has ${this.#codings.length} content codings.`))
      return false
    }
    // Undone in the reverse of the order in which they were applied (RFC 9110 section 8.4).
    for (const coding of this.#codings.toReversed()) {
      const opener = openers.get(coding)
      if (opener === undefined) {
        this.fail('bad-coding', new Error(`The content coding ${JSON.stringify(coding)} is not known.`))
        return false
      }
      this.#stages.push(this.#stage(coding, opener, this.#stages.length))
    }
    return true
  }

  #stage(coding: string, opener: Opener, at: number): Stage {
    const last = at === this.#codings.length - 1
    let bytesOut = 0
    const onBytes = (bytes: Buffer) => {
      bytesOut += bytes.length
      if (this.#over || this.#tooDense(bytesOut)) return
      const own = this.#stages[at]
      if (!last) {
        own?.pause()
        this.#stages[at + 1]?.write(bytes, () => own?.resume())
      } else if (!this.#sink.take(bytes)) own?.pause()
    }
    const onEnd = () => {
      if (this.#over) return
      if (!last) this.#stages[at + 1]?.end()
      else this.#sink.end()
    }
    return new Stage(coding, opener, onBytes, onEnd, (name, cause) => this.fail(name, cause))
  }

  #tooDense(bytesOut: number): boolean {
    if (bytesOut <= this.#limits.ratioFromBytes || bytesOut <= this.#limits.ratio * this.#wireBytes) return false
    this.fail('too-dense', new Error(`${this.#wireBytes} bytes of body decode to more than ${bytesOut}.`))
    return true
  }

  #feed(): void {
    if (this.#writing || this.#over) return
    const head = this.#waiting[0]
    if (head === undefined) {
      if (this.#complete) this.#stages[0]?.end()
      return
    }
    const slice = head.subarray(0, sliceBytes)
    if (slice.length === head.length) this.#waiting.shift()
    else this.#waiting[0] = head.subarray(sliceBytes)
    this.#writing = true
    this.#wireBytes += slice.length
    this.#stages[0]?.write(slice, () => this.#fed(slice.length))
  }

  #fed(bytes: number): void {
    const full = this.#waitingBytes >= waitingBytesMax
    this.#waitingBytes -= bytes
    this.#writing = false
    if (full && this.#waitingBytes < waitingBytesMax) this.#source.resume()
    this.#feed()
  }
}
