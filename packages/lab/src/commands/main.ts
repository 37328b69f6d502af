import { COMMANDS } from './all.ts'
import { type CommandEntry, EXIT, type Streams, UsageError } from './command.ts'
import { didYouMean } from './did-you-mean.ts'
import { pageOf, paragraph, plain } from './page.ts'

const SERVE = 'serve'

/** Runs the command line `words` (without node and script) and gives its exit code. Never throws. */
export async function main(words: readonly string[], streams: Streams): Promise<number> {
  // A reader of either stream may leave at any time; what is written then goes nowhere.
  for (const stream of [streams.stdout, streams.stderr]) stream.on('error', () => {})
  try {
    const [first, ...rest] = words
    if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
      streams.stdout.write(help(streams))
      return EXIT.ok
    }
    if (first === 'help') return await start(rest[0] ?? '', ['--help'], streams)
    if (first === undefined || first.startsWith('-')) return await start(SERVE, words, streams)
    return await start(first, rest, streams)
  } catch (error) {
    streams.stderr.write(`heed-lab: ${plain(error instanceof Error ? error.message : String(error))}\n`)
    return error instanceof UsageError ? EXIT.usage : EXIT.error
  }
}

async function start(name: string, words: readonly string[], streams: Streams): Promise<number> {
  const entry = COMMANDS.find(each => each.name === name)
  if (entry === undefined) {
    const names = COMMANDS.map(each => each.name)
    throw new UsageError(`There is no command '${name}'.${didYouMean(name, names)} See heed-lab --help.`)
  }
  const module = await entry.load()
  return module.run(words, streams)
}

function help(streams: Streams): string {
  const page = pageOf(streams.stdout, streams.env)
  const line = ({ name, about }: CommandEntry): string => `  heed-lab ${name}\n${paragraph(6, about, page)}`
  const notes = [
    'Without a command it serves: heed-lab --port 4780 --host 127.0.0.1 --quiet.',
    'heed-lab <command> --help tells what a command takes.',
    'Exit codes: 0 it went well, 1 it could not be done, 3 no client could be run, 4 a client failed, 64 the command line is wrong.',
  ]
  return [
    paragraph(0, 'heed-lab: a practice server for HTTP status codes, and a suite that grades HTTP clients', page),
    `\nCommands:\n${COMMANDS.map(line).join('')}\n`,
    ...notes.map(note => paragraph(0, note, page)),
  ].join('')
}
