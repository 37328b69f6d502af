import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, errors } from 'undici'
import type {
  Clock,
  Disposal,
  FaultName,
  FieldRecord,
  Flight,
  Judge,
  WireAnswer,
  WireFault,
  WireLimits,
} from '../ports.ts'
import { classOf } from '../status/classes.ts'
import { codingsOf } from './codings.ts'
import { Decoder } from './decode.ts'
import { faultName } from './faults.ts'
import type { Intake, Source } from './intake.ts'
import type { Lane, Rider } from './lanes.ts'
import { LateAnswer } from './late-answer.ts'
import { Pour } from './pour.ts'
import type { Upload } from './upload.ts'
import type { Reading, Valve } from './valve.ts'

type Landed = WireAnswer | WireFault
type Controller = Dispatcher.DispatchController

/** undici gives the raw fields of HTTP/1.1 as a list, those of HTTP/2 by name. */
function protocolOf(controller: Controller | null): string | null {
  const raw = controller?.rawHeaders ?? null
  if (raw === null) return null
  return Array.isArray(raw) ? '1.1' : '2'
}

const noBytes = new Uint8Array(0)
const noFields: FieldRecord = {}

// A Promise hands its resolver to a function; this one puts it where the constructor takes it, so that no exchange makes a
// closure of its own.
let handedOver: (landed: Landed) => void
const handOver = (resolve: (landed: Landed) => void) => {
  handedOver = resolve
}

/**
 * One exchange: what drive holds (`Flight`), what undici calls (`DispatchHandler`), and where a body goes that is kept.
 * One object with all its fields from the start, since there is one for every request.
 */
export class WireFlight implements Flight, Rider, Intake, Source {
  readonly landed: Promise<Landed>
  /** The connection it rides on, where that is one of our lanes. */
  lane: Lane | null = null
  readonly #land: (landed: Landed) => void
  readonly #limits: WireLimits
  readonly #judge: Judge
  readonly #clock: Clock
  readonly #reading: Reading | null
  readonly #upload: Upload | null
  #controller: Controller | null = null
  #valve: Valve | null = null
  #status: number = 0
  #statusText: string = ''
  #fields: FieldRecord = noFields
  #disposal: Disposal | null = null
  #coded: boolean = false
  #intake: Intake | null = null
  #pour: Pour | null = null
  #alarm: unknown = null
  #first: Uint8Array | null = null
  #all: Uint8Array[] | null = null
  #bytes: number = 0
  #bytesMax: number
  #over: boolean = false

  constructor(limits: WireLimits, judge: Judge, clock: Clock, reading: Reading | null, upload: Upload | null) {
    this.landed = new Promise<Landed>(handOver)
    this.#land = handedOver
    this.#limits = limits
    this.#judge = judge
    this.#clock = clock
    this.#reading = reading
    this.#upload = upload
    this.#bytesMax = limits.bodyBytes
  }

  abort(name: FaultName, cause: unknown): void {
    this.fail(name, cause)
  }

  // What undici calls.

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#over) controller.abort(new errors.RequestAbortedError())
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders, statusText?: string): void {
    if (this.#over) return
    const fields = headers as FieldRecord
    // HTTP/1.1 has raw fields as a list; an HTTP/2 answer was read past every valve.
    const valve = Array.isArray(controller.rawHeaders) ? (this.#reading?.valve ?? null) : null
    if (valve !== null && !this.#noteSkipped(valve)) return
    const itsClass = classOf(status)
    if (itsClass === null) {
      this.fail('invalid-status', new Error(`The status code ${status} is not a valid one.`))
      return
    }
    if (itsClass.kind === 'informational') {
      if (!this.#judge.interim(status, fields)) this.fail('interim-flood', new Error('Too many informational answers.'))
      return
    }
    if (valve !== null) {
      this.#valve = valve
      valve.inBody = true
    }
    this.#status = status
    this.#statusText = statusText ?? ''
    this.#fields = fields
    const disposal = this.#judge.head(status, this.#statusText, fields)
    this.#disposal = disposal
    this.#coded = fields['content-encoding'] !== undefined
    if (disposal !== 'keep' || this.#coded) this.#prepare(disposal)
  }

  /** Tells of each 100 that the valve took out, as if it had come this far. */
  #noteSkipped(valve: Valve): boolean {
    for (; valve.skipped > 0; valve.skipped--) {
      if (this.#judge.interim(100, noFields)) continue
      valve.skipped = 0
      this.fail('interim-flood', new Error('Too many informational answers.'))
      return false
    }
    return true
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    if (this.#over) return
    const intake = this.#intake ?? this
    if (!intake.take(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    this.#release()
    if (this.#valve !== null) this.#valve.inBody = false
    if (this.#over) return
    const intake = this.#intake ?? this
    intake.end()
  }

  onResponseError(_controller: Controller | null, error: unknown): void {
    this.#release()
    if (this.#over) return
    if (this.#upload?.broken) {
      this.fail('request-body', this.#upload.cause)
      return
    }
    const progress = { sent: this.#controller !== null, headed: this.#disposal !== null }
    this.fail(faultName(error, progress), error)
  }

  // Where decoded bytes go.

  /** undici is done with it, and somebody else may have the connection. */
  #release(): void {
    const lane = this.lane
    this.lane = null
    lane?.release()
  }

  take(bytes: Uint8Array): boolean {
    if (this.#pour !== null) return this.#pour.take(bytes)
    const total = this.#bytes + bytes.length
    if (total > this.#bytesMax || (this.#first === null && this.#announcesTooMuch())) return this.#overflow(bytes)
    this.#bytes = total
    if (this.#first === null) this.#first = bytes
    else if (this.#all === null) this.#all = [this.#first, bytes]
    else this.#all.push(bytes)
    return true
  }

  end(): void {
    if (this.#over) return
    this.#finish()
    if (this.#pour === null) this.#land(this.#answer(true, null))
    else this.#pour.end()
  }

  drop(): void {
    this.#first = null
    this.#all = null
  }

  // Where bodies come from.

  resume(): void {
    this.#controller?.resume()
  }

  fail(name: FaultName, cause: unknown): void {
    if (this.#over) return
    this.#finish()
    const fault: WireFault = { kind: 'fault', name, sent: this.#controller !== null, cause }
    if (this.#pour !== null) this.#pour.break(fault)
    else if (this.#outlivesFaults() && name !== 'aborted') this.#land(this.#answer(false, null))
    else this.#land(fault)
    this.#leave()
  }

  #outlivesFaults(): boolean {
    return this.#disposal === 'keep-start' || this.#disposal === 'discard'
  }

  #prepare(disposal: Disposal): void {
    if (disposal === 'discard') {
      this.#bytesMax = this.#limits.discardBytes
      this.#alarm = this.#clock.set(this.#limits.discardMs, () => this.fail('body-idle', null))
      return
    }
    if (disposal === 'keep-start') this.#bytesMax = this.#limits.errorBytes
    if (disposal === 'stream') {
      // The stream asks its own source for more: the decoder, where there is one.
      this.#pour = new Pour(
        () => (decoder ?? this).resume(),
        () => this.#cancel(),
      )
    }
    const codings = this.#coded ? codingsOf(this.#fields['content-encoding']) : []
    const decoder = codings.length === 0 ? null : new Decoder(codings, this.#limits, this, this)
    this.#intake = decoder
    if (this.#pour !== null) this.#land(this.#answer(true, this.#pour.stream))
  }

  /** Content-Length says already that the limit will be broken. Asked at the first byte: HEAD announces what never comes. */
  #announcesTooMuch(): boolean {
    return this.#disposal === 'keep' && !this.#coded && Number(this.#fields['content-length']) > this.#bytesMax
  }

  #overflow(bytes: Uint8Array): boolean {
    const room = this.#bytesMax - this.#bytes
    if (this.#outlivesFaults() && room > 0) this.take(bytes.subarray(0, room))
    this.fail('too-large', new Error(`The body is longer than ${this.#bytesMax} bytes.`))
    return true
  }

  #answer(whole: boolean, stream: ReadableStream<Uint8Array> | null): WireAnswer {
    const answer: WireAnswer = {
      kind: 'answer',
      status: this.#status,
      statusText: this.#statusText,
      fields: this.#fields,
      body: this.#joined(),
      stream,
      whole,
      protocol: protocolOf(this.#controller),
    }
    if (this.#disposal !== 'discard' || !this.#coded) return answer
    const { codings, errorBytes } = this.#limits
    const codes = codingsOf(this.#fields['content-encoding'])
    if (codes.length === 0) return answer
    return codes.length > codings ? { ...answer, body: noBytes } : new LateAnswer(answer, codes, errorBytes)
  }

  #joined(): Uint8Array {
    if (this.#all !== null) return Buffer.concat(this.#all, this.#bytes)
    return this.#first ?? noBytes
  }

  /** The reader of a stream left. */
  #cancel(): void {
    if (this.#over) return
    this.#finish()
    this.#leave()
  }

  #finish(): void {
    this.#over = true
    if (this.#alarm !== null) this.#clock.clear(this.#alarm)
    if (this.#pour !== null) this.#judge.streamOver()
    this.#upload?.stop()
  }

  /** Drops the connection, which no other exchange may then use, and what still held bytes. */
  #leave(): void {
    if (this.#controller !== null) this.#controller.abort(new errors.RequestAbortedError())
    this.#intake?.drop()
    this.drop()
  }
}
