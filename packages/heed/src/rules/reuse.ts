import type { Action } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { CONDITIONS } from '../fields/conditions.ts'
import { stop } from './stop.ts'
import { STILL_GOOD_WORDS } from './words.ts'

/**
 * A 304 that answers to no validator of ours, be it from the server or from the cache: an answer to callers who sent
 * their own; to anybody else it has nothing to point at. One to a validator of ours is weighed in `confirm.ts`.
 */
export function reuse(exchange: Exchange): Action {
  const asked = CONDITIONS.some(name => Object.hasOwn(exchange.request.fields, name))
  if (!asked) return stop('reuse', 'final', null)
  return { do: 'deliver', rule: 'reuse', reason: STILL_GOOD_WORDS }
}
