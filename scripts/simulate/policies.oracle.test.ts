// The models beside the code they are models of, where that is installed. It is read by path: these are its own insides.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mock, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from '../workspace.ts'
import { axiosRetry, type Failure, got, ky, type Policy, undici } from './policies.ts'

const inside = (path: string): string => join(root, 'node_modules', path)
const load = async <Module>(path: string): Promise<Module> => import(pathToFileURL(inside(path)).href)

interface AxiosRetry {
  readonly DEFAULT_OPTIONS: { readonly retries: number; retryDelay(tries: number, error: object): number }
  isNetworkOrIdempotentRequestError(error: object): boolean
}

interface KyRetry {
  readonly limit: number
  readonly maxRetryAfter: number
  readonly backoffLimit: number
  readonly jitter: unknown
  readonly retryOnTimeout: boolean
  readonly statusCodes: readonly number[]
  delay(tries: number): number
}

interface KyTiming {
  getRetryTimingHeader(headers: Headers): object | undefined
  calculateRetryTimingDelay(stated: object): number | undefined
}

const FAILURES: readonly Failure[] = [
  { kind: 'status', status: 503, retryAfterMs: null },
  { kind: 'status', status: 429, retryAfterMs: 7000 },
  { kind: 'status', status: 429, retryAfterMs: 40_000 },
  { kind: 'refused' },
  { kind: 'timeout' },
]

const TRIES = [1, 2, 3, 4, 5, 6, 7]

const modelled = (policy: Policy): (number | null)[][] =>
  FAILURES.map(failure =>
    TRIES.map(tries => policy.failed(failure, { tries, paid: 0 }, policy.tokens, () => 0.5)?.waitMs ?? null),
  )

const headersOf = (failure: Failure): Record<string, string> =>
  failure.kind === 'status' && failure.retryAfterMs !== null ? { 'retry-after': `${failure.retryAfterMs / 1000}` } : {}

test('got waits as its model does', async () => {
  const { default: delay } = await load<{ default: (facts: object) => number }>(
    'got/dist/source/core/calculate-retry-delay.js',
  )
  const { default: Options } = await load<{ default: new () => { retry: object } }>('got/dist/source/core/options.js')
  const { retry: retryOptions } = new Options()
  mock.method(Math, 'random', () => 0.5)
  const codes = { refused: 'ECONNREFUSED', timeout: 'ETIMEDOUT', status: 'ERR_NON_2XX_3XX_RESPONSE' }
  const waits = FAILURES.map(failure =>
    TRIES.map(attemptCount => {
      const response = failure.kind === 'status' ? { statusCode: failure.status } : undefined
      const error = { name: 'E', code: codes[failure.kind], options: { method: 'GET' }, response }
      const retryAfter = failure.kind === 'status' ? (failure.retryAfterMs ?? undefined) : undefined
      // computedValue: what got makes of maxRetryAfter and timeout.request, here the 10 s of every attempt.
      return delay({ attemptCount, retryOptions, error, retryAfter, computedValue: 10_000 }) || null
    }),
  )
  mock.restoreAll()
  assert.deepEqual(waits, modelled(got))
})

test('undici waits as its model does', async () => {
  const require = createRequire(import.meta.url)
  const RetryHandler = require(inside('undici/lib/handler/retry-handler.js'))
  const { kRetryHandlerDefaultRetry } = require(inside('undici/lib/core/symbols.js'))
  const { retryOpts } = new RetryHandler({}, { dispatch: () => {}, handler: {} })
  let waited: number | null = null
  mock.method(globalThis, 'setTimeout', (_ring: unknown, ms: number) => {
    waited = ms
  })
  const codes = { refused: 'ECONNREFUSED', timeout: 'UND_ERR_HEADERS_TIMEOUT', status: 'UND_ERR_REQ_RETRY' }
  const waits = FAILURES.map(failure =>
    TRIES.map(counter => {
      waited = null
      const error = {
        code: codes[failure.kind],
        headers: headersOf(failure),
        ...(failure.kind === 'status' ? { statusCode: failure.status } : {}),
      }
      const opts = { method: 'GET', retryOptions: retryOpts }
      RetryHandler[kRetryHandlerDefaultRetry](error, { state: { counter }, opts }, () => {})
      return waited
    }),
  )
  mock.restoreAll()
  assert.deepEqual(waits, modelled(undici))
})

test('axios-retry retries and waits as its model does', async () => {
  const { DEFAULT_OPTIONS, isNetworkOrIdempotentRequestError } = await load<AxiosRetry>('axios-retry/dist/esm/index.js')
  const codes = { refused: 'ECONNREFUSED', timeout: 'ECONNABORTED', status: 'ERR_BAD_RESPONSE' }
  const waits = FAILURES.map(failure =>
    TRIES.map(tries => {
      const response = failure.kind === 'status' ? { status: failure.status, headers: headersOf(failure) } : undefined
      const error = { code: codes[failure.kind], config: { method: 'get' }, response }
      const again = tries - 1 < DEFAULT_OPTIONS.retries && isNetworkOrIdempotentRequestError(error)
      return again ? DEFAULT_OPTIONS.retryDelay(tries, error) : null
    }),
  )
  assert.deepEqual(waits, modelled(axiosRetry))
})

test('ky has the defaults of its model', async () => {
  const { normalizeRetryOptions } = await load<{ normalizeRetryOptions(): KyRetry }>(
    'ky/distribution/utils/normalize.js',
  )
  const { calculateRetryTimingDelay, getRetryTimingHeader } = await load<KyTiming>(
    'ky/distribution/core/retry-timing.js',
  )
  const { limit, delay, maxRetryAfter, backoffLimit, jitter, retryOnTimeout, statusCodes } = normalizeRetryOptions()
  assert.deepEqual(
    [jitter, backoffLimit, maxRetryAfter],
    [undefined, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  )
  const waits = FAILURES.map(failure =>
    TRIES.map(tries => {
      if (tries > limit || (failure.kind === 'timeout' && !retryOnTimeout)) return null
      if (failure.kind === 'status' && !statusCodes.includes(failure.status)) return null
      const stated = getRetryTimingHeader(new Headers(headersOf(failure)))
      return stated === undefined ? delay(tries) : calculateRetryTimingDelay(stated)
    }),
  )
  assert.deepEqual(waits, modelled(ky))
})

test('the models name the versions that are installed', () => {
  for (const { source } of [got, undici, axiosRetry, ky]) {
    const [, name = '', version] = /^(\S+) ([\d.]+),/.exec(source) ?? []
    const installed = JSON.parse(readFileSync(inside(join(name, 'package.json')), 'utf8')) as { version: string }
    assert.equal(version, installed.version, name)
  }
})
