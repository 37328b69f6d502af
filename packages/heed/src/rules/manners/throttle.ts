import type { ThrottlePolicy } from '../../manners.ts'

/**
 * The chance of refusing a request here instead of sending it, from 0 to below 1: client-side throttling of the
 * Google SRE book, chapter 21. `requests` are all that were wanted in the window, those refused here too; `accepts`
 * are those the server took. While the server takes more than one in `k`, it is 0; it never reaches 1, so that some
 * still go and find out when the server is well.
 */
export function refusalChance({ k }: ThrottlePolicy, requests: number, accepts: number): number {
  return Math.max(0, (requests - k * accepts) / (requests + 1))
}

/** Is this request refused here? `roll` is a number in [0, 1) from the dice. */
export function refusesHere(policy: ThrottlePolicy, requests: number, accepts: number, roll: number): boolean {
  return roll < refusalChance(policy, requests, accepts)
}
