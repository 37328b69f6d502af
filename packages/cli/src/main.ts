import { CommanderError } from 'commander'
import { EXIT } from './exit-codes.ts'
import { misuse } from './misuse.ts'
import { layout, pageOf, plain, wantsColour } from './page.ts'
import { type Asked, programOf } from './program.ts'
import type { Flags } from './request-input.ts'
import { isBrokenPipe, type Streams } from './streams.ts'
import { UsageError } from './usage.ts'

/** Runs the command line `words` (without node and script) and gives its exit code. Never throws. */
export async function main(words: readonly string[], version: string, streams: Streams): Promise<number> {
  // A reader of either stream may leave at any time; what is written then goes nowhere.
  let unwritten: unknown
  streams.stderr.on('error', () => {})
  streams.stdout.on('error', error => {
    if (!isBrokenPipe(error)) unwritten = error
  })
  try {
    let asked: Asked | undefined
    programOf(version, streams, what => {
      asked = what
    }).parse([...words], { from: 'user' })
    const exitCode = asked === undefined ? EXIT.ok : await run(asked, version, streams)
    // What went wrong with the last thing written is known a moment later.
    await new Promise(setImmediate)
    if (unwritten !== undefined) throw unwritten
    return exitCode
  } catch (error) {
    return told(error, words, streams)
  }
}

/** Each command is loaded when it is asked for: to explain a code needs no client. */
async function run(asked: Asked, version: string, streams: Streams): Promise<number> {
  const { flags } = asked
  if (!('words' in asked)) {
    const { request } = await import('./request.ts')
    return request(asked.address, flags as unknown as Flags, streams)
  }
  const [first] = asked.words
  switch (asked.command) {
    case 'explain':
      return (await import('./explain-command.ts')).explainCommand(asked.words, flags, streams)
    case 'codes':
      return (await import('./codes-command.ts')).codesCommand(first, flags, streams)
    case 'completion':
      streams.stdout.write((await import('./completion.ts')).completion(first ?? ''))
      return EXIT.ok
    default:
      streams.stdout.write((await import('./man.ts')).manualPage(version))
      return EXIT.ok
  }
}

function told(error: unknown, words: readonly string[], { stderr, env }: Streams): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok
  if (isBrokenPipe(error)) return EXIT.ok
  const usage = error instanceof CommanderError || error instanceof UsageError
  const text = error instanceof CommanderError ? misuse(error, words) : messageOf(error)
  const page = pageOf(stderr, wantsColour(stderr, env))
  stderr.write(layout({ text: 'heed: ', style: usage ? 'yellow' : 'red' }, [{ text: plain(text) }], page))
  return usage ? EXIT.usage : EXIT.error
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const full = 'syscall' in error && error.syscall === 'write'
  return full ? `The output cannot be written (${error.message}): check where it goes.` : error.message
}
