import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { NOW_MS, numbered, REFUSED, WELL } from '../terms.ts'

const SECONDS = [1, 2, 4, 8, 16, 20, 20]

/** A 429 without a time says "too much" to everybody, as one with a time does. */
export const silences: Clause = {
  name: 'a refusal without a time holds the origin, for longer each time',
  async check(trial) {
    const ledger = await trial.ledger()
    const origin = ledger.of(numbered(0))
    let nowMs = NOW_MS
    const refused = (seconds: number, when: string): void => {
      ledger.hear(origin, REFUSED, false, 1, nowMs)
      const untilMs = nowMs + seconds * 1_000
      mustBe(origin.pause?.untilMs, untilMs, `The end of the pause after ${when}, told at ${nowMs},`)
      must(
        origin.heldUntilMs >= untilMs,
        `During the pause heldUntilMs must be ${untilMs} at least; it was ${origin.heldUntilMs}.`,
      )
      ledger.hear(origin, REFUSED, false, 1, untilMs - 1)
      mustBe(origin.pause?.untilMs, untilMs, 'The end of the pause after a refusal of what was sent before it began')
      nowMs = untilMs + 1
    }
    for (const [at, seconds] of SECONDS.entries()) refused(seconds, `refusal ${at + 1} in a row`)
    ledger.hear(origin, WELL, false, 1, nowMs)
    refused(1, 'a refusal that follows a good answer')
    // Whether a failing server is left alone is the breaker's to say.
    const failing = ledger.of(numbered(1))
    ledger.hear(failing, { ...REFUSED, outcome: 'bad' }, false, 1, NOW_MS)
    mustBe(failing.pause, null, 'The pause after a failure without a time')
  },
}
