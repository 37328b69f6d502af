import { Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { readBody } from './body.ts'
import type { Exercise, LabContext, LabEnv } from './exercise.ts'
import { exercises } from './exercises/all.ts'
import { indexPage } from './index-page.ts'
import { phraseOf, problem, refuse } from './problem.ts'
import { addressOf, createVisitors, isVisitorName } from './visitor.ts'

/** One request that the lab has dealt with. */
export interface RequestReport {
  readonly method: string
  /** Path and query as they were sent. */
  readonly path: string
  /** null: the client left before the answer. */
  readonly status: number | null
}

/** What the app needs from outside. */
export interface AppOptions {
  readonly now: () => number
  readonly closing: AbortSignal
  readonly onRequest: (report: RequestReport) => void
}

const home: Exercise = { methods: ['GET'], path: '/', samples: [], answer: indexPage }
const routes: readonly Exercise[] = [home, ...exercises]

/** The lab as a fetch-like application: every route, with and without `/v/<name>` before it. */
export function createApp(options: AppOptions): Hono<LabEnv> {
  const app = new Hono<LabEnv>({ getPath: request => addressOf(new URL(request.url).pathname).path })
  app.use(finish(options.onRequest))
  app.use(admit(options))
  for (const { methods, path, answer } of routes) app.on([...methods], [path], answer)
  for (const path of new Set(routes.map(route => route.path))) app.all(path, context => otherMethod(context, path))
  app.notFound(context => {
    const detail = `There is no exercise at ${context.var.prefix}${context.req.path}. Read ${context.var.prefix}/ for the list of all.`
    return problem({ status: 404, detail })
  })
  app.onError(error => {
    if (error instanceof HTTPException && error.res) return error.res
    return problem({ status: 500, detail: 'The lab itself failed on this request. Please report how.' })
  })
  return app
}

/** Gives every answer its phrase and the fields common to all, and reports the request. */
function finish(onRequest: AppOptions['onRequest']): MiddlewareHandler<LabEnv> {
  return async (context, next) => {
    await next()
    const { headers, status } = context.res
    // Most of these answers may be cached by default, which would spoil the second try.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    headers.set('access-control-allow-origin', '*')
    headers.set('access-control-expose-headers', '*')
    context.env.outgoing.statusMessage = phraseOf(status)
    const { pathname, search } = new URL(context.req.url)
    const left = context.req.raw.signal.aborted
    onRequest({ method: context.req.method, path: pathname + search, status: left ? null : status })
  }
}

/** Finds the visitor's state and reads the body, so that an exercise has all it needs. */
function admit({ now, closing }: AppOptions): MiddlewareHandler<LabEnv> {
  const visitors = createVisitors()
  return async (context, next) => {
    const { name, prefix } = addressOf(new URL(context.req.url).pathname)
    if (name !== null && !isVisitorName(name)) {
      const detail = 'After /v/ comes your name: 1 to 64 letters, digits, "-", "_" or ".", as in /v/ada/posts/1.'
      refuse({ status: 400, detail })
    }
    context.set('body', await readBody(context.env.incoming))
    context.set('visitor', visitors.visit(name ?? ''))
    context.set('prefix', prefix)
    context.set('now', now)
    context.set('closing', closing)
    context.set('reset', () => visitors.reset(name ?? ''))
    await next()
  }
}

/** OPTIONS says which methods a path takes; any other method that it does not take is a 405. */
function otherMethod(context: LabContext, path: string): Response {
  const taken = routes.filter(route => route.path === path).flatMap(route => route.methods)
  const allow = [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  if (context.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflight(context, allow) })
  const detail = `${context.var.prefix}${context.req.path} does not take ${context.req.method}. It takes ${allow}.`
  return problem({ status: 405, detail, headers: { allow } })
}

function preflight(context: LabContext, allow: string): Record<string, string> {
  const fields = context.req.header('access-control-request-headers')
  // A page of another origin asks first (fetch.spec.whatwg.org, CORS-preflight): here anybody may do anything.
  return {
    allow,
    'access-control-allow-methods': allow,
    ...(fields === undefined ? {} : { 'access-control-allow-headers': fields }),
  }
}
