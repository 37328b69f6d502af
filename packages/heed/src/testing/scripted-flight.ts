import type { Clock, Disposal, FaultName, Flight, Judge, WireAnswer, WireFault, WireLimits } from '../ports.ts'
import { classOf } from '../status/classes.ts'
import { lookup } from '../status/lookup.ts'
import { Pour } from '../transports/pour.ts'
import type { Upload } from '../transports/upload.ts'
import { fieldsOf, type Line, piecesOf, type Reply, wasSent } from './script.ts'

/** What a flight tells of itself to whoever looks on. */
export interface Onlooker {
  disposal: Disposal | null
  aborted: FaultName | null
}

export interface Sending {
  readonly clock: Clock
  readonly line: Line
  readonly method: string
  readonly limits: WireLimits
  readonly judge: Judge
  readonly upload: Upload | null
  readonly onlooker: Onlooker
}

const NO_BYTES = new Uint8Array(0)

/** One exchange that a line of a script says the course of. It keeps the contract of `Flight` to the letter. */
export class ScriptedFlight implements Flight {
  readonly landed: Promise<WireAnswer | WireFault>
  readonly #land: (landed: WireAnswer | WireFault) => void
  readonly #sending: Sending
  #over: boolean = false
  #alarm: unknown = null
  #came: readonly Uint8Array[] = []
  #pour: Pour | null = null
  #poured: boolean = false
  /** The head is there and a fault in its body hides nothing. */
  #outlives: Reply | null = null

  constructor(sending: Sending) {
    const { promise, resolve } = Promise.withResolvers<WireAnswer | WireFault>()
    this.landed = promise
    this.#land = resolve
    this.#sending = sending
    const { line } = sending
    if ('fault' in line) this.#after(line.afterMs ?? 1, () => this.fail(line.fault, line.cause ?? null))
    else this.#after(line.headMs ?? 1, () => this.#head(line))
  }

  readonly abort = (name: FaultName, cause: unknown): void => {
    if (!this.#over) this.#sending.onlooker.aborted = name
    this.fail(name, cause)
  }

  fail(name: FaultName, cause: unknown): void {
    if (this.#over) return
    this.#finish()
    const { line } = this.#sending
    const fault: WireFault = { kind: 'fault', name, sent: 'fault' in line ? wasSent(line) : true, cause }
    if (this.#pour !== null) this.#pour.break(fault)
    else if (this.#outlives !== null && name !== 'aborted') this.#land(this.#answer(this.#outlives, false))
    else this.#land(fault)
  }

  #after(delayMs: number, then: () => void): void {
    this.#alarm = delayMs === Number.POSITIVE_INFINITY ? null : this.#sending.clock.set(delayMs, then)
  }

  #finish(): void {
    const { clock, judge, upload } = this.#sending
    this.#over = true
    if (this.#alarm !== null) clock.clear(this.#alarm)
    if (this.#pour !== null) judge.streamOver()
    upload?.stop()
  }

  #head(reply: Reply): void {
    const { judge, onlooker } = this.#sending
    for (const status of reply.interims ?? []) {
      if (this.#over) return
      if (!judge.interim(status, {})) this.fail('interim-flood', null)
    }
    if (this.#over) return
    const kind = classOf(reply.status)?.kind
    if (kind === undefined) this.fail('invalid-status', null)
    else if (kind === 'informational') {
      if (!judge.interim(reply.status, fieldsOf(reply))) this.fail('interim-flood', null)
    } else {
      const disposal = judge.head(reply.status, reply.statusText ?? '', fieldsOf(reply))
      onlooker.disposal = disposal
      if (!this.#over) this.#body(reply, disposal)
    }
  }

  #body(reply: Reply, disposal: Disposal): void {
    const { limits, method } = this.#sending
    const { bodyMs = 1 } = reply
    const bodiless = method === 'HEAD' || (lookup(reply.status)?.bodiless ?? false)
    const pieces = bodiless ? [] : piecesOf(reply)
    if (disposal === 'discard' || disposal === 'keep-start') this.#outlives = reply
    if (disposal === 'stream') {
      this.#pour = new Pour(
        () => {},
        () => this.#over || this.#finish(),
      )
      this.#land(this.#answer(reply, true))
    }
    if (disposal === 'discard' && bodyMs > limits.discardMs) {
      this.#after(limits.discardMs, () => this.fail('body-idle', null))
    } else this.#next(reply, disposal, pieces, 0)
  }

  /** Waits for the piece at this place, or for the end of a body without any. */
  #next(reply: Reply, disposal: Disposal, pieces: readonly Uint8Array[], at: number): void {
    const { limits } = this.#sending
    const gapMs = (reply.bodyMs ?? 1) / Math.max(1, pieces.length)
    if (gapMs > limits.bodyIdleMs) {
      this.#after(limits.bodyIdleMs, () => this.fail('body-idle', null))
      return
    }
    this.#after(gapMs, () => {
      this.#take(pieces[at] ?? NO_BYTES, disposal)
      if (this.#over) return
      if (at + 1 < pieces.length) this.#next(reply, disposal, pieces, at + 1)
      else if (reply.breaks === undefined) this.#end(reply)
      else this.#breakOff(reply.breaks)
    })
  }

  #take(bytes: Uint8Array, disposal: Disposal): void {
    if (bytes.length === 0) return
    if (this.#pour !== null) {
      this.#pour.take(bytes)
      this.#poured = true
      return
    }
    const { bodyBytes, errorBytes, discardBytes } = this.#sending.limits
    const most = { keep: bodyBytes, 'keep-start': errorBytes, discard: discardBytes, stream: Infinity }[disposal]
    const room = most - this.#came.reduce((sum, each) => sum + each.length, 0)
    this.#came = [...this.#came, bytes.subarray(0, room)]
    if (bytes.length > room) this.fail('too-large', null)
  }

  #end(reply: Reply): void {
    this.#finish()
    if (this.#pour === null) this.#land(this.#answer(reply, true))
    else this.#pour.end()
  }

  /** A stream that breaks forgets what nobody has taken yet, so there is a moment to take it. */
  #breakOff(name: FaultName): void {
    if (!this.#poured) this.fail(name, null)
    else this.#after(1, () => this.fail(name, null))
  }

  #answer(reply: Reply, whole: boolean): WireAnswer {
    const { status, statusText = '' } = reply
    const body = joined(this.#came)
    return {
      kind: 'answer',
      status,
      statusText,
      fields: fieldsOf(reply),
      body,
      stream: this.#pour?.stream ?? null,
      whole,
    }
  }
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
