import type { Exchange } from '../../exchange.ts'
import { parseCacheDate } from '../../fields/cache-date.ts'
import { matchesVaried } from '../../fields/vary.ts'
import type { Kept, KeptHead } from '../../keeping.ts'
import { heldFor } from './held.ts'

/**
 * The kept answer to this request, as far as address, Vary and Range go: of several the one with the latest Date (RFC
 * 9111 section 4.1), of equal ones that which was written last. Null when there is none.
 */
export function choose(exchange: Exchange, found: readonly Kept[]): Kept | null {
  let best: Kept | null = null
  // Counted, since every hit comes through here and an iterator costs more than the rest of it.
  for (let at = 0; at < found.length; at++) {
    const kept = found[at] as Kept
    if (!matchesVaried(kept.head.varied, exchange.request.fields) || heldFor(exchange, kept.head) === null) continue
    if (best === null || dateMs(kept.head) > dateMs(best.head)) best = kept
  }
  return best
}

/** When the server made it; without a Date, when it came. */
export const dateMs = (head: KeptHead): number => parseCacheDate(head.fields.date, head.answeredMs) ?? head.answeredMs
