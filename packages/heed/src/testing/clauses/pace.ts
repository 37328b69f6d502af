import type { News } from '../../manners.ts'
import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { NEITHER, NOW_MS, numbered, OFF_MS, pauseUntil, WELL } from '../terms.ts'

const REFUSALS_MS = [NOW_MS, NOW_MS + 10_000]
const TAKEN = 8
/** 85 % of what was taken in the ten seconds. */
const PER_SECOND = 0.85 * (TAKEN / 10)

const refused = (nowMs: number): News => ({ ...NEITHER, refused: true, pause: pauseUntil(nowMs + 1_000, 1_000) })

/** Refused, then so many taken, then refused again. */
function teach(ledger: Ledger, origin: Origin, taken: number): void {
  const [firstMs, lastMs] = REFUSALS_MS as [number, number]
  ledger.hear(origin, refused(firstMs), false, 1, firstMs)
  for (let n = 0; n < taken; n++) ledger.hear(origin, WELL, false, 1, firstMs + 2_000)
  ledger.hear(origin, refused(lastMs), false, 1, lastMs)
}

/** A pause says when to go on, not how fast. */
export const pace: Clause = {
  name: 'an origin that refuses much is asked no faster than it takes, in a row made anew',
  async check(trial) {
    const ledger = await trial.ledger({ quota: null, paces: true })
    const free = ledger.of(numbered(0))
    teach(ledger, free, 19)
    mustBe(free.pace, null, 'The pace after two refusals of 21')
    const origin = ledger.of(numbered(1))
    const rowBefore = origin.row
    teach(ledger, origin, TAKEN)
    const perSecond = origin.pace?.perSecond ?? 0
    must(
      Math.abs(perSecond - PER_SECOND) < OFF_MS,
      `The pace after ${TAKEN} were taken in 10 s must be ${PER_SECOND} a second; it was ${perSecond}.`,
    )
    must(origin.row !== rowBefore, `With a new pace row must be another number; it was ${rowBefore} still.`)
    const nowMs = REFUSALS_MS[1] as number
    const endMs = nowMs + 120_000
    must(origin.heldUntilMs >= endMs, `heldUntilMs must be ${endMs} at least; it was ${origin.heldUntilMs}.`)
    const [firstMs, secondMs] = [ledger.reserve(origin, nowMs + 1_000), ledger.reserve(origin, nowMs + 1_000)]
    const apartMs = secondMs - firstMs
    must(
      Math.abs(apartMs - 1_000 / PER_SECOND) < 1,
      `Two places must be ${1_000 / PER_SECOND} ms apart; they were ${apartMs}.`,
    )
    const atMs = [ledger.reserve(origin, endMs), ledger.reserve(origin, endMs)]
    mustBe(atMs, [endMs, endMs], 'Two places when the pace is forgotten')
    const paced = ledger.of(numbered(2))
    teach(ledger, paced, TAKEN)
    ledger.reserve(paced, nowMs + 1_000)
    ledger.reserve(paced, nowMs + 1_000)
    ledger.hear(paced, { ...WELL, pause: pauseUntil(nowMs + 9_000) }, false, 1, nowMs + 1_500)
    mustBe(ledger.reserve(paced, nowMs + 1_500), nowMs + 9_000, 'The first place after a pause that came in between')
  },
}
