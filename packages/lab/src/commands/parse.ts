import { type Command, CommanderError } from 'commander'
import { type Streams, UsageError } from './command.ts'

/** A parsed command line; null: help was asked for and printed. */
export type Parsed<Flags> = { readonly names: readonly string[]; readonly flags: Flags } | null

/**
 * Parses words for a command.
 * @throws {UsageError} with a sentence that names the option and the cure
 */
export function parsed<Flags extends object>(
  command: Command,
  words: readonly string[],
  streams: Streams,
): Parsed<Flags> {
  command.exitOverride().configureOutput({
    writeOut: text => streams.stdout.write(text),
    writeErr: () => {},
    outputError: () => {},
  })
  try {
    command.parse([...words], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return null
    throw new UsageError(`${sentenceOf(error)} See ${command.name()} --help.`)
  }
  return { names: command.args, flags: command.opts<Flags>() }
}

/** A complaint of the parser as a sentence. */
function sentenceOf(error: CommanderError): string {
  const text = error.message.replace(/^error: /, '')
  const [, quoted = ''] = /'([^']*)'/.exec(text) ?? []
  switch (error.code) {
    case 'commander.unknownOption': {
      const [, meant] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(text) ?? []
      return `There is no option '${quoted}'.${meant === undefined ? '' : ` Did you mean ${meant}?`}`
    }
    case 'commander.optionMissingArgument':
      return `The option '${quoted}' lacks its value.`
    case 'commander.excessArguments':
      return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
    default:
      return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
  }
}

/** A whole number that an option was given. */
export function wholeNumber(option: string, given: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}, which "${given}" is not.`)
}
