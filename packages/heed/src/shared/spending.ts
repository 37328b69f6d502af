import type { Spending } from '../ports.ts'
import { secondOf, slotOf } from '../rules/budget.ts'

/** Counts what went out in this second. `resend`: the budget pays it. */
export function countSend({ second, sends, resends }: Spending, resend: boolean, nowMs: number): void {
  const slot = slotOf(nowMs)
  if (second[slot] !== secondOf(nowMs)) {
    second[slot] = secondOf(nowMs)
    sends[slot] = 0
    resends[slot] = 0
  }
  const counted = resend ? resends : sends
  counted[slot] = (counted[slot] ?? 0) + 1
}
