import { accessSync, constants, mkdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Command } from 'commander'
import type { Examinee, ShippedAdapter } from '../suite/adapter-kinds.ts'
import { type Streams, UsageError } from './command.ts'
import { didYouMean } from './did-you-mean.ts'
import { parsed, wholeNumber } from './parse.ts'

/** What a `grade` command line asks for. */
export interface Asked {
  readonly list: boolean
  readonly shipped: readonly ShippedAdapter[]
  /** The caller's own program, after `--`. */
  readonly own: Examinee | null
  readonly only: readonly string[]
  readonly twice: boolean
  readonly jobs: number
  /** A file, or `-` for standard output. */
  readonly json: string | null
  /** As for json. */
  readonly junit: string | null
  /** A folder for the board. */
  readonly html: string | null
  readonly quiet: boolean
}

interface Flags {
  readonly all?: boolean
  readonly list?: boolean
  readonly only?: readonly string[]
  readonly twice?: boolean
  readonly jobs: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly quiet?: boolean
}

const NOTES = `
Your own client: heed-lab grade -- my-client --flag
It reads a job a line (JSON) from standard input and writes a result a line to standard output.

Exit codes: 0 every required and advised scenario passed, 4 some failed, 3 no client could be run,
64 the command line is wrong.
`

const USUAL_JOBS = 6

function program(): Command {
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, ...value.split(',')]
  return new Command('heed-lab grade')
    .description('Examines HTTP clients, scenario by scenario')
    .usage('[options] [names...] [-- program ...]')
    .argument('[names...]', 'clients that come with an adapter; --list names them')
    .option('--all', 'every client that comes with an adapter')
    .option('--list', 'print the clients and the scenarios')
    .option('--only <id or group>', 'only these scenarios; may be given again, or with commas', collect)
    .option('--twice', 'play everything twice and tell which verdicts differ')
    .option('--jobs <number>', `processes of one client side by side, 1 to 32`, String(USUAL_JOBS))
    .option('--json <file>', 'write the report as JSON; - for standard output, without the table')
    .option('--junit <file>', 'write the report as JUnit XML; - for standard output')
    .option('--html <folder>', 'write the board: a page in which each cell opens what happened')
    .option('--quiet', 'no progress, and no details of failures')
    .helpOption('-h, --help', 'print this')
    .addHelpText('after', NOTES)
}

/**
 * Reads the words of a `grade` command line; null: help was printed.
 * @throws {UsageError} with a sentence that names the word and the cure
 */
export function askedOf(words: readonly string[], adapters: readonly ShippedAdapter[], streams: Streams): Asked | null {
  const end = words.indexOf('--')
  const asked = parsed<Flags>(program(), end < 0 ? words : words.slice(0, end), streams)
  if (asked === null) return null
  const { flags, names } = asked
  const own = end < 0 ? null : ownOf(words.slice(end + 1))
  const shipped = flags.all === true ? adapters : names.map(name => named(name, adapters))
  const list = flags.list === true
  if (shipped.length === 0 && own === null && !list) {
    throw new UsageError(
      'Which client? Give names, or --all, or your own after --. heed-lab grade --list tells the names.',
    )
  }
  const [json = null, junit = null] = [flags.json, flags.junit]
  if (json === '-' && junit === '-') throw new UsageError('--json and --junit cannot both go to standard output.')
  if (flags.html !== undefined) makeFolder(flags.html)
  for (const file of [json, junit]) if (file !== null && file !== '-') checkFolder(file)
  return {
    list,
    shipped: [...new Set(shipped)],
    own,
    only: flags.only ?? [],
    twice: flags.twice === true,
    jobs: wholeNumber('--jobs', flags.jobs, 1, 32),
    json,
    junit,
    html: flags.html ?? null,
    quiet: flags.quiet === true,
  }
}

function ownOf([program, ...words]: readonly string[]): Examinee {
  if (program === undefined)
    throw new UsageError('After -- comes your program, as in: heed-lab grade -- python3 mine.py.')
  // Where it lies on this machine is nobody's business who reads the report.
  const name = [program, ...words].map(word => (word.startsWith('-') ? word : basename(word))).join(' ')
  return { name: name.slice(0, 60), command: [program, ...words] }
}

function named(name: string, adapters: readonly ShippedAdapter[]): ShippedAdapter {
  const adapter = adapters.find(each => each.name === name)
  if (adapter !== undefined) return adapter
  const names = adapters.map(each => each.name)
  throw new UsageError(
    `There is no client '${name}'.${didYouMean(name, names)} There are ${names.join(', ')}; your own comes after --.`,
  )
}

/** Found out now, not after three minutes. */
function checkFolder(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch {
    throw new UsageError(`${file} cannot be written: there is no folder ${dirname(file)} that you may write to.`)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new UsageError(`${folder} is no folder that the board can be written to: name another one.`)
  }
}

/**
 * Those with these ids or of these groups, in their order; all where there is no choice.
 * @throws {UsageError} for a word that is neither
 */
export function chosen<Each extends { readonly id: string; readonly group: string }>(
  scenarios: readonly Each[],
  only: readonly string[],
): readonly Each[] {
  const words = [...new Set(scenarios.flatMap(({ id, group }) => [group, id]))]
  for (const word of only) {
    if (words.includes(word)) continue
    throw new UsageError(
      `--only takes the id or the group of a scenario, and '${word}' is none.${didYouMean(word, words)} heed-lab grade --list tells them.`,
    )
  }
  return only.length === 0 ? scenarios : scenarios.filter(({ id, group }) => only.includes(id) || only.includes(group))
}
