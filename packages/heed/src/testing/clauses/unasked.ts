import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { BAD, BREAKER, NO_POLICIES, NOW_MS, numbered, REFUSED, WELL } from '../terms.ts'

const MANY = 10 * BREAKER.least

/** A null policy is one that nobody asked for. */
export const unasked: Clause = {
  name: 'what no policy asks for is not done',
  async check(trial) {
    const ledger = await trial.ledger(NO_POLICIES)
    const origin = ledger.of(numbered(0))
    mustBe(origin.concurrency, null, 'The limit of those who go at once, without a policy for it,')
    for (let n = 0; n < MANY; n++) {
      const isProbe = ledger.launch(origin, Number.NaN, NOW_MS)
      mustBe(isProbe, false, 'Whether a launch is a probe, without a policy for breakers,')
      ledger.hear(origin, n % 2 === 0 ? BAD : WELL, false, 1, NOW_MS)
    }
    mustBe(origin.breaker.state, 'closed', 'The breaker, without a policy for it,')
    must(origin.taken === null, 'Nothing is throttled, so taken must be null; it held counts.')
    for (let n = 0; n < MANY; n++) {
      mustBe(ledger.reserve(origin, NOW_MS), NOW_MS, 'A place, without a declared quota or one that is told,')
    }
    const refusing = ledger.of(numbered(1))
    for (let n = 0; n < MANY; n++) ledger.hear(refusing, n % 2 === 0 ? REFUSED : WELL, false, 1, NOW_MS + n * 2_000)
    mustBe(refusing.pace, null, 'The pace, without a policy for it,')
    must(
      origin.heldUntilMs <= NOW_MS,
      `Nothing holds the origin, so heldUntilMs must be ${NOW_MS} at most; it was ${origin.heldUntilMs}.`,
    )
  },
}
