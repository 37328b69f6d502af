import type { ClientOptions } from '../../src/options/options.ts'
import type { Loopback, Seen, Serve } from './loopback.ts'

/** The credentials that each request carried. */
export const carried = (seen: readonly Seen[]): unknown[] => seen.map(request => request.headers.authorization)

export const CHALLENGE =
  'Bearer realm="api", error="invalid_token", error_description="The token, once good, has expired", scope="read write"'

/** Answers 401 to every token but this one. */
export const wanting =
  (good: string): Serve =>
  (request, response) => {
    if (request.headers.authorization === `Bearer ${good}`) response.end(`body: ${request.body}`)
    else response.writeHead(401, { 'www-authenticate': CHALLENGE }).end('who are you?')
  }

/** A client for this server whose token is `old`. */
export const auth = (
  { origin }: Loopback,
  options: Partial<NonNullable<ClientOptions['auth']>> = {},
): ClientOptions => ({
  baseUrl: origin,
  auth: { token: 'old', ...options },
})
