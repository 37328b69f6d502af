import type { Action } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { stop } from './stop.ts'

const VALIDATORS = ['if-none-match', 'if-modified-since', 'if-range', 'if-match', 'if-unmodified-since'] as const

/** 304: an answer to callers who sent their own validator; to anybody else it has nothing to point at. */
export function reuse(exchange: Exchange): Action {
  const asked = VALIDATORS.some(name => Object.hasOwn(exchange.request.fields, name))
  if (!asked) return stop('reuse', 'final', null)
  return { do: 'deliver', rule: 'reuse', reason: 'what the caller has stored is still good' }
}
