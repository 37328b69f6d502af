import { firstLine } from '../../fields/lines.ts'
import { readWait } from '../../fields/rate-limit/read.ts'
import type { ResetField } from '../../fields/rate-limit/resets.ts'
import { type Vendor, vendorNamed, vendorOf } from '../../fields/rate-limit/vendors.ts'
import { retryAfterMs } from '../../fields/retry-after.ts'
import { onlyLine, trimSpace } from '../../fields/tokens.ts'
import type { FieldRecord } from '../../ports.ts'
import { mayMeanLimit } from '../../status/load.ts'
import type { Row } from '../../status/row.ts'

/** A wait that the server states, from the receipt of its answer. */
export interface StatedWait {
  readonly waitMs: number
  readonly source: 'retry-after' | 'vendor'
}

/** Sent by several vendors beside Retry-After, and more exact. */
const EXACT: readonly ResetField[] = [
  ['retry-after-ms', 'milliseconds'],
  ['x-ms-retry-after-ms', 'milliseconds'],
]

/**
 * The wait that an answer states for everybody: not that of a redirect, nor that of one request alone (413). In
 * milliseconds, where the code speaks of overload, else Retry-After, else what the vendor has in its place. Null when
 * none of them is there and sound; 0 is a statement.
 */
export function statedWait(row: Row, fields: FieldRecord, vendor: Vendor | null, wallMs: number): StatedWait | null {
  const { retry } = row
  const counts = (retry !== null && !retry.onlyWhenAsked) || mayMeanLimit(row, vendor?.name ?? null)
  if (!counts) return null
  const exactMs = row.overload ? readWait(fields, EXACT, wallMs) : null
  if (exactMs !== null) return { waitMs: exactMs, source: 'vendor' }
  const plainMs = retryAfterMs(fields['retry-after'], firstLine(fields.date), wallMs)
  if (plainMs !== null) return { waitMs: plainMs, source: 'retry-after' }
  const ownMs = vendor === null ? null : readWait(fields, vendor.waits, wallMs)
  return ownMs === null ? null : { waitMs: ownMs, source: 'vendor' }
}

/**
 * Whether the server orders to send again (true) or not to (false); null: it says neither. `false` counts whoever says
 * it; `true` only from a vendor that is known to mean it, by name or by its fields, since the code says otherwise.
 */
export function orderedRetry(fields: FieldRecord, vendorName: string | null): boolean | null {
  const vendor = vendorName === null ? vendorOf(fields) : vendorNamed(vendorName)
  const text = onlyLine(fields[vendor?.order ?? 'x-should-retry'])
  const order = text === null ? null : trimSpace(text)
  if (order === 'false') return false
  return order === 'true' && vendor !== null && vendor.order !== null ? true : null
}
