/** What a caught error is known to be. The compiler reads this: nothing of it runs. */
import { expectTypeOf } from 'expect-type'
import { HeedError, isStatus, type Kind, type Outcome, StatusError, TimeoutError, WireError } from 'heed'

export function ofStatus(error: unknown): unknown {
  // @ts-expect-error: nothing is known of what was caught
  error.status
  if (isStatus(error, 404, 410)) {
    expectTypeOf(error.status).toEqualTypeOf<404 | 410>()
    expectTypeOf(error.problem?.title).toEqualTypeOf<string | undefined>()
    return error.status === 404 ? error.headers : error.retryAt
  }
  if (isStatus(error, 'client error')) {
    expectTypeOf(error.kind).toEqualTypeOf<'client error'>()
    expectTypeOf(error.status).toEqualTypeOf<number>()
    return error.allow
  }
  if (isStatus(error, 429, 'server error')) {
    return error.kind === 'server error' ? error.status : expectTypeOf(error.status).toEqualTypeOf<429>()
  }
  if (isStatus(error)) {
    expectTypeOf(error).toEqualTypeOf<StatusError>()
    expectTypeOf(error.kind).toEqualTypeOf<Kind | null>()
    return error.answer
  }
  // @ts-expect-error: five classes, and this is none
  isStatus(error, 'not found')
  // @ts-expect-error: a code is a number
  isStatus(error, '404')
  return isStatus(error, ...([404, 410] as const))
}

export function everyClass({ kind }: StatusError): string {
  switch (kind) {
    case 'informational':
    case 'successful':
    case 'redirection':
    case 'client error':
    case 'server error':
    case null:
      return String(kind)
    default:
      return kind satisfies never
  }
}

export function ofClass(error: unknown): unknown {
  if (error instanceof TimeoutError) expectTypeOf(error.code).toEqualTypeOf<'HEED_TIMEOUT'>()
  if (error instanceof WireError) return error.fault
  if (error instanceof StatusError) return error.retryAt
  // @ts-expect-error: a HeedError in general has no status
  return HeedError.is(error) ? error.status : null
}

export function ofOutcome(outcome: Exclude<Outcome, { kind: 'ok' }>): unknown {
  const { error } = outcome
  switch (error.code) {
    case 'HEED_STATUS':
    case 'HEED_REDIRECT':
      expectTypeOf(error).toEqualTypeOf<StatusError>()
      return error.answer
    case 'HEED_WIRE':
    case 'HEED_TIMEOUT':
    case 'HEED_ABORTED':
      expectTypeOf(error).toEqualTypeOf<WireError>()
      return error.fault
    case 'HEED_OPTION':
      // An option that is wrong is wrong for ever.
      return outcome.kind satisfies 'never' | 'later' | 'unknown'
    default:
      return error satisfies never
  }
}

export function later(outcome: Extract<Outcome, { kind: 'later' }>): Date | null {
  // @ts-expect-error: an option that is wrong never comes right later
  if (outcome.error.code === 'HEED_OPTION') return null
  return outcome.error.retryAt
}
