import { Chance } from './chance.ts'
import { ContractError } from './contract-error.ts'

const ROUNDS = 300
const MOST_STEPS = 60

/** One round of a random case. */
export interface Round {
  readonly chance: Chance
  /** How many steps to take. Early rounds are short, so that what breaks soon is told with few steps. */
  readonly steps: number
  /** Notes a step, in words, for the message of a round that fails. */
  note(step: string): void
  /** An address that no other round asks for. */
  url(name?: string): URL
}

/**
 * Plays the rounds that a seed says.
 * @throws {ContractError} what a round threw, with its seed and steps
 */
export async function inRounds(seed: number, play: (round: Round) => void | Promise<void>): Promise<void> {
  for (let at = 1; at <= ROUNDS; at++) {
    const noted: string[] = []
    try {
      await play({
        chance: new Chance(Math.imul(seed, 0x9e3779b1) + at),
        steps: Math.ceil((at * MOST_STEPS) / ROUNDS),
        note: step => noted.push(step),
        url: (name = 'a') => new URL(`https://${name}.round-${at}.test/`),
      })
    } catch (error) {
      const what = error instanceof ContractError ? error.message : `The ledger threw: ${error}.`
      const steps = noted.length === 0 ? 'no step was taken' : `steps: ${noted.join('; ')}`
      throw new ContractError(`${what} Seed ${seed}, round ${at}, ${steps}.`, { cause: error })
    }
  }
}
