import type { BreakerPolicy, ConcurrencyPolicy, News, OriginChange, Pause, Quota, QuotaPolicy } from '../manners.ts'
import type { Ledger, Origin, Place } from '../ports.ts'
import { secondOf, slotOf } from '../rules/budget.ts'
import { afterOutcome, probing } from '../rules/manners/breaker.ts'
import { afterAnswer, mostInFlight } from '../rules/manners/concurrency.ts'
import { count, forgetCounts, noCounts } from '../rules/manners/counts.ts'
import { nextSlot } from '../rules/manners/quota.ts'
import { gapMs } from '../rules/manners/release.ts'
import { silentPauseMs } from '../rules/manners/silence.ts'
import { spacingMs } from '../rules/manners/slow-down.ts'
import { Known } from './known.ts'

const MOST_ORIGINS = 10_000
/** Servers name a few quotas; more are noise. */
const MOST_QUOTAS = 8

/** How a ledger keeps what it hears. Null: not at all. */
export interface LedgerPolicies {
  readonly breaker: BreakerPolicy | null
  readonly quota: QuotaPolicy | null
  readonly concurrency: ConcurrencyPolicy | null
  /** Told of each change that callers may feel. */
  readonly onChange: ((change: OriginChange) => void) | null
}

const NO_POLICIES: LedgerPolicies = { breaker: null, quota: null, concurrency: null, onChange: null }

/** Origins kept in memory; beyond 10,000 the one used longest ago is forgotten, so that crawling costs bounded memory. */
export function memoryLedger(policies: LedgerPolicies = NO_POLICIES): Ledger {
  return new MemoryLedger(policies)
}

class MemoryLedger implements Ledger {
  readonly #policies: LedgerPolicies
  readonly #known = new Map<string, Known>()
  // Most programs ask one origin many times over; to see that an address begins with it is cheaper than to hash a part of it.
  #latest: Known
  #latestStart = 'none/'

  constructor(policies: LedgerPolicies) {
    this.#policies = policies
    this.#latest = new Known('', policies.concurrency)
  }

  of(url: URL, key?: string): Origin {
    if (key !== undefined) return this.#find(key)
    if (url.href.startsWith(this.#latestStart)) return this.#latest
    const origin = url.origin
    this.#latest = this.#find(origin)
    this.#latestStart = `${origin}/`
    return this.#latest
  }

  #find(key: string): Known {
    let found = this.#known.get(key)
    if (found === undefined) {
      if (this.#known.size >= MOST_ORIGINS) this.#known.delete(this.#known.keys().next().value as string)
      found = new Known(key, this.#policies.concurrency)
    } else this.#known.delete(key)
    this.#known.set(key, found)
    return found
  }

  origins(): IterableIterator<Origin> {
    return this.#known.values()
  }

  countSend(origin: Origin, resend: boolean, nowMs: number): void {
    const { second, sends, resends } = origin.spending
    const slot = slotOf(nowMs)
    if (second[slot] !== secondOf(nowMs)) {
      second[slot] = secondOf(nowMs)
      sends[slot] = 0
      resends[slot] = 0
    }
    const counted = resend ? resends : sends
    counted[slot] = (counted[slot] ?? 0) + 1
  }

  launch(origin: Origin, slotMs: number, nowMs: number): boolean {
    const known = origin as Known
    const { breaker } = this.#policies
    known.underWay++
    if (Number.isNaN(slotMs) && (this.#policies.quota !== null || known.quotas.length > 0)) this.reserve(known, nowMs)
    if (breaker === null || known.breaker.state === 'closed') return false
    known.breaker = probing(known.breaker, breaker, nowMs)
    return true
  }

  want(origin: Origin, nowMs: number): void {
    const known = origin as Known
    known.taken ??= noCounts()
    count(known.taken, 'bad', nowMs)
  }

  hear(origin: Origin, news: News, probe: boolean, tookMs: number, nowMs: number): void {
    const known = origin as Known
    const { quotas } = news
    const pause = news.pause ?? silentPause(known, news, nowMs)
    const before = known.breaker
    if (known.taken !== null && !news.refused) count(known.taken, 'good', nowMs)
    if (pause !== null && (known.pause === null || pause.untilMs > known.pause.untilMs)) {
      this.#beginPause(known, pause, nowMs)
      this.#tell(known, 'paused', pause.cause, pause.untilMs)
    }
    if (quotas.length > 0) this.#hearQuotas(known, quotas, nowMs)
    this.#hearOutcome(known, news, probe, nowMs)
    if (known.concurrency !== null) this.#hearOfPlaces(known, news.refused, tookMs, nowMs)
    // Most answers change nothing that holds.
    if (pause !== null || quotas.length > 0 || known.breaker !== before) this.#hold(known, nowMs)
  }

  #beginPause(known: Known, pause: Pause, nowMs: number): void {
    const isPaused = known.pause !== null && nowMs < known.pause.untilMs
    known.pause = pause
    if (isPaused) return
    known.parked = 0
    known.gapMs = gapMs(known.spending, nowMs)
  }

  park(origin: Origin): void {
    ;(origin as Known).parked++
  }

  #hearQuotas(known: Known, quotas: readonly Quota[], nowMs: number): void {
    const names = new Set(quotas.map(quota => quota.name))
    known.quotas = [...quotas, ...known.quotas.filter(quota => !names.has(quota.name))].slice(0, MOST_QUOTAS)
    // Spaced from here on, if they are to be.
    if (learntSpacingMs(known, nowMs) > 0) known.nextMs = Math.max(known.nextMs, nowMs)
  }

  #hearOutcome(known: Known, news: News, probe: boolean, nowMs: number): void {
    const { breaker: policy } = this.#policies
    if (policy === null) return
    const { outcome } = news
    known.health ??= noCounts()
    if (outcome !== 'neither') count(known.health, outcome, nowMs)
    const before = known.breaker
    known.breaker = afterOutcome(before, policy, known.health, { outcome, probe, pause: news.pause }, nowMs)
    if (known.breaker === before) return
    if (known.breaker.state === 'closed') forgetCounts(known.health)
    const words = known.breaker.state === 'closed' ? 'the probe went well' : 'too many calls failed'
    this.#tell(known, known.breaker.state === 'closed' ? 'closed' : 'opened', words, known.breaker.untilMs)
  }

  #hearOfPlaces(known: Known, refused: boolean, tookMs: number, nowMs: number): void {
    const { concurrency: policy } = this.#policies
    if (policy === null || known.concurrency === null) return
    const before = known.concurrency
    known.concurrency = afterAnswer(before, policy, { refused, inFlight: known.underWay, nowMs, tookMs })
    const most = mostInFlight(known.concurrency)
    if (most !== mostInFlight(before)) this.#tell(known, 'limited', `${most} at once`, Number.NaN)
  }

  landed(origin: Origin): void {
    const known = origin as Known
    known.underWay--
    known.waiting.shift()?.()
  }

  place(origin: Origin): Place {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { waiting } = origin as Known
    waiting.push(resolve)
    return {
      free: promise,
      leave() {
        const at = waiting.indexOf(resolve)
        // Whoever was called and leaves calls the next one, or the place would stay empty.
        if (at === -1) waiting.shift()?.()
        else waiting.splice(at, 1)
      },
    }
  }

  reserve(origin: Origin, nowMs: number): number {
    const known = origin as Known
    const { quota } = this.#policies
    let atMs = nowMs
    if (quota !== null) {
      const { waitMs, tatMs } = nextSlot(known.tatMs, quota, nowMs)
      known.tatMs = tatMs
      atMs = nowMs + waitMs
    }
    const apartMs = learntSpacingMs(known, nowMs)
    if (apartMs > 0) {
      atMs = Math.max(atMs, known.nextMs)
      known.nextMs = Math.max(nowMs, known.nextMs) + apartMs
    }
    return atMs
  }

  /** The one number that most calls look at. */
  #hold(known: Known, nowMs: number): void {
    const spacedUntilMs = known.quotas.reduce(
      (latestMs, quota) => (spacingMs(quota, nowMs) > 0 ? Math.max(latestMs, quota.resetMs ?? nowMs) : latestMs),
      Number.NEGATIVE_INFINITY,
    )
    const pausedUntilMs = known.pause?.untilMs ?? Number.NEGATIVE_INFINITY
    known.heldUntilMs =
      known.breaker.state === 'closed' ? Math.max(pausedUntilMs, spacedUntilMs) : Number.POSITIVE_INFINITY
  }

  #tell(known: Known, what: OriginChange['what'], reason: string, untilMs: number): void {
    const { onChange } = this.#policies
    if (onChange === null) return
    try {
      onChange({ key: known.key, what, reason, untilMs: Number.isFinite(untilMs) ? untilMs : null })
    } catch (error) {
      // Whoever listens has no say: the error goes where uncaught ones go.
      queueMicrotask(() => {
        throw error
      })
    }
  }
}

/** How far apart what the server said of its quotas wants requests; 0: as they come. */
function learntSpacingMs({ quotas }: Origin, nowMs: number): number {
  let mostMs = 0
  for (const quota of quotas) {
    if (quota.resetMs !== null && quota.resetMs <= nowMs) continue
    mostMs = Math.max(mostMs, spacingMs(quota, nowMs))
  }
  return mostMs
}

/** A refusal that gives no time holds all calls too, for longer each time, until one gets through again. */
function silentPause(known: Known, { refused, outcome }: News, nowMs: number): Pause | null {
  const isPaused = known.pause !== null && nowMs < known.pause.untilMs
  if (outcome === 'good' && !isPaused) known.silences = 0
  // What was sent before the pause began says nothing new.
  if (!refused || outcome !== 'neither' || isPaused) return null
  known.silences++
  const forMs = silentPauseMs(known.silences)
  return { untilMs: nowMs + forMs, forMs, source: 'backoff', cause: 'a refusal without a time' }
}
