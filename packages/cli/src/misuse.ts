import type { CommanderError } from 'commander'
import { SUBCOMMANDS } from './options.ts'
import { shown } from './usage.ts'

/** What other tools call things. */
const HABITS: Readonly<Record<string, string>> = {
  '-L': 'heed follows redirects by itself: leave it out.',
  '--location': 'heed follows redirects by itself: leave it out.',
  '--follow': 'heed follows redirects by itself: leave it out.',
  '-s': 'To be told nothing, use -q.',
  '--silent': 'To be told nothing, use -q.',
  '-I': 'For the header fields alone: -X HEAD -i.',
  '--head': 'For the header fields alone: -X HEAD -i.',
  '-u': "Send it as a field: -H 'authorization: ...'.",
  '--user': "Send it as a field: -H 'authorization: ...'.",
  '-F': 'For a form use --form name=value.',
  '--request': 'Use -X.',
  '--max-time': 'Use --deadline 10s.',
  '--timeout': 'Use --deadline 10s.',
  '--retry': 'Use --attempts, which counts the first one too.',
  '--retries': 'Use --attempts, which counts the first one too.',
  '--compressed': 'heed unpacks bodies by itself: leave it out.',
  '-C': 'To go on with a download, use --continue.',
  '-c': 'To go on with a download, use --continue.',
  '--continue-at': 'To go on with a download, use --continue.',
  '-O': 'Name the file: -o file.',
  '--remote-name': 'Name the file: -o file.',
  '--fail': 'The exit code tells: leave it out.',
  '-f': 'The exit code tells: leave it out.',
}

/** A complaint of the parser as a sentence: the option, what was given, and the cure. */
export function misuse(error: CommanderError, words: readonly string[]): string {
  const text = error.message.replace(/^error: /, '')
  const [, quoted = ''] = /'([^']*)'/.exec(text) ?? []
  switch (error.code) {
    case 'heed.noAddress':
      return 'An address is missing, as in: heed https://example.com/path. See heed --help.'
    case 'commander.unknownOption':
      return unknownOption(quoted, text)
    case 'commander.optionMissingArgument':
      return `The option ${quoted} lacks its value. See heed --help.`
    case 'commander.missingArgument':
      return `heed ${words[0] ?? ''} lacks its <${quoted}>. See heed help ${words[0] ?? ''}.`
    case 'commander.invalidArgument':
      return badChoice(text)
    case 'commander.excessArguments':
    case 'commander.unknownCommand':
      return tooMany(words)
    default:
      return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
  }
}

/** `option '--as <tool>' argument 'wget' is invalid. Allowed choices are curl.` */
function badChoice(text: string): string {
  const [, option = '', given = '', choices = ''] =
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(text) ?? []
  return `The option ${option} takes ${choices}; '${shown(given)}' is none of them.`
}

function unknownOption(option: string, text: string): string {
  const [, meant] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(text) ?? []
  const cure =
    HABITS[option] ?? (meant === undefined ? 'See heed --help for those there are.' : `Did you mean ${meant}?`)
  return `There is no option ${shown(option)}. ${cure}`
}

function tooMany(words: readonly string[]): string {
  const [first = ''] = words
  const known = SUBCOMMANDS.find(({ name }) => name === first)
  if (known !== undefined) return `heed ${known.name} was given too much. See heed help ${known.name}.`
  const alike = SUBCOMMANDS.find(({ name }) => name.slice(0, 3) === first.slice(0, 3))
  const cure = alike === undefined ? 'Quote what belongs together.' : `Did you mean heed ${alike.name}?`
  return `heed takes one address, and more was given. ${cure}`
}
