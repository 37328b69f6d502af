import type { Action, Answered } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { FieldRecord } from '../ports.ts'

/** Where the rules of a cache, which comes with it, have a say in what an answer or a failure means. */

/** An ending, or a wait for a server that fails, that a kept answer may take the place of (stale-if-error). */
export function orStale(
  exchange: Exchange,
  action: Action,
  nowMs: number,
  wallMs: number,
  status: number | null,
): Action {
  if (action.do !== 'fail' && action.do !== 'wait') return action
  const { cache, plan } = exchange
  if (plan.cache === null || cache === null || cache.found.length === 0) return action
  return plan.cache.rules.rescue(exchange, action, nowMs, wallMs, status) ?? action
}

/** The rest of a kept part, or what says that it cannot be had; null: nothing was to be completed. */
export function completing(exchange: Exchange, { status, fields, wallMs, stored }: Answered): Action | null {
  const { cache, plan } = exchange
  if (plan.cache === null || stored || cache?.completing !== true) return null
  return plan.cache.rules.complete(exchange, status, fields, wallMs)
}

/** What a 304 says of the kept answers whose validators went out; null when none did. */
export function confirmed(exchange: Exchange, fields: FieldRecord, wallMs: number): Action | null {
  const { cache, plan } = exchange
  if (cache === null || plan.cache === null || cache.asked.length === 0) return null
  return plan.cache.rules.confirm(exchange, fields, wallMs)
}
