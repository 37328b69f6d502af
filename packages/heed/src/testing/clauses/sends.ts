import type { Ledger, Origin } from '../../ports.ts'
import { secondOf, WINDOW_SECONDS } from '../../rules/budget.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { inRounds, type Round } from '../rounds.ts'
import { NOW_MS } from '../terms.ts'

type Counted = readonly [sends: number, resends: number]

const NOTHING: Counted = [0, 0]

/** What the slot of a second says of it. */
function slotFor({ spending }: Origin, second: number): Counted {
  const slot = second % WINDOW_SECONDS
  if (spending.second[slot] !== second) return NOTHING
  return [spending.sends[slot] ?? Number.NaN, spending.resends[slot] ?? Number.NaN]
}

function play(ledger: Ledger, round: Round): void {
  const origin = ledger.of(round.url())
  const other = ledger.of(round.url('b'))
  const counted = new Map<number, Counted>()
  let nowMs = NOW_MS
  for (let step = 0; step < round.steps; step++) {
    nowMs += round.chance.one([0, 1, 400, 1_000, 2_500, 10_000])
    const isResend = round.chance.one([true, false])
    const second = secondOf(nowMs)
    round.note(`a ${isResend ? 'resend' : 'send'} at ${nowMs}`)
    ledger.countSend(origin, isResend, nowMs)
    const [sends, resends] = counted.get(second) ?? NOTHING
    counted.set(second, isResend ? [sends, resends + 1] : [sends + 1, resends])
    const lately = Array.from({ length: WINDOW_SECONDS }, (_, ago) => second - ago)
    mustBe(
      lately.map(each => slotFor(origin, each)),
      lately.map(each => counted.get(each) ?? NOTHING),
      'The sends and resends of the last ten seconds, the latest first,',
    )
    mustBe(slotFor(other, second), NOTHING, 'The sends and resends of another origin')
  }
}

/** The budget for retries reads it. */
export const sends: Clause = {
  name: 'sends and resends are counted at once, each in the slot of its second',
  async check(trial) {
    const ledger = await trial.ledger()
    const { second, sends, resends } = ledger.of(new URL('https://a.test/')).spending
    mustBe(
      [second, sends, resends].map(row => row.length),
      [10, 10, 10],
      'The number of slots of second, sends, resends',
    )
    await inRounds(trial.seed, round => play(ledger, round))
  },
}
