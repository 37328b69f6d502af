import type { Clock } from '../ports.ts'

/** After this many failures in a row something is left alone for a while, so that what is dead does not slow every call. */
const MOST_FAILURES = 5
const REST_MS = 1000

/** Failures in a row of something that is asked many times over. */
export interface Failures {
  /** Is it to be left alone for now? After a rest it is tried again, and one failure more brings the next. */
  resting(): boolean
  failed(): void
  worked(): void
}

export function failuresOn(clock: Clock): Failures {
  let inRow = 0
  let restUntilMs = 0
  return {
    resting: () => inRow >= MOST_FAILURES && clock.steadyMs() < restUntilMs,
    failed: () => {
      inRow++
      if (inRow >= MOST_FAILURES) restUntilMs = clock.steadyMs() + REST_MS
    },
    worked: () => {
      inRow = 0
    },
  }
}
