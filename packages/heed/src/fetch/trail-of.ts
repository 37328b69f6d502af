import { keptTrail } from '#edition/drive/recorder-kept'
import { plainTrail } from '../drive/recorder.ts'
import type { Exchange } from '../exchange.ts'
import type { Trail } from '../trail.ts'

const exchanges = new WeakMap<Response, Exchange>()

export const keepTrail = (response: Response, exchange: Exchange): void => void exchanges.set(response, exchange)

/** What happened on the way to a response of a fetch that `createFetch` made; null for any other. */
export function trailOf(response: Response): Trail | null {
  const exchange = exchanges.get(response)
  if (exchange === undefined) return null
  const { trail, cache, request, tookMs } = exchange
  const { status } = response
  return trail ?? keptTrail(cache, status) ?? plainTrail(request.method, request.url, status, tookMs)
}
