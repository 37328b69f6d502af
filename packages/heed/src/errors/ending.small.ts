import { faultRow } from '#edition/rules/faults'
import type { Fail, Stopped } from '../action.ts'
import { faultEntry, sendEntry } from '../drive/recorder.ts'
import type { Exchange } from '../exchange.ts'
import type { FaultName, WireFault } from '../ports.ts'
import type { Who } from '../rules/faults.ts'
import { mayRepeat } from '../rules/safety.ts'
import { shownUrl } from '../shown-url.ts'
import type { Trail } from '../trail.ts'
import { faultOf } from '../transports/broken-body.ts'
import { type ErrorCode, HeedError } from './heed-error.ts'

/** Why a call brought no answer, in names; the sentences are the full edition's. */
class Failure extends HeedError {
  readonly code: ErrorCode
  readonly who: Who
  readonly retryable: boolean
  readonly trail: Trail
  readonly fault: FaultName | null
  readonly stopped: Stopped
  /** The status of the latest answer; null when there was none. */
  readonly status: number | null
  /** When it is worth another try, where that is known. */
  readonly retryAt: Date | null

  constructor(exchange: Exchange, { stopped, retryAfterMs }: Fail, fault: WireFault | null) {
    const { answer, request, plan, trail } = exchange
    const name = fault?.name ?? null
    super(`${request.method} ${shownUrl(request.url)} failed (${name ?? stopped})`, { cause: fault?.cause })
    // Every answer is handed on but a redirect that is refused.
    const { who, transient, timeout } = name === null ? REFUSED : faultRow(name)
    this.code =
      name === null ? 'HEED_REDIRECT' : name === 'aborted' ? 'HEED_ABORTED' : timeout ? 'HEED_TIMEOUT' : 'HEED_WIRE'
    this.who = who
    this.retryable = (transient || timeout) && (mayRepeat(exchange) || fault?.sent === false)
    this.trail = trail ?? [sendEntry(exchange)]
    this.fault = name
    this.stopped = stopped
    this.status = answer?.status ?? null
    this.retryAt = retryAfterMs === null ? null : new Date(plan.clock.wallMs() + retryAfterMs)
  }

  override get name(): string {
    return 'HeedError'
  }
}

const REFUSED = { who: 'server', transient: false, timeout: false } as const

export const errorOf = (exchange: Exchange, failure: Fail): HeedError => new Failure(exchange, failure, exchange.fault)

/** The error for a body that broke off while it was handed on; what heed does not know stays as it is. */
export function brokenError(exchange: Exchange, broken: unknown): unknown {
  const fault = faultOf(broken)
  if (fault === null) return broken
  const broke = faultEntry(exchange, fault, exchange.plan.clock.steadyMs())
  const trail = [...(exchange.trail ?? [sendEntry(exchange)]), broke]
  const failure: Fail = { do: 'fail', rule: 'fault', stopped: 'final', reason: fault.name, retryAfterMs: null }
  return new Failure({ ...exchange, trail }, failure, fault)
}
