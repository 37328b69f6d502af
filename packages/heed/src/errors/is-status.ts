import { lookup } from '../status/lookup.ts'
import type { Kind } from '../status/row.ts'
import type { StatusError } from './errors.ts'
import { HeedError } from './heed-error.ts'

/** What the type of an error says once `isStatus` was true: its code, or its class. */
export type Said<Wanted extends number | Kind> = Wanted extends number
  ? { readonly status: Wanted }
  : { readonly kind: Wanted }

/**
 * Is it the error of a final answer, with one of these status codes or of one of these classes? Takes whatever was caught, also
 * errors of another copy of this package, and never throws: `if (isStatus(error, 404)) return null`. Without codes and
 * classes: is it the error of a final answer at all?
 */
export function isStatus(error: unknown): error is StatusError
export function isStatus<const Wanted extends readonly [number | Kind, ...(number | Kind)[]]>(
  error: unknown,
  ...wanted: Wanted
): error is StatusError & Said<Wanted[number]>
export function isStatus(error: unknown, ...wanted: readonly (number | Kind)[]): boolean {
  if (!HeedError.is(error) || !(error.code === 'HEED_STATUS' || error.code === 'HEED_REDIRECT')) return false
  const { status } = error as StatusError
  const kind = lookup(status)?.kind
  return wanted.length === 0 || wanted.some(each => each === status || each === kind)
}
