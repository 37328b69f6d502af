import type { MiddlewareHandler } from 'hono'
import type { RequestReport } from './app.ts'
import { BODY_LIMIT_BYTES, readBody } from './body.ts'
import type { Exercise, LabContext, LabEnv } from './exercise.ts'
import { ContentMeter } from './log/content.ts'
import type { LogEntry } from './log/entry.ts'
import { phraseOf, refuse } from './problem.ts'

/** How many requests of one visitor may be under way; those without a name are many clients at once. */
const UNDER_WAY = 64
const UNDER_WAY_SHARED = 1024

/** Writes a request down, reads its body and lets the route answer. */
export async function take(
  context: LabContext,
  route: Pick<Exercise, 'aside' | 'raw' | 'bodyLimitBytes' | 'answer'>,
): Promise<Response> {
  const { incoming, origin } = context.env
  const { visitor, target } = context.var
  if (route.aside === undefined) holdPlace(context)
  if (route.raw) return route.answer(context)
  const isLogged = route.aside === undefined && !/[?&]log=off(?:&|$)/.test(target)
  const entry = isLogged ? visitor.log.note({ incoming, origin, target, index: null }) : null
  context.set('entry', entry)
  const body = await readBody(incoming, route.bodyLimitBytes ?? BODY_LIMIT_BYTES)
  context.set('body', body)
  if (entry !== null) entry.body = sumOf(body)
  return route.answer(context)
}

const NOTHING = Object.freeze(new ContentMeter().sum())

/** Most requests have no content, and their entries share what is said of it. */
function sumOf(body: Buffer): NonNullable<LogEntry['body']> {
  if (body.length === 0) return NOTHING
  const meter = new ContentMeter()
  meter.add(body)
  return meter.sum()
}

/** A flood from one visitor is refused before it can slow the others. */
function holdPlace(context: LabContext): void {
  const { visitor, prefix } = context.var
  const { underWay } = visitor
  const most = prefix === '' ? UNDER_WAY_SHARED : UNDER_WAY
  if (underWay.count >= most) {
    const detail = `You have ${most} requests under way, the most that one visitor may have. Send it again when one of them is answered.`
    refuse({ status: 429, detail, headers: { 'retry-after': '1' } })
  }
  underWay.count++
  context.env.outgoing.once('close', () => {
    underWay.count--
  })
}

/** Gives every answer its phrase and the fields common to all, and writes down and reports what came of the request. */
export function finish(onRequest: (report: RequestReport) => void): MiddlewareHandler<LabEnv> {
  return async (context, next) => {
    await next()
    const { method } = context.req
    const path = context.env.incoming.url ?? ''
    const { played } = context.var
    if (played !== undefined) {
      const { status, broke } = played.answer
      onRequest({ method, path, status, ...(broke === null ? {} : { broke }) })
      return
    }
    const { headers, status } = context.res
    // Most of these answers may be cached by default, which would spoil the second try.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    headers.set('access-control-allow-origin', '*')
    headers.set('access-control-expose-headers', '*')
    context.env.outgoing.statusMessage = phraseOf(status)
    const left = context.req.raw.signal.aborted
    if (context.var.entry) note(context, context.var.entry, left)
    onRequest({ method, path, status: left ? null : status })
  }
}

/** What hono writes for the lab is known before it is written; when it has left is heard from the response. */
function note(context: LabContext, entry: LogEntry, left: boolean): void {
  const { outgoing } = context.env
  const { log } = context.var.visitor
  const { headers, status } = context.res
  const nowMs = log.nowMs()
  if (left) {
    entry.droppedAtMs = nowMs
    entry.answer.endAtMs = nowMs
    return
  }
  entry.answer.status = status
  entry.answer.fields = [...headers]
  entry.answer.headAtMs = nowMs
  outgoing.once('finish', () => {
    entry.answer.bodyBytes = context.req.method === 'HEAD' ? 0 : Number(headers.get('content-length') ?? 0)
    entry.answer.endAtMs = log.nowMs()
  })
  outgoing.once('close', () => {
    if (entry.answer.endAtMs !== null) return
    entry.droppedAtMs = log.nowMs()
    entry.answer.endAtMs = entry.droppedAtMs
  })
}
