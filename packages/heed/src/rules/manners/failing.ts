import type { Origin } from '../../ports.ts'
import { mayPass } from './breaker.ts'

/**
 * Is the origin left alone because it fails? Asked in the order in which things hold a request: a pause that a failing
 * server asked for, else a breaker. A pause for a limit says that the server is well, and its clients are too fast.
 */
export function isHeldAsFailing({ pause, breaker }: Origin, nowMs: number): boolean {
  return pause !== null && nowMs < pause.untilMs ? pause.failing : mayPass(breaker, nowMs) === 'held'
}
