import { type Action, type Looked, SEND } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { Dice } from '../ports.ts'
import { hold } from './manners/hold.ts'
import { stop } from './stop.ts'

/** After every wait and hop the facts are looked at anew before anything is sent. */
export function look(exchange: Exchange, { found, ahead, wallMs }: Looked, nowMs: number, dice: Dice): Action {
  if (nowMs >= exchange.endMs) return stop('deadline', 'deadline', null)
  const { cache } = exchange.plan
  const next = cache === null || found === null ? SEND : cache.rules.serve(exchange, found, ahead, wallMs)
  if (next.do !== 'send') return next
  // What is kept may be used while the origin rests; what goes out asks first.
  return isHeld(exchange, nowMs) ? (hold(exchange, nowMs, dice) ?? next) : next
}

/** One comparison for most calls: nothing holds the origin, and nothing was asked for that holds calls back. */
const isHeld = ({ origin, plan }: Exchange, nowMs: number): boolean => nowMs < origin.heldUntilMs || plan.restrains
