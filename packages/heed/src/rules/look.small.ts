import { SEND } from '../action.ts'
import type * as full from './look.ts'
import { hold } from './manners/hold.small.ts'
import { stop } from './stop.ts'

/** Where there is no cache, all that could forbid a send is the time. */
export const look: typeof full.look = (exchange, _looked, nowMs, dice) =>
  nowMs >= exchange.endMs ? stop('deadline', 'deadline', null) : (hold(exchange, nowMs, dice) ?? SEND)
