import type { Deliver, Fail, Wait } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { News } from '../manners.ts'
import type { FieldRecord } from '../ports.ts'
import { hasFigures, news } from '../rules/manners/news.ts'
import { placeMs } from '../rules/manners/quota.ts'
import { lookup } from '../status/lookup.ts'

export { newsOfFault } from '../rules/manners/news.ts'

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

/** A request goes out, at the place that it has. */
export function tellLaunch(exchange: Exchange, nowMs: number): void {
  exchange.probe = exchange.plan.ledger.launch(exchange.origin, placeMs(exchange), nowMs)
  exchange.slotMs = Number.NaN
}

/** A call that is held stands in line with the others, or takes its place in the row; null: it has no place of its own. */
export function takePlace(exchange: Exchange, { source }: Wait, nowMs: number): number | null {
  const { plan, origin } = exchange
  if (source === 'pause') plan.ledger.park(origin)
  if (source !== 'quota') return null
  exchange.slotMs = plan.ledger.reserve(origin, nowMs)
  exchange.slotRow = origin.row
  return exchange.slotMs
}

/** What the end of a call means for its origin. */
export function tellEnd({ origin, plan }: Exchange, action: Deliver | Fail): void {
  const { ledger, throttle, clock } = plan
  // It may have been its turn in the row, which the next one gets if it did not go out.
  if (origin.concurrency !== null) ledger.place(origin).leave()
  if (throttle !== null && action.do === 'fail' && action.stopped === 'throttled') ledger.want(origin, clock.steadyMs())
}
