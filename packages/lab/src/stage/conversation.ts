import type { Socket } from 'node:net'
import { ContentMeter } from '../log/content.ts'
import type { LogConnection, LogEntry } from '../log/entry.ts'
import type { Answer } from '../script/answer.ts'
import { Intake } from './intake.ts'
import { LAB_CLOSES, playAnswer } from './play.ts'
import { readContent } from './request-content.ts'
import { BadRequest, type RequestHead, readHead } from './request-head.ts'
import { type Wire, wireOver } from './wire.ts'

/** What one connection needs of the stage that it belongs to. */
export interface Backstage {
  /** Logs a request and finds the answer for it; `over` is called when that is done. */
  readonly arrived: (head: RequestHead, connection: LogConnection) => Cue
  readonly fill: (template: string, wallMs?: number) => string
  readonly nowMs: () => number
}

interface Cue {
  readonly entry: LogEntry
  readonly answer: Answer
  readonly over: () => void
}

/** One connection after its handshake. */
export interface Line {
  readonly socket: Socket
  readonly tcp: Socket
  readonly connection: LogConnection
  readonly gone: AbortSignal
}

/** Answers the requests of one connection in order, until either side ends it. */
export async function converse(line: Line, stage: Backstage): Promise<void> {
  const intake = new Intake(line.socket)
  try {
    while (await nextRequest(intake, line, stage)) {
      // Each round is one request and its answer.
    }
    intake.discard()
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error
    await refuse(wireOver(line), error)
  }
}

/** @returns whether another request may follow */
async function nextRequest(intake: Intake, line: Line, stage: Backstage): Promise<boolean> {
  const head = await readHead(intake)
  if (head === null) {
    line.socket.end()
    return false
  }
  const cue = stage.arrived(head, line.connection)
  try {
    return await perform(intake, head, cue, line, stage)
  } finally {
    cue.over()
  }
}

async function perform(
  intake: Intake,
  head: RequestHead,
  { entry, answer }: Cue,
  line: Line,
  stage: Backstage,
): Promise<boolean> {
  const { early = false } = answer
  if (!early) {
    if (head.expectsContinue) await sayContinue(wireOver(line), entry)
    if (!(await takeContent(intake, head, entry, line, stage))) return false
  }
  const { fill, nowMs } = stage
  const then = await playAnswer({ ...line, ...head }, answer, { fill, nowMs, entry, gone: line.gone })
  if (then === 'ended') return false
  return !early || takeContent(intake, head, entry, line, stage)
}

/** RFC 9110 section 10.1.1: the client waits for this before it sends the content. */
async function sayContinue(wire: Wire, entry: LogEntry): Promise<void> {
  await wire.send(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'))
  entry.answer.interim.push(100)
}

async function takeContent(
  intake: Intake,
  { content }: RequestHead,
  entry: LogEntry,
  { gone }: Line,
  stage: Backstage,
): Promise<boolean> {
  const meter = new ContentMeter()
  const whole = await readContent(intake, content, piece => meter.add(piece))
  if (whole) {
    entry.body = meter.sum()
  } else if (gone.reason !== LAB_CLOSES && entry.answer.endAtMs === null) {
    entry.droppedAtMs = stage.nowMs()
    entry.answer.endAtMs = entry.droppedAtMs
  }
  return whole
}

/** Bytes that are no request, or more of them than the lab reads. */
async function refuse(wire: Wire, { status, message }: BadRequest): Promise<void> {
  const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nContent-Length: ${message.length}\r\nConnection: close`
  await wire.send(Buffer.from(`${head}\r\n\r\n${message}`))
  wire.end()
}
