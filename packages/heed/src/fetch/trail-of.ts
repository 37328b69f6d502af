import type { Exchange } from '../exchange.ts'
import { hitTrail, plainTrail } from '../recorder.ts'
import type { Trail } from '../trail.ts'

const exchanges = new WeakMap<Response, Exchange>()

export const keepTrail = (response: Response, exchange: Exchange): void => void exchanges.set(response, exchange)

/** What happened on the way to a response of a fetch that `createFetch` made; null for any other. */
export function trailOf(response: Response): Trail | null {
  const exchange = exchanges.get(response)
  if (exchange === undefined) return null
  const { trail, cache, request, tookMs } = exchange
  if (trail !== null) return trail
  if (cache?.served === true) return hitTrail(cache, response.status)
  return plainTrail(request.method, request.url, response.status, tookMs)
}
