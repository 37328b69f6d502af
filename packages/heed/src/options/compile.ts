import { platform } from '#platform'
import { OptionError } from '../errors/errors.ts'
import { hedged } from '../hedge.ts'
import type { Plan } from '../plan.ts'
import type { Clock } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { keyring } from '../shared/keyring.ts'
import { memoryLedger } from '../shared/ledger.ts'
import { watchedTransport } from '../transports/watched.ts'
import { bothWatches } from '../watch/both.ts'
import { channelWatch } from '../watch/channels.ts'
import { originListener } from '../watch/origins.ts'
import { authOf, proxyAuthOf } from './auth-options.ts'
import { checkCallOptions, checkClientOptions, ownOptions } from './check-options.ts'
import type { CallOptions, ClientOptions, LimitOptions, SharedOptions } from './options.ts'
import { breakerOf, concurrencyOf, hedgeOf, quotaOf, throttleOf } from './restraints.ts'
import { budgetOf, USUAL } from './usual.ts'

/** Options made into a plan, once for a client. `baseOrigin`: who gets credentials unless told otherwise. */
export function compileClient(options: ClientOptions, baseOrigin: string | null = null): Plan {
  checkClientOptions(options)
  const clock = options.clock ?? systemClock
  const quota = quotaOf(options.quota)
  const concurrency = concurrencyOf(options.concurrency)
  const breaker = breakerOf(options.breaker)
  const hedge = hedgeOf(options.hedge)
  const budget = options.budget === false ? null : budgetOf(ownOptions(options.budget ?? {}))
  const throttle = throttleOf(options.throttle)
  const watch = bothWatches(channelWatch, options.watch ?? null)
  const ledger = memoryLedger({
    breaker,
    quota,
    concurrency,
    throttles: throttle !== null,
    paces: options.pace !== false,
    onChange: originListener(options.onOrigin ?? null, watch, options.limitKey === undefined, clock),
  })
  const plain = transportOf(options, clock)
  const transport = watch === null ? plain : watchedTransport(plain)
  const bare: Plan = {
    ...USUAL,
    budget,
    auth: options.auth === undefined ? null : keyring(authOf(ownOptions(options.auth), baseOrigin), clock),
    proxyAuth: options.proxyAuth === undefined ? null : keyring(proxyAuthOf(ownOptions(options.proxyAuth)), clock),
    watch,
    transport: hedge === null ? transport : hedged(transport, hedge, budget, ledger, quota, clock),
    throttle,
    quota,
    restrains: quota !== null || concurrency !== null || throttle !== null,
    slowMs: breaker?.slowMs ?? Number.POSITIVE_INFINITY,
    vendor: options.vendor ?? null,
    limitKey: options.limitKey ?? null,
    ledger,
    alarms: platform.alarms(clock),
    clock,
    dice: options.dice ?? Math.random,
  }
  return overridden(bare, options, options.connectMs)
}

function transportOf(options: ClientOptions, clock: Clock): Plan['transport'] {
  const given = [options.transport, options.dispatcher, options.connectMs].filter(value => value !== undefined)
  if (given.length > 1) {
    throw new OptionError(
      'dispatcher',
      'Only one of connectMs, dispatcher and transport can be given: a connection limit belongs to whoever makes connections.',
    )
  }
  if (options.transport !== undefined) return options.transport
  return platform.transport(options, clock)
}

/** The plan of one call, or of an extended client: the same but for what the options say. */
export function overridden(plan: Plan, options: SharedOptions & { stream?: boolean }, connectMs?: number): Plan {
  const backoff = ownOptions(options.backoff ?? {})
  const limits = ownOptions(options.limits ?? {})
  const made: Plan = {
    ...plan,
    attempts: options.attempts ?? plan.attempts,
    maxRedirects: options.maxRedirects ?? plan.maxRedirects,
    redirect: options.redirect ?? plan.redirect,
    deadlineMs: options.deadlineMs ?? plan.deadlineMs,
    attemptMs: options.attemptMs ?? plan.attemptMs,
    maxWaitMs: options.maxWaitMs ?? plan.maxWaitMs,
    faultBaseMs: backoff.faultMs ?? plan.faultBaseMs,
    throttleBaseMs: backoff.throttleMs ?? plan.throttleBaseMs,
    backoffCapMs: backoff.capMs ?? plan.backoffCapMs,
    attemptField: options.attemptHeader?.toLowerCase() ?? plan.attemptField,
    interims: limits.interims ?? plan.interims,
    limits: limitsOf(plan, options, limits),
    replayable: options.replayable ?? plan.replayable,
    throwOnError: options.throwOnError ?? plan.throwOnError,
    stream: options.stream ?? plan.stream,
    cache: options.cache === undefined ? plan.cache : options.cache || null,
    onTrail: options.onTrail ?? plan.onTrail,
  }
  checkTogether(made, options.attemptMs, connectMs)
  checkRedirect(made)
  return made
}

function limitsOf(plan: Plan, options: SharedOptions, limits: LimitOptions): Plan['limits'] {
  const before = plan.limits
  const bodyIdleMs = options.bodyIdleMs ?? before.bodyIdleMs
  const attemptMs = Math.min(options.attemptMs ?? plan.attemptMs, options.deadlineMs ?? plan.deadlineMs)
  return {
    ...before,
    bodyBytes: limits.bodyBytes ?? before.bodyBytes,
    errorBytes: limits.errorBytes ?? before.errorBytes,
    ratio: limits.ratio ?? before.ratio,
    codings: limits.codings ?? before.codings,
    bodyIdleMs,
    // One time for head and body lets undici keep one timer for a connection, where two would be made for each request.
    headMs: bodyIdleMs >= attemptMs ? bodyIdleMs : 0,
  }
}

/** Limits that contradict each other are a mistake, unless one of them is only a default. */
function checkTogether(plan: Plan, attemptMs: number | undefined, connectMs: number | undefined): void {
  if (attemptMs !== undefined && attemptMs > plan.deadlineMs)
    throw longer('attemptMs', attemptMs, 'deadlineMs', plan.deadlineMs)
  const attempt = Math.min(plan.attemptMs, plan.deadlineMs)
  if (connectMs !== undefined && connectMs > attempt) throw longer('connectMs', connectMs, 'attemptMs', attempt)
}

/** What the platform does unseen cannot be refused. */
function checkRedirect({ redirect, transport }: Plan): void {
  if (redirect === 'follow' || transport.followsRedirects !== true) return
  const cure = "leave the option out, and look at the answer, or ask where the page's own server follows."
  const message = `The option redirect cannot be '${redirect}' in a browser, which follows redirects before a script sees them: ${cure}`
  throw new OptionError('redirect', message)
}

function longer(name: string, ms: number, outer: string, outerMs: number): OptionError {
  const message = `The option ${name} (${ms}) is longer than ${outer} (${outerMs}), so it could never matter: raise ${outer} or lower ${name}.`
  return new OptionError(name, message)
}

/** Options that change nothing of the plan; a call with these alone uses its client's plan as it is. */
const OUTSIDE_THE_PLAN: ReadonlySet<string> = new Set([
  'method',
  'headers',
  'searchParams',
  'body',
  'json',
  'form',
  'signal',
  'idempotencyKey',
])

/** @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another */
export function compileCall(plan: Plan, options: CallOptions): Plan {
  checkCallOptions(options)
  return Object.keys(options).every(name => OUTSIDE_THE_PLAN.has(name)) ? plan : overridden(plan, options)
}
