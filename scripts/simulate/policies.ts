/**
 * How others try again, as models: what each does when a GET fails, written from its source with its defaults. Each is
 * a pure function of what it knows; randomness comes in as an argument. Where a source limits an attempt, the model
 * does too; where it sets no limit, the attempt is given up after 10 s like everybody's (`timesOut: false` where the
 * source has one limit for the whole call instead).
 */

/** Why an attempt brought nothing. */
export type Failure =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' }

/** What one client remembers from call to call: its tokens. Clients without such memory ignore it. */
export type Tokens = number

export interface Attempted {
  /** Sends so far in this call, from 1. */
  readonly tries: number
  /** What the retry that led to this attempt has cost; 0 for a first attempt. */
  readonly paid: number
}

/** Null: the call has failed. */
export interface Again {
  readonly waitMs: number
  readonly cost: number
}

export interface Policy {
  /** Where its numbers come from. */
  readonly source: string
  /** The longest one attempt may take. */
  readonly attemptMs: number
  /** The longest a call may take. Infinity: as long as its attempts and waits take. */
  readonly callMs: number
  readonly tokens: Tokens
  failed(failure: Failure, attempted: Attempted, tokens: Tokens, dice: () => number): Again | null
  /** The tokens after an attempt; `again` is what `failed` said of it. */
  after(good: boolean, attempted: Attempted, again: Again | null, tokens: Tokens): Tokens
}

const SECOND = 1000
const ATTEMPT_MS = 10 * SECOND

/** A policy that remembers nothing: `waitMs` says how long to wait before the next send, or null. */
const forgetful = (
  source: string,
  waitMs: (failure: Failure, tries: number, dice: () => number) => number | null,
): Policy => ({
  source,
  attemptMs: ATTEMPT_MS,
  callMs: Number.POSITIVE_INFINITY,
  tokens: 0,
  failed(failure, { tries }, _tokens, dice) {
    const wait = waitMs(failure, tries, dice)
    return wait === null ? null : { waitMs: wait, cost: 0 }
  },
  after: (_good, _attempted, _again, tokens) => tokens,
})

const statedMs = (failure: Failure): number | null => (failure.kind === 'status' ? failure.retryAfterMs : null)

/** The loop that everybody writes first. */
export const threeAtOnce: Policy = forgetful('no source: four sends in a loop, no wait', (_failure, tries) =>
  tries > 3 ? null : 0,
)

/** Plain backoff, which heeds nothing that the server says. The comparison for 429s. */
export const fullJitter: Policy = forgetful(
  'Exponential Backoff And Jitter, AWS Architecture Blog, 2015: random(0, min(cap, base x 2^n)); base 100 ms, cap 20 s',
  (_failure, tries, dice) => (tries > 3 ? null : dice() * Math.min(20 * SECOND, 100 * 2 ** (tries - 1))),
)

/** No wait unless the server states one; time-outs are not retried (ECONNABORTED). */
export const axiosRetry: Policy = forgetful(
  'axios-retry 4.5.0, dist/esm/index.js: retries 3, noDelay, isNetworkOrIdempotentRequestError',
  (failure, tries) => (tries > 3 || failure.kind === 'timeout' ? null : (statedMs(failure) ?? 0)),
)

/** The stated wait as it is, without jitter; time-outs are not retried by default. */
export const ky: Policy = forgetful(
  'ky 2.1.0, distribution/utils/normalize.js and core/Ky.js: limit 2, 0.3 s x 2^(n-1), timeout 10 s, retryOnTimeout false',
  (failure, tries) =>
    tries > 2 || failure.kind === 'timeout' ? null : (statedMs(failure) ?? 0.3 * SECOND * 2 ** (tries - 1)),
)

/** The stated wait unless it is longer than an attempt may take; time-outs are retried. */
export const got: Policy = forgetful(
  'got 16.1.0, dist/source/core/calculate-retry-delay.js and options.js: limit 2, 1 s x 2^(n-1) + up to 100 ms',
  (failure, tries, dice) => {
    if (tries > 2) return null
    const stated = statedMs(failure)
    if (stated !== null) return stated > ATTEMPT_MS ? null : Math.max(1, stated)
    return SECOND * 2 ** (tries - 1) + dice() * 100
  },
)

/** The stated wait, but never more than 30 s; its list of error codes has no time-outs. */
export const undici: Policy = forgetful(
  'undici 8.12.4, lib/handler/retry-handler.js: maxRetries 5, 0.5 s x 2^(n-1), at most 30 s',
  (failure, tries) =>
    tries > 5 || failure.kind === 'timeout'
      ? null
      : Math.min(30 * SECOND, statedMs(failure) ?? 0.5 * SECOND * 2 ** (tries - 1)),
)

const AWS_TOKENS = 500
const AWS_COST = { throttling: 5, transient: 14 }
const AWS_BASE_MS = { throttling: SECOND, transient: 50 }

/** 500 tokens for a client: each retry costs some, a success gives back what its retry has cost, or 1. */
export const awsStandard: Policy = {
  source:
    '@smithy/core 3.40 and later, retry/util-retry/StandardRetryStrategy.ts and retries-2026-config.ts: the standard mode that is the default since 10 November 2026',
  attemptMs: ATTEMPT_MS,
  callMs: Number.POSITIVE_INFINITY,
  tokens: AWS_TOKENS,
  failed(failure, { tries }, tokens, dice) {
    const kind = failure.kind === 'status' && failure.status === 429 ? 'throttling' : 'transient'
    const cost = AWS_COST[kind]
    if (tries > 2 || tokens < cost) return null
    const ownMs = Math.floor(dice() * Math.min(20 * SECOND, AWS_BASE_MS[kind] * 2 ** (tries - 1)))
    const stated = statedMs(failure)
    // A stated wait is kept within own backoff and five seconds more.
    return { waitMs: stated === null ? ownMs : Math.max(ownMs, Math.min(stated, ownMs + 5 * SECOND)), cost }
  },
  after: (good, { paid }, again, tokens) =>
    good ? Math.min(AWS_TOKENS, tokens + (paid === 0 ? 1 : paid)) : tokens - (again?.cost ?? 0),
}

const GRPC = { maxTokens: 10, tokenRatio: 0.1, maxAttempts: 4, initialMs: 100, maxMs: SECOND, multiplier: 2 }

const grpcTokens = (good: boolean, tokens: Tokens): Tokens =>
  good ? Math.min(GRPC.maxTokens, tokens + GRPC.tokenRatio) : Math.max(0, tokens - 1)

/**
 * Ten tokens for a server name: a failure takes one, a success gives a tenth, and at half of them nothing is retried.
 * One deadline for the whole call, none for an attempt. The server's pushback stands for Retry-After.
 */
export const grpc: Policy = {
  source:
    'gRPC proposal A6, client retries: its example of a retryPolicy (4 attempts, 0.1 s x 2^n up to 1 s, 0.8 to 1.2 of it) and of retryThrottling (10, 0.1)',
  attemptMs: Number.POSITIVE_INFINITY,
  callMs: 30 * SECOND,
  tokens: GRPC.maxTokens,
  failed(failure, { tries }, tokens, dice) {
    if (failure.kind === 'timeout' || tries >= GRPC.maxAttempts) return null
    if (grpcTokens(false, tokens) <= GRPC.maxTokens / 2) return null
    const ownMs = Math.min(GRPC.maxMs, GRPC.initialMs * GRPC.multiplier ** (tries - 1)) * (0.8 + 0.4 * dice())
    return { waitMs: statedMs(failure) ?? ownMs, cost: 0 }
  },
  after: (good, _attempted, _again, tokens) => grpcTokens(good, tokens),
}
