import { onlyLine } from '../../fields/tokens.ts'
import type * as full from './stated.ts'

/** No vendor is known here whose order to send again could be believed. */
export const orderedRetry: typeof full.orderedRetry = fields =>
  onlyLine(fields['x-should-retry'])?.trim() === 'false' ? false : null
