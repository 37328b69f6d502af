import { spreadMs } from '../backoff.ts'
import type * as full from './release.ts'

export const restMs: typeof full.restMs = (_origin, { untilMs }, nowMs) => untilMs - nowMs

/** Until the pause ends and a little longer, so that those who wait for the same end do not wake at once. */
export const parkedMs: typeof full.parkedMs = ({ plan, endMs }, { untilMs }, nowMs, dice) => {
  const waitMs = untilMs - nowMs
  return waitMs + spreadMs(waitMs, endMs - nowMs, plan.maxWaitMs, dice)
}
