import type { Ledger } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { inRounds, type Round } from '../rounds.ts'
import { STEPS, Waiters } from '../waiters.ts'

const PATIENCE = 1_000

async function play(ledger: Ledger, { chance, steps, note, url }: Round): Promise<void> {
  const waiters = new Waiters(ledger, ledger.of(url()))
  for (let n = 0; n < steps; n++) {
    const step = chance.one(STEPS)
    note(step)
    await waiters.take(step, chance.whole(0, 9))
  }
  note('nobody comes any more')
  for (let left = PATIENCE; waiters.left > 0 && left > 0; left--) {
    await waiters.take('arrive', 0)
    if (!waiters.hasRoom) await waiters.take('land', 0)
  }
  mustBe(waiters.left, 0, 'The number of those who wait in the row for ever')
}

/** Calls enter, are called, go out or leave: nobody waits uncalled while there is room. */
export const row: Clause = {
  name: 'in the row of those who wait no turn is lost',
  async check(trial) {
    const ledger = await trial.ledger()
    await inRounds(trial.seed, round => play(ledger, round))
  },
}
