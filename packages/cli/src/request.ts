import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type Answer,
  type Client,
  createClient,
  type DownloadOptions,
  HeedError,
  type RequestOptions,
  type Trail,
} from 'heed'
import { cacheIn } from './cache-folder.ts'
import { curlCommand } from './curl.ts'
import type { Paragraph } from './ending.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { EXIT } from './exit-codes.ts'
import { type Interrupts, interrupts } from './interrupts.ts'
import { wantsColour } from './page.ts'
import { answerIn, reportOf } from './report.ts'
import { type Flags, type RequestInput, requestInput } from './request-input.ts'
import { downloadTarget, fileFailure, keptParagraphs } from './saving.ts'
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
  /** The file that the content is downloaded to, which can go on after a break; null: it is passed on as it comes. */
  readonly target: string | null
  /** Where it is passed on to; null: to stdout. */
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
  const target = await downloadTarget(input, flags)
  const toFile = target === null && flags.output !== undefined && flags.output !== '-'
  const file = toFile ? await wholeFile(flags.output) : null
  const story = createStory(streams.stderr, {
    colour: wantsColour(streams.stderr, streams.env),
    level: levelOf(flags),
  })
  const interrupted = interrupts(() => file?.discard())
  try {
    return await performed({ input, flags, streams, story, target, file, interrupted })
  } finally {
    interrupted.stop()
    story.close()
    file?.discard()
  }
}

const levelOf = ({ quiet, verbose }: Flags): StoryLevel => (quiet ? 'quiet' : verbose ? 'verbose' : 'normal')

async function performed(job: Job): Promise<number> {
  const { input, story, interrupted, target } = job
  const cache = job.flags.cache === undefined ? null : cacheIn(job.flags.cache)
  const client = createClient(cache === null ? {} : { cache })
  try {
    if (target !== null) return await downloaded(job, client, target)
    const answer = await client(input.url, optionsOf(job))
    return await delivered(job, answer)
  } catch (error) {
    if (isBrokenPipe(error)) return EXIT.ok
    if (!HeedError.is(error)) throw error
    const unwritten = fileFailure(error)
    if (unwritten !== null) throw unwritten
    if (error.code === 'HEED_OPTION') throw new UsageError(atTheTerminal(error.message))
    return interrupted.exitCode() === null ? await failed(job, error) : stopped(job, error)
  } finally {
    story.close()
    await client.close()
    await cache?.close()
  }
}

function optionsOf(job: Job): RequestOptions {
  const { method, body, redirect } = job.input
  return {
    ...patienceOf(job),
    method,
    // A document needs all of the body at once; whatever else may be large is passed on as it comes.
    stream: job.flags.json !== true || job.file !== null,
    redirect,
    ...(body === null ? {} : { body: body.oneShot ? body.body() : resendable(body.body) }),
  } as RequestOptions
}

/** What holds for a request and for a download. */
function patienceOf({ input, story, interrupted }: Job): DownloadOptions {
  const { fields, attempts, deadlineMs, attemptMs, maxWaitMs } = input
  return {
    headers: fields,
    signal: interrupted.signal,
    onTrail: story.onTrail,
    limits: { errorBytes: ERROR_BYTES },
    ...(attempts === undefined ? {} : { attempts }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(attemptMs === undefined ? {} : { attemptMs }),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
  }
}

/** The content to a file. It goes on after a break, and with --continue after a break of an earlier download. */
async function downloaded(job: Job, client: Client, target: string): Promise<number> {
  const { input, flags, story } = job
  const resume = flags.continue === true
  const done = await client.download(input.url, target, { ...patienceOf(job), resume, onProgress: story.onProgress })
  if (flags.include) showHead(job, done.answer)
  if (flags.json) report(job, done.answer, EXIT.ok, null, target, done.trail)
  story.saved(done, target)
  return EXIT.ok
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
  job.story.ended(error, kept(job))
  return exitCode
}

function stopped(job: Job, error: HeedError): number {
  const exitCode = job.interrupted.exitCode() ?? EXIT.interrupted
  if (job.flags.json) report(job, error, exitCode, null, null)
  job.story.ended(error, kept(job))
  return exitCode
}

const kept = ({ target }: Job): readonly Paragraph[] => (target === null ? [] : keptParagraphs(target))

/** The head if it was asked for, then the body to stdout; with -o a body that is not saved is not shown either. */
async function show(job: Job, answer: Answer): Promise<void> {
  const { flags, file, target, streams } = job
  const { stdout, stderr } = streams
  if (flags.include) showHead(job, answer)
  if (file !== null || target !== null) {
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
  trail?: Trail,
): void {
  const text = JSON.stringify(reportOf(job.input, result, exitCode, body, savedAs, trail), null, 2)
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
