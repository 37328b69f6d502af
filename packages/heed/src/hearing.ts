import type { Exchange } from './exchange.ts'
import type { News } from './manners.ts'
import type { FieldRecord } from './ports.ts'
import { hasFigures, news } from './rules/manners/news.ts'
import { lookup } from './status/lookup.ts'

const WELL: News = Object.freeze({ pause: null, quotas: Object.freeze([]), outcome: 'good', refused: false })
const NO_NEWS: News = Object.freeze({ ...WELL, outcome: 'neither' })

/** What an answer says of its origin. Most say that all is well, which costs one look at the names of their fields. */
export function newsOf({ plan, request, tookMs }: Exchange, status: number, fields: FieldRecord, nowMs: number): News {
  const row = lookup(status)
  if (row === null) return NO_NEWS
  if (row.verb === 'use' && tookMs <= plan.slowMs && !hasFigures(fields)) return WELL
  const { method, url } = request
  const wallMs = plan.clock.wallMs()
  return news({ status, row, fields, nowMs, wallMs, method, url, vendor: plan.vendor, tookMs, slowMs: plan.slowMs })
}
