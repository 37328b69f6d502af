import { platform } from '#platform'
import { OptionError } from '../errors/option-error.ts'
import { MOST_MS } from '../options/checks.ts'
import { budgetOf, PATIENT_MS, USUAL } from '../options/usual.ts'
import type { FetchMode, Plan } from '../plan.ts'
import { systemClock } from '../shared/clock.ts'
import { PlainLedger } from '../shared/plain-ledger.ts'
import type { FetchPlans } from './fetch-options.ts'
import type { SmallFetchOptions } from './small-options.ts'

const LEAST: Readonly<Record<string, number>> = {
  attempts: 1,
  deadlineMs: 1,
  attemptMs: 1,
  bodyIdleMs: 1,
  maxWaitMs: 0,
  maxRedirects: 0,
}
const OTHERS = 'attemptHeader replayable backoff budget onTrail limitKey transport clock dice'.split(' ')

function check(options: SmallFetchOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const least = LEAST[name]
    if (least === undefined) {
      if (OTHERS.includes(name)) continue
      throw new OptionError(name, `heed/fetch has no option ${name}; it has ${[...Object.keys(LEAST), ...OTHERS]}.`)
    }
    const number = value as number | undefined
    if (number === undefined || (Number.isInteger(number) && number >= least && number <= MOST_MS)) continue
    throw new OptionError(
      name,
      `The option ${name} must be a whole number from ${least} to ${MOST_MS}; it was ${value}.`,
    )
  }
}

/** Whoever asks sends again and follows by itself; on a page it is the platform that follows, whatever is said here. */
const NESTED = { attempts: 1, redirect: 'manual' } as const

/** @throws {OptionError} for an option that is unknown or out of its bounds */
export function compileFetch(options: SmallFetchOptions): FetchPlans {
  check(options)
  const { deadlineMs = PATIENT_MS, attemptMs = deadlineMs, bodyIdleMs = PATIENT_MS, clock = systemClock } = options
  const { backoff = {}, budget = {} } = options
  const plan: Plan = {
    ...USUAL,
    deadlineMs,
    attemptMs,
    attempts: options.attempts ?? USUAL.attempts,
    maxWaitMs: options.maxWaitMs ?? USUAL.maxWaitMs,
    maxRedirects: options.maxRedirects ?? USUAL.maxRedirects,
    faultBaseMs: backoff.faultMs ?? USUAL.faultBaseMs,
    throttleBaseMs: backoff.throttleMs ?? USUAL.throttleBaseMs,
    backoffCapMs: backoff.capMs ?? USUAL.backoffCapMs,
    attemptField: options.attemptHeader?.toLowerCase() ?? null,
    limits: { ...USUAL.limits, bodyIdleMs },
    replayable: options.replayable ?? false,
    fetchMode: 'cors',
    throwOnError: false,
    stream: true,
    onTrail: options.onTrail ?? null,
    limitKey: options.limitKey ?? null,
    budget: budget === false ? null : budgetOf(budget),
    auth: null,
    proxyAuth: null,
    watch: null,
    throttle: null,
    quota: null,
    restrains: false,
    slowMs: Number.POSITIVE_INFINITY,
    vendor: null,
    transport: options.transport ?? platform.transport({}, clock),
    ledger: new PlainLedger(),
    alarms: platform.alarms(clock),
    clock,
    dice: options.dice ?? Math.random,
  }
  return (kind, mode) =>
    kind === 'follow' && mode === 'cors'
      ? plan
      : { ...plan, ...(kind === 'nested' ? NESTED : { redirect: kind }), fetchMode: mode as FetchMode }
}
