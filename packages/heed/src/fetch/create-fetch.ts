import { compileFetch } from '#edition/fetch/fetch-options'
import { drive } from '../drive/drive.ts'
import type { Plan } from '../plan.ts'
import { aboveTheRest, NESTED, platformFetch } from '../transports/platform-fetch.ts'
import type { FetchOptions } from './fetch-options.ts'
import { requestOf } from './request-of.ts'
import { responseOf } from './response-of.ts'

/** The face of the Fetch standard, which SDKs take as their option `fetch`. */
export type Fetch = (input: string | URL | Request, init?: FetchInit) => Promise<Response>

/** What fetch takes beside the address; undefined is as if it were not there. */
export type FetchInit = { readonly [Name in keyof RequestInit]?: RequestInit[Name] | undefined }

/**
 * A `fetch` that does what the status code says: it retries what is safe, waits as long as the server asks, follows redirects
 * without carrying secrets along, and holds all calls to an origin that asks for a pause. For the caller it is the fetch of
 * the standard: a genuine `Response`, which no status turns into an error; `TypeError` when no whole answer came, whose `cause`
 * is heed's error; the signal's own reason when it fires.
 *
 * What is not http or https (`data:`, `blob:`) is left to the platform's own fetch.
 * @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another
 */
export function createFetch(options: FetchOptions = {}): Fetch {
  const plans = compileFetch(options)
  // The standard's fetch has one parameter that must be given, and shows so by its length.
  return aboveTheRest<Fetch>(async (input, init = undefined) => {
    const request = new Request(input, init as RequestInit | undefined)
    if (request.signal.aborted) request.body?.cancel(request.signal.reason).catch(() => undefined)
    request.signal.throwIfAborted()
    if (!/^https?:/.test(request.url)) return platformFetch()(request)
    const { mode, redirect } = request
    const plan = plans(isNested(request, init, plans('follow', 'cors')) ? 'nested' : redirect, mode)
    const exchange = await requestOf(plan, request, init)
    await drive(exchange, request.signal)
    return responseOf(exchange, request)
  })
}

/** Another heed asks, in this program or through a gateway: sending again is up to that one. */
function isNested({ headers }: Request, init: FetchInit | undefined, { attemptField }: Plan): boolean {
  return (init !== undefined && NESTED in init) || (attemptField !== null && headers.has(attemptField))
}
