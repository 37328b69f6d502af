import { tell } from '../listener.ts'
import type { BreakerPolicy, ConcurrencyPolicy, News, OriginChange, Pause, Quota, QuotaPolicy } from '../manners.ts'
import type { Ledger, Origin, Place } from '../ports.ts'
import { callsBegun } from '../rules/budget.ts'
import { afterOutcome, probing } from '../rules/manners/breaker.ts'
import { afterAnswer, mostInFlight } from '../rules/manners/concurrency.ts'
import { count, forgetCounts, noCounts } from '../rules/manners/counts.ts'
import { laterPause, mergedQuotas } from '../rules/manners/merge.ts'
import { paceEndMs } from '../rules/manners/pace.ts'
import { holdsPlace, nextSlot } from '../rules/manners/quota.ts'
import { gapMs } from '../rules/manners/release.ts'
import { silentPause } from '../rules/manners/silence.ts'
import { learntApartMs, longestSpacingMs } from '../rules/manners/slow-down.ts'
import { Known } from './known.ts'
import { countSend } from './spending.ts'

const MOST_ORIGINS = 10_000
/** How many that are paused or being asked right now are passed over when one has to be forgotten. */
const MOST_SPARED = 2
/** No address begins with it. */
const NOTHING = 'none/'

/** How a ledger keeps what it hears. Null: not at all. Nothing of it is checked. */
export interface LedgerPolicies {
  readonly breaker: BreakerPolicy | null
  readonly quota: QuotaPolicy | null
  readonly concurrency: ConcurrencyPolicy | null
  /** Learns how fast an origin may be asked that refuses many. Default false. */
  readonly paces?: boolean
  /** Counts what is wanted and what is taken, for throttling. Default false. */
  readonly throttles?: boolean
  /** Told of each change that callers may feel. */
  readonly onChange: ((change: OriginChange) => void) | null
}

const NO_POLICIES: LedgerPolicies = { breaker: null, quota: null, concurrency: null, onChange: null }

/**
 * heed's own ledger: origins kept in memory, in this process. Beyond 10,000 the one used longest ago is forgotten, so that
 * crawling costs bounded memory.
 * @param policies none by default: no breaker, no declared quota, no limit at once
 */
export function memoryLedger(policies: LedgerPolicies = NO_POLICIES): Ledger {
  return new MemoryLedger(policies)
}

class MemoryLedger implements Ledger {
  readonly #policies: LedgerPolicies
  readonly #known = new Map<string, Known>()
  /** One walk for good: a new one would pass over all that were ever forgotten. What is used moves to the end. */
  readonly #oldest = this.#known.keys()
  /** When something was last heard. */
  #nowMs = 0
  // Most programs ask one origin many times over; to see that an address begins with it is cheaper than to hash a part of it.
  #latest: Known
  #latestStart = NOTHING

  constructor(policies: LedgerPolicies) {
    this.#policies = policies
    this.#latest = new Known('', policies.concurrency)
  }

  of(url: URL, key?: string): Origin {
    if (key !== undefined) {
      // It is used now, so no other is the one used last.
      this.#latestStart = NOTHING
      return this.#find(key)
    }
    if (url.href.startsWith(this.#latestStart)) return this.#latest
    const origin = url.origin
    this.#latest = this.#find(origin)
    this.#latestStart = `${origin}/`
    return this.#latest
  }

  #find(key: string): Known {
    let found = this.#known.get(key)
    if (found === undefined) {
      if (this.#known.size >= MOST_ORIGINS) this.#forgetOne()
      found = new Known(key, this.#policies.concurrency)
    } else this.#known.delete(key)
    this.#known.set(key, found)
    return found
  }

  #forgetOne(): void {
    for (let spared = 0; ; spared++) {
      const key = this.#oldest.next().value as string
      const oldest = this.#known.get(key) as Known
      this.#known.delete(key)
      if (spared === MOST_SPARED || !(oldest.isPaused(this.#nowMs) || oldest.underWay > 0)) return
      this.#known.set(key, oldest)
    }
  }

  origins(): IterableIterator<Origin> {
    return this.#known.values()
  }

  countSend(origin: Origin, resend: boolean, nowMs: number): void {
    countSend(origin.spending, resend, nowMs)
  }

  launch(origin: Origin, slotMs: number, nowMs: number): boolean {
    const known = origin as Known
    const { breaker } = this.#policies
    known.underWay++
    const isCounted = this.#policies.quota !== null || known.quotas.length > 0 || known.pace !== null
    if (isCounted && !holdsPlace(slotMs, nowMs)) this.reserve(known, nowMs)
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
    this.#nowMs = nowMs
    const { quotas } = news
    if (this.#policies.paces === true) this.#hearPace(known, news, isRefusal(news) && !known.isPaused(nowMs), nowMs)
    const pause = news.pause ?? heardSilence(known, news, nowMs)
    const before = known.breaker
    // Both when the answer is there: what is under way is not refused yet.
    if (this.#policies.throttles === true) this.want(known, nowMs)
    if (known.taken !== null && !news.refused && news.outcome !== 'bad') count(known.taken, 'good', nowMs)
    if (pause !== null) this.#hearPause(known, pause, nowMs)
    if (quotas.length > 0) this.#hearQuotas(known, quotas, nowMs)
    this.#hearOutcome(known, news, probe, nowMs)
    if (known.concurrency !== null) this.#hearOfPlaces(known, news.refused || news.outcome === 'bad', tookMs, nowMs)
    // Most answers change nothing that holds.
    if (pause !== null || quotas.length > 0 || known.breaker !== before) known.hold(nowMs)
  }

  #hearPause(known: Known, pause: Pause, nowMs: number): void {
    const beforeMs = known.pause?.untilMs ?? Number.NEGATIVE_INFINITY
    known.pause = laterPause(known.pause, pause)
    if (pause.untilMs > Math.max(beforeMs, nowMs)) this.#tell(known, 'paused', pause.cause, pause.untilMs)
    if (nowMs < beforeMs || pause.untilMs <= beforeMs) return
    known.parked = 0
    // Nobody goes at a place within the pause, so the row begins when it is over.
    if (known.nextMs > nowMs) {
      known.row++
      known.nextMs = pause.untilMs
    }
    known.gapMs = gapMs(known.spending, nowMs)
  }

  park(origin: Origin): void {
    ;(origin as Known).parked++
  }

  #hearPace(known: Known, { outcome }: News, refused: boolean, nowMs: number): void {
    const pace = refused || outcome === 'good' ? known.learnPace(refused, nowMs) : null
    if (pace === null) return
    const slower = Number.isFinite(pace.perSecond)
    const words = slower ? `to ${shown(pace.perSecond)} a second` : 'no longer: as much was refused'
    this.#tell(known, 'slowed', words, slower ? paceEndMs(pace) : Number.NaN)
  }

  #hearQuotas(known: Known, quotas: readonly Quota[], nowMs: number): void {
    known.quotas = mergedQuotas(known.quotas, quotas)
    // Spaced from here on, if they are to be.
    if (longestSpacingMs(known.quotas, nowMs) > 0) known.nextMs = Math.max(known.nextMs, nowMs)
  }

  #hearOutcome(known: Known, news: News, probe: boolean, nowMs: number): void {
    const { breaker: policy } = this.#policies
    if (policy === null) return
    const { outcome } = news
    known.health ??= noCounts()
    if (outcome !== 'neither') count(known.health, outcome, nowMs)
    // Most answers are good ones of an origin that is well, and change nothing.
    if (outcome !== 'bad' && known.breaker.state === 'closed') return
    const before = known.breaker
    const calls = outcome === 'bad' ? callsBegun(known.spending, nowMs) : 0
    known.breaker = afterOutcome(before, policy, known.health, { outcome, probe, pause: news.pause, calls }, nowMs)
    if (known.breaker === before) return
    if (known.breaker.state === 'closed') {
      forgetCounts(known.health)
      this.#tell(known, 'closed', 'the probe went well', Number.NaN)
    } else this.#tell(known, 'opened', 'too many calls failed', known.breaker.untilMs)
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
    if (known.waiting.length > 0) known.callNext()
  }

  place(origin: Origin): Place {
    return (origin as Known).place()
  }

  reserve(origin: Origin, nowMs: number): number {
    const known = origin as Known
    const { quota } = this.#policies
    const apartMs = learntApartMs(known, nowMs)
    let atMs = apartMs > 0 ? Math.max(nowMs, known.nextMs) : nowMs
    if (quota !== null) {
      const { waitMs, tatMs } = nextSlot(known.tatMs, quota, atMs)
      known.tatMs = tatMs
      atMs += waitMs
    }
    if (apartMs > 0) known.nextMs = atMs + apartMs
    return atMs
  }

  #tell(known: Known, what: OriginChange['what'], reason: string, untilMs: number): void {
    const { onChange } = this.#policies
    if (onChange === null) return
    tell(onChange, { key: known.key, what, reason, untilMs: Number.isFinite(untilMs) ? untilMs : null })
  }
}

/** Because there is too much, not because the server fails. */
const isRefusal = ({ refused, outcome }: News): boolean => refused && outcome === 'neither'

const shown = (perSecond: number): string => String(Number(perSecond.toPrecision(2)))

/** A refusal that gives no time holds all calls too, for longer each time, until one gets through again. */
function heardSilence(known: Known, news: News, nowMs: number): Pause | null {
  // What was sent before the pause began says nothing new.
  if (known.isPaused(nowMs)) return null
  if (news.outcome === 'good') known.silences = 0
  if (!isRefusal(news)) return null
  known.silences++
  return silentPause(known.silences, nowMs)
}
