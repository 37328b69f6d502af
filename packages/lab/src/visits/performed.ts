import type { LabContext } from '../exercise.ts'
import { ContentMeter } from '../log/content.ts'
import type { LogEntry } from '../log/entry.ts'
import { played } from '../played.ts'
import { openTo } from '../preflight.ts'
import type { Answer } from '../script/answer.ts'
import { type PickRequest, pickAnswer } from '../script/pick.ts'

/** A script in play, and who writes its log. */
export interface Play {
  readonly answers: readonly Answer[]
  readonly used: number[]
  /** `/v/ada/play/mine`, `/s/run/503-then-200` */
  readonly prefix: string
  readonly nowMs: () => number
  /** Writes the request down. */
  readonly note: (path: string, index: number | null) => LogEntry
}

/** Answers a request as a script says: picks the answer, reads the content, plays. */
export async function performed(context: LabContext, play: Play): Promise<Response> {
  const { answers, used, prefix, nowMs } = play
  const request = requestWithin(context, prefix)
  const index = pickAnswer(answers, used, request)
  if (index !== null) used[index] = (used[index] ?? 0) + 1
  const entry = play.note(request.path, index)
  const text = `No answer of this script is for ${request.method} ${request.path} at origin ${request.origin}.\n`
  const answer = (index === null ? undefined : answers[index]) ?? { status: 404, body: { text } }
  const content = metered(context, entry)
  if (!answer.early) await content
  return played(context, openTo(context, answer), { entry, nowMs, prefix })
}

/** A request as a script with this prefix sees it. */
function requestWithin(context: LabContext, prefix: string): PickRequest {
  const { incoming, origin } = context.env
  const whole = context.var.prefix + context.var.target
  const rest = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole
  const fields = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map(value => [name, value] as const),
  )
  return { origin, method: incoming.method ?? 'GET', path: rest === '' ? '/' : rest, fields }
}

/** Reads the content to its end for the log, without keeping it; a client that leaves half-way is no fault of the lab. */
async function metered({ env: { incoming } }: LabContext, entry: LogEntry): Promise<void> {
  const meter = new ContentMeter()
  await new Promise<void>(resolve => {
    incoming.on('data', (piece: Buffer) => meter.add(piece))
    incoming.once('end', () => {
      entry.body = meter.sum()
      resolve()
    })
    incoming.once('close', resolve).once('error', () => resolve())
  })
}
