import { joined } from '../joined.ts'
import type { Clock, Disposal, FaultName, WireLimits } from '../ports.ts'
import { codingsOf } from './codings.ts'
import { fetchFailure } from './fetch-faults.ts'
import { Pour } from './pour.ts'

/** Who is told what became of a body. */
export interface BodyEnds {
  /** The answer is there; called once, unless `fault` is. */
  landed(body: Uint8Array, stream: ReadableStream<Uint8Array> | null, whole: boolean): void
  fault(name: FaultName, cause: unknown): void
  /** Nothing more is read. `whole`: it came to its end. */
  over(whole: boolean): void
  streamOver(): void
}

/** The body of one answer over `fetch`, decoded by the platform: kept, handed on or dropped. */
export class FetchBody {
  readonly #response: Response
  readonly #disposal: Disposal
  readonly #limits: WireLimits
  readonly #clock: Clock
  readonly #ends: BodyEnds
  readonly #bytesMax: number
  readonly #pieces: Uint8Array[] = []
  readonly #pour: Pour | null
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null
  #bytes: number = 0
  #alarm: unknown = null
  #resume: (() => void) | null = null
  #isOver: boolean = false

  constructor(response: Response, disposal: Disposal, limits: WireLimits, clock: Clock, ends: BodyEnds) {
    this.#response = response
    this.#disposal = disposal
    this.#limits = limits
    this.#clock = clock
    this.#ends = ends
    this.#bytesMax = mostBytes(disposal, limits)
    this.#pour =
      disposal === 'stream'
        ? new Pour(
            () => this.#resume?.(),
            () => this.#cancelled(),
          )
        : null
  }

  read(): void {
    if (this.#pour !== null) this.#ends.landed(noBytes, this.#pour.stream, true)
    if (this.#disposal === 'discard') {
      this.#alarm = this.#clock.set(this.#limits.discardMs, () => this.fail('body-idle', null))
    }
    this.#readAll().catch(error => {
      if (this.#isOver) return
      const { name } = fetchFailure(error, true)
      this.fail(name, error)
    })
  }

  /** Ends it with this fault; what may outlive faults is an answer all the same. */
  fail(name: FaultName, cause: unknown): void {
    if (this.#isOver) return
    this.#finish(false)
    if (this.#pour !== null) this.#pour.break({ kind: 'fault', name, sent: true, cause })
    else if (this.#outlivesFaults() && name !== 'aborted') this.#ends.landed(this.#joined(), null, false)
    else this.#ends.fault(name, cause)
  }

  async #readAll(): Promise<void> {
    const { body }: { readonly body?: ReadableStream<Uint8Array> | null } = this.#response
    this.#reader = (body === undefined ? wholeBody(this.#response) : body)?.getReader() ?? null
    while (this.#reader !== null && !this.#isOver) {
      const step = await this.#next(this.#reader)
      if (this.#isOver || step.done) break
      if (this.#take(step.value)) continue
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#resume = resolve
      await promise
    }
    this.#end()
  }

  /** The next piece; a silence longer than the limit is a fault, the reader's own pause is not. */
  async #next(reader: ReadableStreamDefaultReader<Uint8Array>): ReturnType<typeof reader.read> {
    if (this.#disposal === 'discard') return reader.read()
    const silence = this.#clock.set(this.#limits.bodyIdleMs, () => this.fail('body-idle', null))
    this.#alarm = silence
    try {
      return await reader.read()
    } finally {
      this.#clock.clear(silence)
    }
  }

  /** False: enough for now. */
  #take(bytes: Uint8Array): boolean {
    if (this.#pour !== null) return this.#pour.take(bytes)
    const room = this.#bytesMax - this.#bytes
    if (bytes.length <= room && !this.#announcesTooMuch()) {
      this.#pieces.push(bytes)
      this.#bytes += bytes.length
      return true
    }
    if (this.#outlivesFaults() && room > 0) {
      this.#pieces.push(bytes.subarray(0, room))
      this.#bytes += room
    }
    this.fail('too-large', new Error(`The body is longer than ${this.#bytesMax} bytes.`))
    return true
  }

  /** Content-Length says already that the limit will be broken. Asked at the first byte: HEAD announces what never comes. */
  #announcesTooMuch(): boolean {
    if (this.#disposal !== 'keep' || this.#bytes > 0) return false
    const { headers } = this.#response
    const isCoded = codingsOf(headers.get('content-encoding') ?? undefined).length > 0
    return !isCoded && Number(headers.get('content-length')) > this.#bytesMax
  }

  #end(): void {
    if (this.#isOver) return
    this.#finish(true)
    if (this.#pour === null) this.#ends.landed(this.#joined(), null, true)
    else this.#pour.end()
  }

  /** The reader of a stream left. */
  #cancelled(): void {
    if (!this.#isOver) this.#finish(false)
  }

  #outlivesFaults(): boolean {
    return this.#disposal === 'keep-start' || this.#disposal === 'discard'
  }

  #finish(whole: boolean): void {
    this.#isOver = true
    if (this.#alarm !== null) this.#clock.clear(this.#alarm)
    if (this.#pour !== null) this.#ends.streamOver()
    if (!whole) this.#reader?.cancel().catch(() => {})
    this.#resume?.()
    this.#ends.over(whole)
  }

  #joined(): Uint8Array {
    const [first = noBytes] = this.#pieces
    return this.#pieces.length < 2 ? first : joined(this.#pieces, this.#bytes)
  }
}

const noBytes = new Uint8Array(0)

/** Where a platform has no streams (React Native), a body comes in one piece. */
function wholeBody(response: Response): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.length > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}

function mostBytes(disposal: Disposal, { bodyBytes, errorBytes, discardBytes }: WireLimits): number {
  if (disposal === 'discard') return discardBytes
  return disposal === 'keep-start' ? errorBytes : bodyBytes
}
