import type { Clock } from '../ports.ts'

/** The machine's clock. Steady time comes from `performance`, so a change of the date moves no deadline. */
export const systemClock: Clock = {
  steadyMs: () => performance.now(),
  wallMs: () => Date.now(),
  set: (delayMs, ring) => setTimeout(ring, delayMs),
  clear: alarm => clearTimeout(alarm as NodeJS.Timeout),
  rest: (alarm, resting) => {
    // Browsers give a number, and no page is kept alive by a timer.
    const timer = alarm as Partial<NodeJS.Timeout>
    if (resting) timer.unref?.()
    else timer.ref?.()
  },
}
