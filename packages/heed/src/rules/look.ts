import { type Action, SEND } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { stop } from './stop.ts'

/** After every wait and hop the facts are looked at anew before anything is sent. */
export function look(exchange: Exchange, nowMs: number): Action {
  if (nowMs >= exchange.endMs) return stop('deadline', 'deadline', null)
  return SEND
}
