import { type Action, GATHER } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { WireRequest } from '../ports.ts'
import type { RepairKnobs } from '../status/row.ts'
import { stop } from './stop.ts'

/**
 * The change that the server asks for, made once. What a repair would have to guess stays with the caller: another range
 * belongs to `download`, a condition to `update`, which know what was read before. The server did nothing with the request,
 * so its method does not matter.
 */
export function repair(exchange: Exchange, knobs: RepairKnobs): Action {
  const { request, repaired } = exchange
  if (repaired) return stop('repair', 'final', null)
  if (knobs.how === 'add-length' && isUnmeasured(exchange)) {
    if (exchange.source === 'one-shot') return stop('repair', 'one-shot', null)
    return GATHER
  }
  // RFC 9110 section 10.1.1. Callers cannot set Expect and heed does not, so this is for requests that others made.
  if (knobs.how === 'drop-expect' && Object.hasOwn(request.fields, 'expect')) {
    return { do: 'look', to: withoutExpect(request), hop: null }
  }
  return stop('repair', 'final', null)
}

/** Did the content go out in chunks, without a word on how long it is? */
function isUnmeasured({ request, source }: Exchange): boolean {
  return source !== 'bytes' && request.body !== null && request.bodyBytes === null
}

function withoutExpect(request: WireRequest): WireRequest {
  const { expect: _expect, ...fields } = request.fields
  return { ...request, fields }
}
