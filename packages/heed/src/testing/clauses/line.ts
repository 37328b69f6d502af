import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { NOW_MS, numbered, paused, pauseUntil } from '../terms.ts'

const SENDS_A_SECOND = 50
/** Twice the pace before: so far apart at least. */
const PACED_MS = 1_000 / (2 * SENDS_A_SECOND)
/** As far apart as they may be: 40 a second. */
const WIDEST_MS = 25

function gapIsWithin(origin: Origin, leastMs: number, when: string): void {
  must(
    origin.gapMs >= leastMs && origin.gapMs <= WIDEST_MS,
    `${when} gapMs must be from ${leastMs} to ${WIDEST_MS}; it was ${origin.gapMs}.`,
  )
}

function checkPace(ledger: Ledger): void {
  const busy = ledger.of(numbered(0))
  for (let secondsAgo = 3; secondsAgo > 0; secondsAgo--) {
    for (let n = 0; n < SENDS_A_SECOND; n++) ledger.countSend(busy, false, NOW_MS - secondsAgo * 1_000)
  }
  ledger.hear(busy, paused(pauseUntil(NOW_MS + 5_000)), false, 1, NOW_MS)
  gapIsWithin(busy, PACED_MS, `After ${SENDS_A_SECOND} sends a second`)
  const idle = ledger.of(numbered(1))
  ledger.hear(idle, paused(pauseUntil(NOW_MS + 5_000)), false, 1, NOW_MS)
  gapIsWithin(idle, WIDEST_MS, 'After no sends')
}

/** Whoever is let go finds a place behind all who waited before. */
export const line: Clause = {
  name: 'those who wait for a pause stand in one line until it is over',
  async check(trial) {
    const ledger = await trial.ledger()
    checkPace(ledger)
    const origin = ledger.of(numbered(2))
    const tell = (untilMs: number, nowMs: number): void => {
      ledger.hear(origin, paused(pauseUntil(untilMs)), false, 1, nowMs)
    }
    tell(NOW_MS + 5_000, NOW_MS)
    mustBe(origin.parked, 0, 'The number of those who wait when the pause begins')
    for (let n = 1; n <= 3; n++) {
      ledger.park(origin)
      mustBe(origin.parked, n, 'The number of those who wait')
    }
    mustBe(ledger.of(numbered(1)).parked, 0, 'The number of those who wait for another origin')
    for (const untilMs of [NOW_MS + 5_000, NOW_MS + 1_000, NOW_MS + 9_000]) {
      tell(untilMs, NOW_MS + 1)
      mustBe(origin.parked, 3, `The number of those who wait, when until ${untilMs} is told during the pause,`)
    }
    tell(NOW_MS + 4_000, NOW_MS + 9_500)
    tell(NOW_MS + 20_000, NOW_MS + 10_000)
    mustBe(origin.parked, 0, 'The number of those who wait when the next pause begins')
  },
}
