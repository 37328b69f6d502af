import type { Exchange } from './exchange.ts'
import type { News } from './manners.ts'
import type { FieldRecord, WireFault } from './ports.ts'
import { FAULTS } from './rules/faults.ts'
import { news } from './rules/manners/news.ts'
import { shownUrl } from './shown-url.ts'
import { lookup } from './status/lookup.ts'

const GOOD: News = Object.freeze({ pause: null, quotas: Object.freeze([]), outcome: 'good', refused: false })
const BAD: News = Object.freeze({ ...GOOD, outcome: 'bad' })
const NOTHING: News = Object.freeze({ ...GOOD, outcome: 'neither' })

/** What an answer says of its origin. Most say that all is well, which costs one look at the names of their fields. */
export function newsOf({ plan, request, tookMs }: Exchange, status: number, fields: FieldRecord, nowMs: number): News {
  const row = lookup(status)
  if (row?.verb === 'use' && !tellsOfLimits(fields)) return GOOD
  return news({
    status,
    row,
    fields,
    nowMs,
    wallMs: plan.clock.wallMs(),
    method: request.method,
    shownUrl: shownUrl(request.url),
    vendor: plan.vendor,
    tookMs,
    slowMs: null,
  })
}

function tellsOfLimits(fields: FieldRecord): boolean {
  for (const name in fields) if (name.includes('limit') || name.startsWith('retry-after')) return true
  return false
}

/** What a fault says of the origin: the network and the server may be ill, the caller's own doing says nothing. */
export function newsOfFault({ name }: WireFault): News {
  const { who, transient } = FAULTS[name]
  if (name === 'held' || who === 'caller' || who === 'policy') return NOTHING
  return transient || who === 'server' ? BAD : NOTHING
}
