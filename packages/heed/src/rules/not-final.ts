import { orderedRetry } from '#edition/rules/manners/stated'
import type { Action } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { Dice, FieldRecord } from '../ports.ts'
import type { RetryKnobs, Row } from '../status/row.ts'
import { retryAnswer } from './retry.ts'

/** What an answer asks for that tells of a limit with a code of another meaning: nothing was done, so any method may go again. */
const LIMIT_REACHED: RetryKnobs = Object.freeze({
  whom: 'any',
  pace: 'throttle',
  onlyWhenAsked: false,
  onceOnNewConnection: false,
})

/** What an answer asks for whose code is final, but whose server orders another try: heed's own conditions stay. */
const ORDERED_AGAIN: RetryKnobs = Object.freeze({ ...LIMIT_REACHED, whom: 'repeatable' })

/** What the fields beside a code may say that otherwise is final; null: nothing, it is. */
export function notFinal(
  exchange: Exchange,
  row: Row,
  fields: FieldRecord,
  nowMs: number,
  wallMs: number,
  dice: Dice,
): Action | null {
  // Some vendors tell of a limit with such a code.
  if (exchange.limited) return retryAnswer(exchange, row, LIMIT_REACHED, fields, nowMs, wallMs, dice)
  const isOrdered = orderedRetry(fields, exchange.plan.vendor) === true
  return isOrdered ? retryAnswer(exchange, row, ORDERED_AGAIN, fields, nowMs, wallMs, dice) : null
}
