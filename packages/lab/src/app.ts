import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { LabContext, LabEnv } from './exercise.ts'
import { preflight } from './preflight.ts'
import { problem, refuse } from './problem.ts'
import { routes } from './routes.ts'
import type { OriginName } from './script/answer.ts'
import { finish, take } from './taking.ts'
import { addressOf, createVisitors, isVisitorName } from './visitor.ts'
import { createExamined } from './visits/examined.ts'

/** One request that the lab has dealt with. */
export interface RequestReport {
  readonly method: string
  /** Path and query as they were sent. */
  readonly path: string
  /** null: no answer was sent, as the client left before it, or as it was asked to break off. */
  readonly status: number | null
  /** How the answer broke off, where that was asked for. */
  readonly broke?: 'reset' | 'close' | 'stall'
}

/** What the app needs from outside. */
export interface AppOptions {
  readonly now: () => number
  readonly closing: AbortSignal
  readonly longestAnswerMs: number
  readonly onRequest: (report: RequestReport) => void
  /** Filled as the lab's addresses open. */
  readonly bases: Readonly<Partial<Record<OriginName, string>>>
  /** The TCP socket under a TLS socket. */
  readonly tcpUnder: (socket: Socket) => { readonly tcp?: Socket }
}

/** The lab as a fetch-like application: every route, with and without `/v/<name>` before it. */
export function createApp(options: AppOptions): Hono<LabEnv> {
  const app = new Hono<LabEnv>({ getPath: request => addressOf(new URL(request.url).pathname).path })
  app.use(finish(options.onRequest))
  app.use(admit(options))
  for (const route of routes) app.on([...route.methods], [route.path], context => take(context, route))
  for (const path of new Set(routes.map(route => route.path))) app.all(path, context => otherMethod(context, path))
  app.notFound(context => take(context, { answer: nothingHere }))
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.res) return error.res
    // A client that leaves while its request is read gets no answer anyway.
    if (context.env.incoming.destroyed && !context.env.incoming.complete) return new Response(null, { status: 400 })
    return problem({ status: 500, detail: 'The lab itself failed on this request. Please report how.' })
  })
  return app
}

/** Finds the visitor's state, so that an exercise has all it needs. */
function admit({ now, closing, longestAnswerMs, bases, tcpUnder }: AppOptions): MiddlewareHandler<LabEnv> {
  const visitors = createVisitors({ now })
  const examined = createExamined({ now })
  return async (context, next) => {
    const { name, prefix } = addressOf(new URL(context.req.url).pathname)
    context.set('entry', null)
    if (name !== null && !isVisitorName(name)) {
      const detail = 'After /v/ comes your name: 1 to 64 letters, digits, "-", "_" or ".", as in /v/ada/posts/1.'
      refuse({ status: 400, detail })
    }
    if (lacksHost(context.env.incoming)) {
      const detail = 'An HTTP/1.1 request needs the field Host (RFC 9112 section 3.2), as in Host: 127.0.0.1:4780.'
      refuse({ status: 400, detail })
    }
    const visitor = visitors.visit(name ?? '')
    context.set('visitor', visitor)
    context.set('prefix', prefix)
    context.set('target', targetOf(context.env.incoming.url ?? '/', prefix))
    context.set('now', now)
    context.set('closing', closing)
    context.set('longestAnswerMs', longestAnswerMs)
    context.set('bases', bases)
    context.set('tcpUnder', tcpUnder)
    context.set('examined', examined)
    context.set('remembered', () => visitors.remembers(name ?? '', visitor))
    context.set('reset', () => visitors.reset(name ?? ''))
    await next()
  }
}

const lacksHost = ({ httpVersion, headers }: IncomingMessage): boolean =>
  httpVersion === '1.1' && headers.host === undefined

/** The target as it was sent, without the prefix; RFC 9112 section 3.2.2: it may be a whole address. */
function targetOf(url: string, prefix: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : path
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest
}

function nothingHere(context: LabContext): Response {
  const { prefix } = context.var
  const detail = `There is no exercise at ${prefix}${context.req.path}. Read ${prefix}/ for the list of all.`
  return problem({ status: 404, detail })
}

/** OPTIONS says which methods a path takes; any other method that it does not take is a 405. */
function otherMethod(context: LabContext, path: string): Promise<Response> {
  const here = routes.filter(route => route.path === path)
  const taken = here.flatMap(route => route.methods)
  const allow = [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const answer = (): Response => {
    if (context.req.method === 'OPTIONS') return preflight(context, allow)
    const detail = `${context.var.prefix}${context.req.path} does not take ${context.req.method}. It takes ${allow}.`
    return problem({ status: 405, detail, headers: { allow } })
  }
  return take(context, { answer, ...(here.every(route => route.aside) ? { aside: true } : {}) })
}
