import { tell } from '../listener.ts'
import type { Clock, FaultName } from '../ports.ts'
import { faultWords } from '../rules/words.ts'
import type { Trail, TrailEntry } from '../trail.ts'

/** The trails of the calls of one download as one: times count from its beginning, attempts through all of them. */
export class DownloadTrail {
  readonly #clock: Clock
  readonly #listener: ((entry: TrailEntry) => void) | null
  readonly #startMs: number
  readonly #entries: TrailEntry[] = []
  #callMs: number = 0
  #sendsBefore: number = 0
  #sends: number = 0
  #sentMs: number = 0
  #asks: string = ''

  constructor(clock: Clock, listener: ((entry: TrailEntry) => void) | null) {
    this.#clock = clock
    this.#listener = listener
    this.#startMs = clock.steadyMs()
  }

  get entries(): Trail {
    return this.#entries
  }

  /** How often the call under way was sent. */
  get sends(): number {
    return this.#sends
  }

  /** Where requests went, safe to show; null before the first. */
  get url(): string | null {
    return this.#entries.find(entry => entry.what === 'send')?.url ?? null
  }

  /** Another call begins, for the bytes from this one on. */
  begin(fromByte: number): void {
    this.#callMs = this.#nowMs()
    this.#sendsBefore += this.#sends
    this.#sends = 0
    this.#asks = fromByte === 0 ? '' : `asks for what is missing, from byte ${fromByte} on`
  }

  /** What each call tells. */
  readonly onTrail = (entry: TrailEntry): void => {
    const atMs = entry.atMs + this.#callMs
    if (entry.what === 'end') return
    if (entry.what !== 'send') {
      this.#add({ ...entry, atMs })
      return
    }
    this.#sends = Math.max(this.#sends, entry.attempt)
    this.#sentMs = atMs
    const reason = entry.attempt === 1 && entry.hop === 0 && this.#asks !== '' ? this.#asks : entry.reason
    this.#add({ ...entry, atMs, reason, attempt: entry.attempt + this.#sendsBefore })
  }

  /** A body broke off. */
  fault(fault: FaultName): void {
    const atMs = this.#nowMs()
    this.#add({
      what: 'fault',
      rule: 'fault',
      atMs,
      reason: faultWords(fault).meaning,
      fault,
      tookMs: atMs - this.#sentMs,
    })
  }

  wait(waitMs: number, reason: string): void {
    this.#add({ what: 'wait', rule: 'fault', atMs: this.#nowMs(), waitMs, source: 'backoff', reason })
  }

  end(outcome: 'delivered' | 'failed', reason: string): void {
    const rule = outcome === 'delivered' ? 'use' : 'fault'
    this.#add({ what: 'end', rule, atMs: this.#nowMs(), reason, outcome })
  }

  #nowMs(): number {
    return this.#clock.steadyMs() - this.#startMs
  }

  #add(entry: TrailEntry): void {
    this.#entries.push(entry)
    tell(this.#listener, entry)
  }
}
