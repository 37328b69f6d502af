import { OptionError } from '../errors/option-error.ts'

/** Says what is wrong with a value, as the end of the sentence 'The option X must be ...'; null when nothing is. */
export type Check = (value: unknown) => string | null

/** The longest that a timer can be set for. */
export const MOST_MS: number = 2 ** 31 - 1

export const whole =
  (least: number, most: number, unit: string): Check =>
  value =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? null
      : `a whole number${unit} from ${least} to ${most}`

export const milliseconds = (least: number): Check => whole(least, MOST_MS, ' of milliseconds')

/** @throws {OptionError} it does not hold; `wanted` is the end of the sentence 'The option X must ...' */
export function must(holds: boolean, option: string, wanted: string): asserts holds {
  if (!holds) throw new OptionError(option, `The option ${option} must ${wanted}.`)
}
