import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { inRounds } from '../rounds.ts'
import { NOW_MS } from '../terms.ts'

export const underWay: Clause = {
  name: 'launches and landings balance',
  async check(trial) {
    const ledger = await trial.ledger()
    await inRounds(trial.seed, ({ chance, steps, note, url }) => {
      const both = [ledger.of(url('a')), ledger.of(url('b'))]
      const out = [0, 0]
      const check = (): void =>
        mustBe(
          both.map(origin => origin.underWay),
          out,
          'The number under way to a and to b',
        )
      const turn = (at: number, isLaunch: boolean): void => {
        const origin = both[at]
        const before = out[at] ?? 0
        if (origin === undefined || (!isLaunch && before === 0)) return
        note(`${isLaunch ? 'a launch to' : 'a landing from'} ${at === 0 ? 'a' : 'b'}`)
        out[at] = before + (isLaunch ? 1 : -1)
        if (isLaunch) ledger.launch(origin, Number.NaN, NOW_MS)
        else ledger.landed(origin)
        check()
      }
      check()
      for (let step = 0; step < steps; step++) turn(chance.whole(0, 1), chance.one([true, false]))
      for (const at of out.keys()) while ((out[at] ?? 0) > 0) turn(at, false)
    })
  },
}
