import { lookup } from 'heed/status'
import { HTTPException } from 'hono/http-exception'

/** What goes wrong, for people and for programs (RFC 9457). */
export interface Problem {
  readonly status: number
  /** One or two sentences: what happened and what to do about it. */
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  /** Extension members of the problem body. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** The phrase that goes with a code: the registry's, or for other codes their vendor's or their class's. */
export function phraseOf(code: number): string {
  return lookup(code)?.phrase ?? ''
}

/** An answer with a body of application/problem+json. */
export function problem({ status, detail, headers, more }: Problem): Response {
  const title = phraseOf(status)
  // RFC 9457 section 4.2.1: with about:blank the title is the status code's own phrase.
  const body = { type: 'about:blank', title, status, detail, ...more }
  return json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}

/** Ends the request with a problem, from however deep inside an exercise. */
export function refuse(what: Problem): never {
  throw new HTTPException(undefined, { res: problem(what) })
}

/** An answer with a JSON body. Its length is stated, so that HEAD tells what GET would send. */
export function json(
  body: unknown,
  init: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  return answer(`${JSON.stringify(body, null, 2)}\n`, 'application/json', init)
}

/** An answer with a text body of the given media type; the type in `init.headers` wins. */
export function answer(
  text: string,
  contentType: string,
  init: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  const length = String(Buffer.byteLength(text))
  const headers = { 'content-type': contentType, ...init.headers, 'content-length': length }
  return new Response(text, { status: init.status ?? 200, headers })
}
