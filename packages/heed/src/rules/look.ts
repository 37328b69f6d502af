import { type Action, type Looked, SEND } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { stop } from './stop.ts'

/** After every wait and hop the facts are looked at anew before anything is sent. */
export function look(exchange: Exchange, { found, ahead, wallMs }: Looked, nowMs: number): Action {
  const { cache } = exchange.plan
  if (nowMs >= exchange.endMs) {
    const late = stop('deadline', 'deadline', null)
    return cache === null || found === null ? late : (cache.rules.rescue(exchange, late, wallMs, null) ?? late)
  }
  return cache === null || found === null ? SEND : cache.rules.serve(exchange, found, ahead, wallMs)
}
