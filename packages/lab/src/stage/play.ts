import type { Socket } from 'node:net'
import type { LogEntry } from '../log/entry.ts'
import type { Answer, Break } from '../script/answer.ts'
import { sendInterims } from './interim.ts'
import { Pen } from './pen.ts'
import { type Asked, type Plan, planOf } from './plan.ts'
import { sendContent, sendHead } from './send.ts'
import { Gone, type Wire, wireOver } from './wire.ts'

/** The request that is answered, and the connection that it came on. */
export interface PlayTarget extends Asked {
  /** Where plain bytes are written: a TCP socket, or the TLS socket over it. */
  readonly socket: Socket
  /** The TCP socket under a TLS socket, for resets. Left out: `socket` is TCP. */
  readonly tcp?: Socket
}

/** What a play needs besides. */
export interface PlayContext {
  /** @param wallMs the moment that times are counted from, in milliseconds since 1970; default now */
  readonly fill: (template: string, wallMs?: number) => string
  /** Milliseconds since the log began. */
  readonly nowMs: () => number
  /** Written as the play goes on: what was answered, and when the client left. */
  readonly entry: LogEntry
  /** Aborts when the connection is gone; with the reason `LAB_CLOSES` when it was not the client who left. */
  readonly gone: AbortSignal
}

/** Why a connection is gone when the client did not leave. */
export const LAB_CLOSES = 'the lab closes'

/** A reset overtakes what the client has not noticed yet, so it comes a little later. */
export const SETTLE_MS = 20

/**
 * Plays one answer on a connection and logs what was sent.
 *
 * @returns `kept`: the connection is ready for the next request; `ended`: it was ended or is gone
 */
export async function playAnswer(target: PlayTarget, answer: Answer, context: PlayContext): Promise<'kept' | 'ended'> {
  const { entry, nowMs, gone } = context
  try {
    return await play(wireOver({ ...target, gone }), target, answer, context)
  } catch (error) {
    if (!(error instanceof Gone)) throw error
    if (gone.reason !== LAB_CLOSES) {
      entry.droppedAtMs ??= nowMs()
      entry.answer.endAtMs ??= entry.droppedAtMs
    }
    return 'ended'
  }
}

async function play(wire: Wire, asked: Asked, answer: Answer, context: PlayContext): Promise<'kept' | 'ended'> {
  const { entry, fill } = context
  const { interim = [], delayMs = 0, break: broken } = answer
  // RFC 9110 section 15.2: an HTTP/1.0 client is never sent a 1xx.
  if (asked.httpVersion !== '1.0') await sendInterims(interim, wire, fill, entry.answer.interim)
  await wire.wait(delayMs)
  if (broken?.at === 'connect' || broken?.at === 'request') return breakOff(wire, broken, context)
  // One moment for all of the head, so that a stated time and Date differ by just what the script says.
  const wallMs = Date.now()
  const plan = await planOf(answer, asked, template => fill(template, wallMs))
  const pen = penFor(wire, plan, context)
  await sendHead(pen, plan, answer)
  if (broken?.at !== 'head') await sendContent(pen, plan, answer)
  if (broken !== undefined) return breakOff(wire, broken, context)
  return finish(wire, plan, context)
}

function penFor(wire: Wire, { status, fields }: Plan, { entry: { answer }, nowMs }: PlayContext): Pen {
  const begin = (): void => {
    answer.status = status
    answer.fields = fields
    answer.headAtMs = nowMs()
  }
  const sent = (contentBytes: number): void => {
    answer.bodyBytes += contentBytes
  }
  return new Pen(wire, begin, sent)
}

async function breakOff(wire: Wire, { how }: Break, { entry: { answer }, nowMs }: PlayContext): Promise<'ended'> {
  answer.broke = how
  const sentAnything = answer.headAtMs !== null || answer.interim.length > 0
  if (how === 'reset' && sentAnything) await wire.wait(SETTLE_MS)
  answer.endAtMs = nowMs()
  if (how === 'stall') return wire.stall()
  if (how === 'reset') wire.reset()
  else wire.end()
  return 'ended'
}

async function finish(wire: Wire, plan: Plan, { entry: { answer }, nowMs }: PlayContext): Promise<'kept' | 'ended'> {
  answer.endAtMs = nowMs()
  if (plan.ends) {
    wire.end()
    return 'ended'
  }
  // The client still waits for what was promised: nothing that comes after would be taken for an answer of its own.
  if (answer.bodyBytes < plan.promisedBytes) return wire.stall()
  return 'kept'
}
