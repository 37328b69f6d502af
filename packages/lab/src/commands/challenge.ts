import { CHALLENGES } from '../challenges/all.ts'
import { type Attempt, type AttemptOptions, openAttempt } from '../challenges/attempt.ts'
import type { Challenge } from '../challenges/challenge.ts'
import { ProgressFile, progressPath, triesOf } from '../challenges/progress-file.ts'
import { endingText, hintText, opening, quietText, requestLine, type Screen } from './challenge-text.ts'
import { type Asked, askedOf } from './challenge-words.ts'
import { EXIT, type Streams } from './command.ts'
import { listenForKeys } from './keys.ts'
import { pageOf, plain } from './page.ts'

/** Each challenge has a port of its own by default, so that a program can keep its address from one attempt to the next. */
const FIRST_PORT = 4800

/** Plays a challenge, or prints a hint for it. */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  const asked = askedOf(words, streams)
  if (asked === null) return EXIT.ok
  const { stdout, stderr, env } = streams
  const file = new ProgressFile(progressPath(env), sentence => stderr.write(`heed-lab: ${plain(sentence)}\n`))
  const challenge = asked.challenge ?? firstUnsolved(file)
  if (challenge === null) {
    stdout.write('All challenges are solved. heed-lab challenge 1 plays the first again.\n')
    return EXIT.ok
  }
  if (asked.hint === null) return play(challenge, asked, file, streams)
  showHint(challenge, asked.hint === 'next' ? nextHint(challenge, file) : asked.hint, file, streams)
  return EXIT.ok
}

function firstUnsolved(file: ProgressFile): Challenge | null {
  const progress = file.read()
  return CHALLENGES.find(({ slug }) => triesOf(progress, slug).solvedAt === null) ?? null
}

/** After the last one they begin anew. */
function nextHint({ slug, hints }: Challenge, file: ProgressFile): number {
  return (triesOf(file.read(), slug).hint % hints.length) + 1
}

function showHint(challenge: Challenge, number: number, file: ProgressFile, { stdout, env }: Streams): void {
  stdout.write(hintText(challenge, number, pageOf(stdout, env)))
  file.change(challenge.slug, before => ({ ...before, hint: number }))
}

async function play(challenge: Challenge, asked: Asked, file: ProgressFile, streams: Streams): Promise<number> {
  const { stdout, env } = streams
  const screen = (): Screen => ({ ...pageOf(stdout, env), isTerminal: stdout.isTTY === true })
  const stop = new AbortController()
  let firstMs: number | undefined
  const attempt = await opened(challenge, asked.port, {
    limitMs: asked.limitMs,
    signal: stop.signal,
    onRequest: (entry, isStray) => {
      firstMs ??= entry.atMs
      stdout.write(requestLine(entry, firstMs, isStray, screen()))
    },
    onQuiet: standing => stdout.write(quietText(standing, screen())),
  })
  const leave = listenToPlayer(challenge, file, streams, stop)
  stdout.write(opening(challenge, attempt, leave.hasKeys, screen()))
  const ending = await attempt.ending.finally(leave.end)
  const solved = ending.standing.state === 'met'
  if (ending.log.entries.length > 0) {
    const now = new Date().toISOString()
    file.change(challenge.slug, ({ tries, solvedAt, hint }) => ({
      tries: tries + 1,
      solvedAt: solved ? (solvedAt ?? now) : solvedAt,
      hint,
    }))
  }
  stdout.write(endingText(challenge, ending, screen()))
  if (solved) return EXIT.ok
  return ending.why === 'given-up' ? EXIT.interrupted : EXIT.failures
}

/** On the port that was asked for; else on the challenge's own, or on any that is free. */
async function opened(challenge: Challenge, port: number | null, options: AttemptOptions): Promise<Attempt> {
  try {
    return await openAttempt(challenge, { ...options, port: port ?? FIRST_PORT + challenge.number })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (port === null && (code === 'EADDRINUSE' || code === 'EACCES')) return openAttempt(challenge, options)
    if (code === 'EADDRINUSE') {
      throw new Error(`Port ${port} is in use. Choose another one, or leave --port out.`, { cause: error })
    }
    if (code === 'EACCES') {
      throw new Error(`You may not listen on port ${port}. Choose one from 1024 to 65535.`, { cause: error })
    }
    throw error
  }
}

interface Listening {
  readonly hasKeys: boolean
  readonly end: () => void
}

function listenToPlayer(challenge: Challenge, file: ProgressFile, streams: Streams, stop: AbortController): Listening {
  const halt = (): void => {
    // Asked a second time, it does not wait.
    if (stop.signal.aborted) process.exit(EXIT.interrupted)
    stop.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, halt)
  const hint = (): void => showHint(challenge, nextHint(challenge, file), file, streams)
  const giveBack = listenForKeys(streams, { letters: { h: hint }, stop: halt })
  return {
    hasKeys: giveBack !== null,
    end: () => {
      for (const signal of signals) process.off(signal, halt)
      giveBack?.()
    },
  }
}
