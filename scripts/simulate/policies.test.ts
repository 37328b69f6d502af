import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Again,
  awsStandard,
  axiosRetry,
  type Failure,
  fullJitter,
  got,
  grpc,
  ky,
  type Policy,
  threeAtOnce,
  undici,
} from './policies.ts'

const BROKEN: Failure = { kind: 'status', status: 503, retryAfterMs: null }
const SILENT: Failure = { kind: 'status', status: 429, retryAfterMs: null }
const STATED: Failure = { kind: 'status', status: 429, retryAfterMs: 7000 }
const TIMEOUT: Failure = { kind: 'timeout' }
const REFUSED: Failure = { kind: 'refused' }

/** The waits of a call whose every attempt fails alike, with tokens in plenty. */
function waits(policy: Policy, failure: Failure, dice = (): number => 0.5): number[] {
  const waited: number[] = []
  for (let tries = 1; ; tries++) {
    const again = policy.failed(failure, { tries, paid: 0 }, policy.tokens, dice)
    if (again === null) return waited
    waited.push(again.waitMs)
  }
}

test('each model waits as its source says', () => {
  const all = (policy: Policy): number[][] => [BROKEN, STATED, REFUSED, TIMEOUT].map(failure => waits(policy, failure))
  assert.deepEqual(all(threeAtOnce), [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ])
  assert.deepEqual(all(fullJitter), [
    [50, 100, 200],
    [50, 100, 200],
    [50, 100, 200],
    [50, 100, 200],
  ])
  assert.deepEqual(all(axiosRetry), [[0, 0, 0], [7000, 7000, 7000], [0, 0, 0], []])
  assert.deepEqual(all(ky), [[300, 600], [7000, 7000], [300, 600], []])
  assert.deepEqual(all(got), [
    [1050, 2050],
    [7000, 7000],
    [1050, 2050],
    [1050, 2050],
  ])
  assert.deepEqual(all(undici), [
    [500, 1000, 2000, 4000, 8000],
    [7000, 7000, 7000, 7000, 7000],
    [500, 1000, 2000, 4000, 8000],
    [],
  ])
  assert.deepEqual(all(awsStandard), [
    [25, 50],
    [5500, 6000],
    [25, 50],
    [25, 50],
  ])
  assert.deepEqual(all(grpc), [[100, 200, 400], [7000, 7000, 7000], [100, 200, 400], []])
})

test('backoff stops growing where its source says', () => {
  const eighth = (policy: Policy, dice: number): number | undefined =>
    policy.failed(SILENT, { tries: 3, paid: 0 }, policy.tokens, () => dice)?.waitMs
  assert.equal(eighth(fullJitter, 0.999_999), 399.9996)
  assert.equal(waits(undici, { ...STATED, retryAfterMs: 40_000 })[0], 30_000)
  assert.deepEqual(waits(got, { ...STATED, retryAfterMs: 10_001 }), [])
  assert.equal(waits(awsStandard, { ...STATED, retryAfterMs: 100 })[0], 500)
})

/** Failures in a row, all in one client; how many of them were retried. */
function retried(policy: Policy, failure: Failure, calls: number): number {
  let { tokens } = policy
  let count = 0
  for (let call = 0; call < calls; call++) {
    const attempted = { tries: 1, paid: 0 }
    const again: Again | null = policy.failed(failure, attempted, tokens, () => 0)
    tokens = policy.after(false, attempted, again, tokens)
    if (again !== null) count++
  }
  return count
}

test('AWS: 500 tokens buy 35 retries of faults or 100 of throttling', () => {
  assert.deepEqual([retried(awsStandard, BROKEN, 1000), retried(awsStandard, SILENT, 1000)], [35, 100])
})

test('AWS: a success gives back what its retry has cost, or 1, and never more than all', () => {
  const after = (paid: number, tokens: number): number => awsStandard.after(true, { tries: 1, paid }, null, tokens)
  assert.deepEqual([after(14, 100), after(0, 100), after(14, 495)], [114, 101, 500])
})

test('gRPC: after five failures nothing is retried until the tokens are above half again', () => {
  assert.equal(retried(grpc, BROKEN, 1000), 4)
  const after = (good: boolean, tokens: number): number => grpc.after(good, { tries: 1, paid: 0 }, null, tokens)
  assert.deepEqual([after(true, 5), after(true, 10), after(false, 0)], [5.1, 10, 0])
})
