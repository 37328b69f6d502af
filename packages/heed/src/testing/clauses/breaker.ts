import type { News } from '../../manners.ts'
import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { BAD, BREAKER, NEITHER, NOW_MS, numbered, pauseUntil, WELL } from '../terms.ts'

const FEW = BREAKER.least - 1
const LONG_AGO_MS = NOW_MS - BREAKER.windowMs - 1_000

/** So many calls that ended like this. */
export function ended(ledger: Ledger, origin: Origin, times: number, news: News, nowMs: number): void {
  for (let n = 0; n < times; n++) ledger.hear(origin, news, false, 1, nowMs)
}

/** What leaves it closed, and the words for it. */
const HARMLESS: readonly (readonly [when: string, tell: (ledger: Ledger, origin: Origin) => void])[] = [
  ['too few calls', (ledger, origin) => ended(ledger, origin, FEW, BAD, NOW_MS)],
  [
    'calls that say nothing of how the server fares',
    (ledger, origin) => {
      ended(ledger, origin, FEW, BAD, NOW_MS)
      ended(ledger, origin, 2 * BREAKER.least, NEITHER, NOW_MS)
    },
  ],
  [
    'failures that are mostly older than its window',
    (ledger, origin) => {
      ended(ledger, origin, FEW, BAD, LONG_AGO_MS)
      ended(ledger, origin, 1, BAD, NOW_MS)
    },
  ],
  [
    'fewer than half of the calls failing',
    (ledger, origin) => {
      ended(ledger, origin, BREAKER.least + 1, WELL, NOW_MS)
      ended(ledger, origin, BREAKER.least, BAD, NOW_MS)
    },
  ],
]

export const breaker: Clause = {
  name: 'a breaker opens when enough calls failed, and for nothing else',
  async check(trial) {
    const ledger = await trial.ledger()
    for (const [at, [when, tell]] of HARMLESS.entries()) {
      const origin = ledger.of(numbered(at))
      tell(ledger, origin)
      mustBe(origin.breaker.state, 'closed', `The breaker after ${when}`)
      mustBe(ledger.launch(origin, Number.NaN, NOW_MS), false, `Whether a launch after ${when} is a probe`)
    }
    const origin = ledger.of(numbered(HARMLESS.length))
    ended(ledger, origin, BREAKER.least, WELL, NOW_MS)
    ended(ledger, origin, BREAKER.least, BAD, NOW_MS)
    const { state, untilMs } = origin.breaker
    mustBe([state, untilMs], ['open', NOW_MS + BREAKER.openMs], 'The breaker after half of the calls failed')
    must(
      origin.heldUntilMs >= untilMs,
      `While a breaker is open heldUntilMs must be ${untilMs} at least; it was ${origin.heldUntilMs}.`,
    )
    mustBe(ledger.of(numbered(HARMLESS.length + 1)).breaker.state, 'closed', 'The breaker of another origin')
    // What the server asks for is longer than what we would wait.
    const asked = ledger.of(numbered(HARMLESS.length + 2))
    const pause = pauseUntil(NOW_MS + 5_000)
    ended(ledger, asked, FEW, BAD, NOW_MS)
    ended(ledger, asked, 1, { ...BAD, pause }, NOW_MS)
    mustBe(asked.breaker.untilMs, pause.untilMs, 'The end of a breaker that opens with a longer pause')
  },
}
