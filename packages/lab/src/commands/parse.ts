import { type Command, CommanderError } from 'commander'
import { type Streams, UsageError } from './command.ts'
import { type Page, pageOf, paragraph } from './page.ts'

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
  const page = pageOf(streams.stdout, streams.env)
  command.configureHelp({ helpWidth: page.columns })
  command.exitOverride().configureOutput({
    writeOut: text => streams.stdout.write(fitted(text, page)),
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

/** Lines that are too long for the page are folded; an option that has no room beside it has its words below. */
function fitted(text: string, page: Page): string {
  const fold = (line: string): string => {
    if (line.length <= page.columns) return line
    const indent = line.length - line.trimStart().length
    const [, term, words] = /^(\s+\S.*?)\s{2,}(\S.*)$/.exec(line) ?? []
    const whole =
      term === undefined ? paragraph(indent, line.trim(), page) : `${term}\n${paragraph(6, words ?? '', page)}`
    return whole.trimEnd()
  }
  return text.split('\n').map(fold).join('\n')
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
