import { platform } from '#platform'
import { Attempt } from './drive/attempt.ts'
import type { QuotaPolicy } from './manners.ts'
import type { BudgetPolicy } from './plan.ts'
import type { Clock, Ledger, Transport } from './ports.ts'
import { mayResend } from './rules/budget.ts'
import { count, noCounts, sumOf } from './rules/manners/counts.ts'
import {
  type HeadTimes,
  type HedgePolicy,
  hasRoom,
  hedgeAfterMs,
  mayHedge,
  noHeads,
  noteHead,
} from './rules/manners/hedge.ts'
import { hedgingTransport } from './transports/hedging.ts'

/** What is known of how fast an origin answers, and how often it was asked twice. */
interface Pace {
  readonly heads: HeadTimes
  readonly counts: ReturnType<typeof noCounts>
}

const MOST_ORIGINS = 1_000
const WINDOW_MS = 30_000

/**
 * The transport that sends slow, safe requests a second time: within its share, the origin's budget for resends, and the
 * quotas of the origin.
 */
export function hedged(
  transport: Transport,
  policy: HedgePolicy,
  budget: BudgetPolicy | null,
  ledger: Ledger,
  quota: QuotaPolicy | null,
  clock: Clock,
): Transport {
  const paces = new Map<string, Pace>()
  const paceOf = (origin: string): Pace => {
    const known = paces.get(origin)
    if (known !== undefined) return known
    if (paces.size >= MOST_ORIGINS) paces.delete(paces.keys().next().value as string)
    const made = { heads: noHeads(), counts: noCounts() }
    paces.set(origin, made)
    return made
  }
  return hedgingTransport({
    transport,
    clock,
    alarms: platform.alarms(clock),
    afterMs({ origin }) {
      const { heads, counts } = paceOf(origin)
      count(counts, 'good', clock.steadyMs())
      return hedgeAfterMs(policy, heads)
    },
    mayHedge({ url, origin }, judge) {
      const nowMs = clock.steadyMs()
      // Whose limit it is was told before the request was signed, so it is not asked again.
      const known = judge instanceof Attempt ? judge.exchange.origin : ledger.of(url)
      if (!hasRoom(known, quota, nowMs) || (budget !== null && !mayResend(known.spending, budget, nowMs))) return false
      const { counts } = paceOf(origin)
      const sends = sumOf(counts, 'good', WINDOW_MS, nowMs)
      if (!mayHedge(policy, sends, sumOf(counts, 'bad', WINDOW_MS, nowMs))) return false
      count(counts, 'bad', nowMs)
      ledger.countSend(known, true, nowMs)
      if (quota !== null) ledger.reserve(known, nowMs)
      return true
    },
    headed: ({ origin }, headMs) => noteHead(paceOf(origin).heads, headMs),
  })
}
