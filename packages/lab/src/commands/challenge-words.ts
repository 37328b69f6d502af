import { Command } from 'commander'
import { CHALLENGES } from '../challenges/all.ts'
import type { Challenge } from '../challenges/challenge.ts'
import { type Streams, UsageError } from './command.ts'
import { didYouMean } from './did-you-mean.ts'
import { parsed, wholeNumber } from './parse.ts'

/** What a `challenge` command line asks for. */
export interface Asked {
  /** null: the first that is not solved. */
  readonly challenge: Challenge | null
  /** null: no hint, but to play. */
  readonly hint: number | 'next' | null
  /** null: the challenge's own, or any other that is free. */
  readonly port: number | null
  readonly limitMs: number
}

interface Flags {
  readonly hint?: string | true
  readonly port?: string
  readonly limit: string
}

const NOTES = `
Without a name it plays the first challenge that is not solved. heed-lab challenges lists them.

Exit codes: 0 solved, 4 not solved, 64 the command line is wrong, 1 it cannot listen there, 130 stopped.
`

function program(): Command {
  return new Command('heed-lab challenge')
    .description('Plays a challenge: a goal, an address for any client, and a verdict')
    .argument('[challenge]', `its number, 1 to ${CHALLENGES.length}, or its name`)
    .option('--hint [number]', 'print a hint, 1 to 3, and do not play; without a number the next one')
    .option('--port <number>', 'where to listen, 0 to 65535; 0 takes any free port (default: 4800 and the number)')
    .option('--limit <seconds>', 'how long you have, 1 to 86400', '3600')
    .helpOption('-h, --help', 'print this')
    .allowExcessArguments(false)
    .addHelpText('after', NOTES)
}

/**
 * Reads the words of a `challenge` command line; null: help was printed.
 * @throws {UsageError} with a sentence that names the word and the cure
 */
export function askedOf(words: readonly string[], streams: Streams): Asked | null {
  const asked = parsed<Flags>(program(), words, streams)
  if (asked === null) return null
  const { names, flags } = asked
  const { hint, port, limit } = flags
  const most = CHALLENGES[0]?.hints.length ?? 0
  return {
    challenge: names[0] === undefined ? null : named(names[0]),
    hint: hint === undefined ? null : hint === true ? 'next' : wholeNumber('--hint', hint, 1, most),
    port: port === undefined ? null : wholeNumber('--port', port, 0, 65_535),
    limitMs: wholeNumber('--limit', limit, 1, 86_400) * 1000,
  }
}

function named(word: string): Challenge {
  const found = CHALLENGES.find(({ number, slug }) => slug === word || String(number) === word)
  if (found !== undefined) return found
  const slugs = CHALLENGES.map(({ slug }) => slug)
  throw new UsageError(
    `There is no challenge '${word}'; they are numbered from 1 to ${CHALLENGES.length}.${didYouMean(word, slugs)} heed-lab challenges lists them.`,
  )
}
