import type { Dice } from '../src/ports.ts'

/** Chance that comes out the same each time: a linear congruential generator, good enough to spread and to decide. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
