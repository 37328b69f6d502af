import type { Pause } from '../../manners.ts'
import type { Ledger } from '../../ports.ts'
import { sameInAnyOrder } from '../any-order.ts'
import type { Chance } from '../chance.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe, shown } from '../contract-error.ts'
import { inRounds, type Round } from '../rounds.ts'
import { NOW_MS, numbered, paused, pauseUntil, WELL } from '../terms.ts'

const MOST_TOLD = 12

/** From few numbers, so that ends and lengths meet. */
const anyPause = (chance: Chance): Pause => ({
  untilMs: NOW_MS + chance.whole(1, 4),
  forMs: chance.whole(1, 3),
  source: chance.one(['retry-after', 'rate-limit', 'vendor']),
  cause: chance.one(['429 from GET https://a.test/', '503 from GET https://a.test/']),
  failing: false,
})

function laterEndRules(ledger: Ledger, { chance, steps, note, url }: Round): void {
  const origin = ledger.of(url('c'))
  let untilMs = 0
  for (let step = 0; step < steps; step++) {
    const pause = anyPause(chance)
    note(`c is told ${shown(pause)}`)
    ledger.hear(origin, paused(pause), false, 1, NOW_MS)
    untilMs = Math.max(untilMs, pause.untilMs)
    mustBe(origin.pause?.untilMs, untilMs, 'The end of the pause')
    must(
      origin.heldUntilMs >= untilMs,
      `During a pause heldUntilMs must be ${untilMs} at least; it was ${origin.heldUntilMs}.`,
    )
  }
}

export const mergedPauses: Clause = {
  name: 'pauses merge by the later end, in any order and told twice',
  async check(trial) {
    const ledger = await trial.ledger()
    await inRounds(trial.seed, round => {
      const told = Array.from({ length: Math.min(MOST_TOLD, round.steps) }, () => anyPause(round.chance))
      sameInAnyOrder(ledger, round, told, paused)
      laterEndRules(ledger, round)
    })
  },
}

const mayGo = (heldUntilMs: number, nowMs: number, when: string): void =>
  must(
    heldUntilMs <= nowMs,
    `${when} nothing holds the origin, so heldUntilMs must be ${nowMs} at most; it was ${heldUntilMs}.`,
  )

export const heldByPause: Clause = {
  name: 'a pause is seen at once and holds its origin alone, until it is over',
  async check(trial) {
    const ledger = await trial.ledger()
    const origin = ledger.of(numbered(0))
    mustBe(origin.pause, null, 'The pause of which nothing was heard')
    mayGo(origin.heldUntilMs, NOW_MS, 'At first')
    const pause = pauseUntil(NOW_MS + 5_000)
    ledger.hear(origin, paused(pause), false, 1, NOW_MS)
    mustBe(origin.pause, pause, 'The pause that was told')
    mustBe(origin.heldUntilMs, pause.untilMs, 'heldUntilMs, when a pause alone holds,')
    const other = ledger.of(numbered(1))
    mustBe(other.pause, null, 'The pause of another origin')
    mayGo(other.heldUntilMs, NOW_MS, 'When another one is paused')
    const overMs = pause.untilMs + 1
    ledger.hear(origin, paused(pauseUntil(pause.untilMs - 1)), false, 1, overMs)
    ledger.hear(origin, WELL, false, 1, overMs)
    mayGo(origin.heldUntilMs, overMs, 'When its pause is over')
    ledger.hear(other, paused(pauseUntil(NOW_MS - 1)), false, 1, NOW_MS)
    mayGo(other.heldUntilMs, NOW_MS, 'After late news of a pause that is over')
  },
}
