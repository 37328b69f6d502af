import type { BreakerPolicy } from '../../manners.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { BAD, BREAKER, NOW_MS, numbered, WELL } from '../terms.ts'
import { ended } from './breaker.ts'

/** Open on the fifth failure in a row, when the row is a second long; no share of calls opens it. */
export const STREAK: BreakerPolicy = Object.freeze({ ...BREAKER, least: 1_000_000, streak: 5, streakMs: 1_000 })

/** Who calls seldom has too few calls for a share to mean anything. */
export const streak: Clause = {
  name: 'a breaker opens when nothing but failures came for a while, of more than one call',
  async check(trial) {
    const ledger = await trial.ledger({ breaker: STREAK })
    const after = (at: number, calls: number, failures: number, lastMs: number, between = 0): string => {
      const origin = ledger.of(numbered(at))
      for (let call = 0; call < calls; call++) ledger.countSend(origin, false, lastMs)
      ended(ledger, origin, failures - 1, BAD, NOW_MS)
      ended(ledger, origin, between, WELL, NOW_MS)
      ended(ledger, origin, 1, BAD, lastMs)
      return origin.breaker.state
    }
    const longMs = NOW_MS + STREAK.streakMs
    mustBe(after(0, 2, STREAK.streak, longMs), 'open', 'The breaker after five failures in a row over a second')
    mustBe(after(1, 2, STREAK.streak - 1, longMs), 'closed', 'The breaker after four failures in a row')
    mustBe(after(2, 2, STREAK.streak, longMs - 1), 'closed', 'The breaker after a row that is too short in time')
    mustBe(after(3, 2, STREAK.streak, longMs, 1), 'closed', 'The breaker after a good answer within the row')
    mustBe(after(4, 1, STREAK.streak, longMs), 'closed', 'The breaker after the failures of one call')
    mustBe(after(5, 2, STREAK.streak, NOW_MS + 30_000), 'closed', 'The breaker after failures half a minute apart')
  },
}
