import type { Quota } from '../../manners.ts'
import { sameInAnyOrder } from '../any-order.ts'
import type { Chance } from '../chance.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { inRounds } from '../rounds.ts'
import { NOW_MS, numbered, WELL } from '../terms.ts'

const NAMES = ['', ...'abcdefghijkl']
const MOST_TOLD = 12
const MOST_AT_ONCE = 4
const MOST_KEPT = 16
const MANY = 100

const anyQuota = (chance: Chance): Quota => ({
  name: chance.one(NAMES),
  limit: chance.one([null, 100]),
  remaining: chance.whole(0, 100),
  resetMs: chance.one([null, NOW_MS + 500, NOW_MS + 1_000]),
  windowMs: chance.one([null, 1_000]),
  heardMs: chance.whole(NOW_MS - 3, NOW_MS),
})

const anyQuotas = (chance: Chance): Quota[] =>
  Array.from({ length: chance.whole(0, MOST_AT_ONCE) }, () => anyQuota(chance))

export const mergedQuotas: Clause = {
  name: 'quotas merge by the later word, in any order and told twice, and are bounded',
  async check(trial) {
    const ledger = await trial.ledger()
    await inRounds(trial.seed, round => {
      const told = Array.from({ length: Math.min(MOST_TOLD, round.steps) }, () => anyQuotas(round.chance))
      sameInAnyOrder(ledger, round, told, quotas => ({ ...WELL, quotas }))
    })
    const origin = ledger.of(numbered(0))
    for (let at = 0; at < MANY; at++) {
      const heardMs = NOW_MS + at
      const quota: Quota = { name: `q${at}`, limit: 9, remaining: 8, resetMs: null, windowMs: null, heardMs }
      ledger.hear(
        origin,
        { ...WELL, quotas: [{ ...quota, remaining: 9, heardMs: heardMs - 1 }, quota] },
        false,
        1,
        heardMs,
      )
      mustBe(
        origin.quotas.find(({ name }) => name === quota.name),
        quota,
        'The latest word on a quota',
      )
      const names = new Set(origin.quotas.map(({ name }) => name))
      mustBe(origin.quotas.length, names.size, 'One word for each name: the number of quotas')
    }
    must(
      origin.quotas.length <= MOST_KEPT,
      `${MOST_KEPT} quotas at most must be kept; they were ${origin.quotas.length}.`,
    )
    mustBe(ledger.of(numbered(1)).quotas, [], 'The quotas of another origin')
  },
}
