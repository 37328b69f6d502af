import { setTimeout as later } from 'node:timers'
import type { LabContext } from './exercise.ts'
import type { LogEntry } from './log/entry.ts'
import type { Answer, OriginName } from './script/answer.ts'
import { fillTemplate } from './script/template.ts'
import { LAB_CLOSES } from './stage/play.ts'
import { playOnResponse } from './stage/respond.ts'

/** Where an answer is played, and what is told of it. */
export interface Playing {
  /** null: nobody keeps a log of it. */
  readonly entry: LogEntry | null
  readonly nowMs: () => number
  /** What `{prefix}` is, and what the base addresses of the origins end with. */
  readonly prefix: string
}

/** Plays an answer on the connection of a request, in place of a `Response`. */
export async function played(context: LabContext, answer: Answer, playing: Playing): Promise<Response> {
  const { incoming, outgoing } = context.env
  const { closing, longestAnswerMs } = context.var
  const entry = playing.entry ?? unlogged()
  const end = new AbortController()
  const stop = (): void => end.abort(LAB_CLOSES)
  const timer = later(stop, longestAnswerMs)
  closing.addEventListener('abort', stop)
  if (closing.aborted) stop()
  try {
    const fill = filler(context.var.bases, playing.prefix)
    const options = { fill, nowMs: playing.nowMs, entry, closing: end.signal }
    await playOnResponse(incoming, outgoing, answer, { ...options, ...context.var.tcpUnder(incoming.socket) })
    if (end.signal.aborted) {
      entry.answer.endAtMs ??= playing.nowMs()
      incoming.socket.destroy()
    }
  } finally {
    clearTimeout(timer)
    closing.removeEventListener('abort', stop)
  }
  context.set('played', entry)
  // The adapter of hono takes this for an answer that was written already.
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
}

/** Fills templates with the lab's addresses. */
export function filler(
  bases: Readonly<Partial<Record<OriginName, string>>>,
  prefix: string,
): (template: string, wallMs?: number) => string {
  const own = Object.fromEntries(Object.entries(bases).map(([name, base]) => [name, base + prefix]))
  return (template, wallMs = Date.now()) => fillTemplate(template, { bases: own, prefix, wallMs })
}

function unlogged(): LogEntry {
  const answer = {
    index: null,
    status: null,
    fields: [],
    headAtMs: null,
    endAtMs: null,
    bodyBytes: 0,
    interim: [],
    broke: null,
  }
  return {
    number: 0,
    atMs: 0,
    connection: 0,
    origin: 'a',
    method: '',
    target: '',
    fields: [],
    body: null,
    answer,
    droppedAtMs: null,
  }
}
