import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Answer, createClient, HeedError, type RequestOptions } from 'heed'
import { curlCommand } from './curl.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { EXIT } from './exit-codes.ts'
import { type Interrupts, interrupts } from './interrupts.ts'
import { wantsColour } from './page.ts'
import { answerIn, reportOf } from './report.ts'
import { type Flags, type RequestInput, requestInput } from './request-input.ts'
import { createStory, type Story, type StoryLevel } from './story.ts'
import { isBrokenPipe, type Streams } from './streams.ts'
import { forTerminal, terminalBody } from './terminal-body.ts'
import { UsageError } from './usage.ts'
import { type WholeFile, wholeFile } from './whole-file.ts'

/** The body of an error is shown up to this. */
const ERROR_BYTES = 16 * 2 ** 20

/** One request under way. */
interface Job {
  readonly input: RequestInput
  readonly flags: Flags
  readonly streams: Streams
  readonly story: Story
  readonly file: WholeFile | null
  readonly interrupted: Interrupts
}

/** `heed <url>`: sends, heeds, writes the body, tells the story. Gives the exit code. */
export async function request(address: string, flags: Flags, streams: Streams): Promise<number> {
  const input = await requestInput(address, flags, streams.stdin)
  if (flags.as !== undefined) {
    streams.stdout.write(`${curlCommand(input)}\n`)
    return EXIT.ok
  }
  const file = flags.output === undefined || flags.output === '-' ? null : await wholeFile(flags.output)
  const story = createStory(streams.stderr, {
    colour: wantsColour(streams.stderr, streams.env),
    level: levelOf(flags),
  })
  const interrupted = interrupts(() => file?.discard())
  try {
    return await performed({ input, flags, streams, story, file, interrupted })
  } finally {
    interrupted.stop()
    story.close()
    file?.discard()
  }
}

const levelOf = ({ quiet, verbose }: Flags): StoryLevel => (quiet ? 'quiet' : verbose ? 'verbose' : 'normal')

async function performed(job: Job): Promise<number> {
  const { input, story, interrupted } = job
  const client = createClient()
  try {
    const answer = await client(input.url, optionsOf(job))
    return await delivered(job, answer)
  } catch (error) {
    if (isBrokenPipe(error)) return EXIT.ok
    if (!HeedError.is(error)) throw error
    if (error.code === 'HEED_OPTION') throw new UsageError(atTheTerminal(error.message))
    return interrupted.exitCode() === null ? await failed(job, error) : stopped(job, error)
  } finally {
    story.close()
    await client.close()
  }
}

function optionsOf({ input, flags, story, file, interrupted }: Job): RequestOptions {
  const { method, fields, body, attempts, deadlineMs, attemptMs, maxWaitMs, redirect } = input
  return {
    method,
    headers: fields,
    // A document needs all of the body at once; whatever else may be large is passed on as it comes.
    stream: flags.json !== true || file !== null,
    signal: interrupted.signal,
    redirect,
    onTrail: story.onTrail,
    limits: { errorBytes: ERROR_BYTES },
    ...(body === null ? {} : { body: body.oneShot ? body.body() : resendable(body.body) }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(attemptMs === undefined ? {} : { attemptMs }),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
  } as RequestOptions
}

/** Bytes and Blobs go as they are, because their length is known; anything else is opened anew each time. */
function resendable<Value>(open: () => Value): Value | (() => Value) {
  const value = open()
  return value instanceof Uint8Array || value instanceof Blob ? value : open
}

async function delivered(job: Job, answer: Answer): Promise<number> {
  const { flags, file, story } = job
  const exitCode = exitCodeOf(answer)
  if (file !== null && answer.ok) {
    if (flags.include) showHead(job, answer)
    await file.write(Readable.fromWeb(answer.stream as Parameters<typeof Readable.fromWeb>[0]))
    if (flags.json) report(job, answer, exitCode, null, flags.output ?? null)
  } else if (flags.json) report(job, answer, exitCode, await answer.bytes(), null)
  else await show(job, answer)
  story.ended(answer)
  return exitCode
}

async function failed(job: Job, error: HeedError): Promise<number> {
  const exitCode = exitCodeOf(error)
  const answer = answerIn(error)
  if (job.flags.json) report(job, error, exitCode, (await answer?.bytes()) ?? null, null)
  else if (answer !== null) await show(job, answer)
  job.story.ended(error)
  return exitCode
}

function stopped(job: Job, error: HeedError): number {
  const exitCode = job.interrupted.exitCode() ?? EXIT.interrupted
  if (job.flags.json) report(job, error, exitCode, null, null)
  job.story.ended(error)
  return exitCode
}

/** The head if it was asked for, then the body to stdout; with -o a body that is not saved is not shown either. */
async function show(job: Job, answer: Answer): Promise<void> {
  const { flags, file, streams } = job
  const { stdout, stderr } = streams
  if (flags.include) showHead(job, answer)
  if (file !== null) {
    await answer.stream.cancel()
    return
  }
  const body = Readable.fromWeb(answer.stream as Parameters<typeof Readable.fromWeb>[0])
  if (stdout.isTTY !== true) return pipeline(body, stdout, { end: false })
  if (stderr.isTTY === true && flags.quiet !== true) stderr.write('\n')
  return pipeline(body, terminalBody(), stdout, { end: false })
}

function showHead({ streams: { stdout } }: Job, answer: Answer): void {
  const cookies = answer.headers.getSetCookie().map(value => `set-cookie: ${value}`)
  const fields = [...answer.headers.entries()].filter(([name]) => name !== 'set-cookie')
  const lines = [
    `HTTP ${answer.status} ${answer.statusText}`.trimEnd(),
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...cookies,
  ]
  // Fields may hold bytes above 0x7f, among them control characters of terminals.
  const shown = stdout.isTTY === true ? lines.map(forTerminal) : lines
  stdout.write(`${shown.join('\r\n')}\r\n\r\n`, 'latin1')
}

function report(
  job: Job,
  result: Answer | HeedError,
  exitCode: number,
  body: Uint8Array | null,
  savedAs: string | null,
): void {
  const text = JSON.stringify(reportOf(job.input, result, exitCode, body, savedAs), null, 2)
  job.streams.stdout.write(`${text}\n`)
}

const FLAG_OF: Readonly<Record<string, string>> = {
  attemptMs: '--per-attempt',
  deadlineMs: '--deadline',
  idempotencyKey: '--idempotency-key',
  maxWaitMs: '--max-wait',
  method: '-X',
  headers: '-H',
}

/** A message about an option of the library, about the option of the command that it came from. */
const atTheTerminal = (message: string): string =>
  message.replace(/\boption (\w+)/g, (whole, name: string) => (name in FLAG_OF ? `option ${FLAG_OF[name]}` : whole))
