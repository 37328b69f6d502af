import type { BudgetPolicy } from '../plan.ts'
import type { Spending } from '../ports.ts'

/** The window over which sends and resends are counted, in seconds. */
export const WINDOW_SECONDS = 10

/** The second a steady time falls in. */
export const secondOf = (nowMs: number): number => Math.floor(nowMs / 1000)

/** The slot in which a steady time counts. */
export const slotOf = (nowMs: number): number => secondOf(nowMs) % WINDOW_SECONDS

/** How many calls began to be sent, resends not among them, in the last ten seconds. */
export const callsBegun = (spending: Spending, nowMs: number): number => lately(spending, nowMs).sends

/**
 * May one more resend go to this origin? The sends of the last ten seconds earn it, the resends of the same time
 * spend it. Resends are limited as a share of traffic, not per request, because a fixed number per request
 * multiplies the load of an outage by that number.
 */
export function mayResend(spending: Spending, policy: BudgetPolicy, nowMs: number): boolean {
  const { spent, earned } = budgetOf(spending, policy, nowMs)
  return spent + 1 <= earned
}

/** How much of what is earned is spent: 0 none, 1 all of it. */
export function budgetUsed(spending: Spending, policy: BudgetPolicy, nowMs: number): number {
  const { spent, earned } = budgetOf(spending, policy, nowMs)
  return spent < earned ? spent / earned : 1
}

function budgetOf(spending: Spending, policy: BudgetPolicy, nowMs: number): { spent: number; earned: number } {
  const { sends, resends } = lately(spending, nowMs)
  return { spent: resends, earned: sends * policy.ratio + policy.perSecond * WINDOW_SECONDS }
}

/** What went out in the last ten seconds, the one at hand among them. */
function lately(spending: Spending, nowMs: number): { sends: number; resends: number } {
  const oldest = secondOf(nowMs) - WINDOW_SECONDS + 1
  let sends = 0
  let resends = 0
  for (let slot = 0; slot < WINDOW_SECONDS; slot++) {
    if ((spending.second[slot] ?? 0) < oldest) continue
    sends += spending.sends[slot] ?? 0
    resends += spending.resends[slot] ?? 0
  }
  return { sends, resends }
}
