import type { Origin } from '../../ports.ts'
import { COUNT_SECONDS, sumOf } from '../../rules/manners/counts.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { BAD, NOW_MS, REFUSED, WELL } from '../terms.ts'

const WINDOW_MS = COUNT_SECONDS * 1_000

const countedIn = ({ taken }: Origin, nowMs: number): { wanted: number; taken: number } => ({
  wanted: taken === null ? 0 : sumOf(taken, 'bad', WINDOW_MS, nowMs),
  taken: taken === null ? 0 : sumOf(taken, 'good', WINDOW_MS, nowMs),
})

/** Throttling reads it: `taken.bad` are all that were wanted, `taken.good` those that the server took. */
export const wanted: Clause = {
  name: 'what is wanted and what is taken is counted for throttling',
  async check(trial) {
    const ledger = await trial.ledger({ breaker: null })
    const origin = ledger.of(new URL('https://a.test/'))
    ledger.hear(origin, WELL, false, 1, NOW_MS)
    mustBe(origin.taken?.second.length, COUNT_SECONDS, 'The number of slots of taken')
    mustBe(countedIn(origin, NOW_MS), { wanted: 1, taken: 1 }, 'What is counted after a good answer')
    ledger.hear(origin, REFUSED, false, 1, NOW_MS)
    ledger.hear(origin, BAD, false, 1, NOW_MS + 1_000)
    mustBe(countedIn(origin, NOW_MS + 1_000), { wanted: 3, taken: 1 }, 'What is counted after a refusal and a failure')
    ledger.want(origin, NOW_MS + 1_000)
    mustBe(
      countedIn(origin, NOW_MS + 1_000),
      { wanted: 4, taken: 1 },
      'What is counted after a call that was refused here',
    )
    const laterMs = NOW_MS + WINDOW_MS
    ledger.hear(origin, WELL, false, 1, laterMs)
    mustBe(countedIn(origin, laterMs), { wanted: 3, taken: 1 }, 'What is counted when the first second is 30 s old')
    const other = ledger.of(new URL('https://b.test/'))
    mustBe(countedIn(other, laterMs), { wanted: 0, taken: 0 }, 'What is counted for another origin')
  },
}
