/** The drop-in `fetch`, and what carries requests off Node. The compiler reads this: nothing of it runs. */
import { expectTypeOf } from 'expect-type'
import { createClient, createFetch, type Trail, trailOf } from 'heed'
import { fetchTransport } from 'heed/transports'

export async function fetching(): Promise<void> {
  const fetch = createFetch({ deadlineMs: 5000, breaker: false })
  const response = await fetch('https://a.test/', { method: 'POST', body: 'x', signal: AbortSignal.timeout(5) })
  expectTypeOf(response).toEqualTypeOf<Response>()
  expectTypeOf(trailOf(response)).toEqualTypeOf<Trail | null>()
  /** What a library asks for that takes a fetch of yours. */
  const asked: typeof globalThis.fetch = fetch
  await asked(new Request('https://a.test/'))
  // @ts-expect-error: a fetch does not throw for a status
  createFetch({ throwOnError: true })
  // @ts-expect-error: fields belong to a request
  createFetch({ headers: {} })
  // @ts-expect-error: how redirects are taken belongs to a request
  createFetch({ redirect: 'manual' })
}

export function carried(): void {
  createClient({ transport: fetchTransport() })
  createClient({ transport: fetchTransport({ fetch: globalThis.fetch }) })
  // @ts-expect-error: whoever makes connections limits them
  createClient({ transport: fetchTransport(), connectMs: 5 })
}
