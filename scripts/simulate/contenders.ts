import type { Timeline } from './events.ts'
import { heeding } from './heeding.ts'
import { type Caller, modelled } from './modelled.ts'
import { awsStandard, axiosRetry, fullJitter, got, grpc, ky, type Policy, threeAtOnce, undici } from './policies.ts'
import { CLIENTS } from './scenarios.ts'
import type { Wire } from './wire.ts'

export interface Contender {
  readonly id: string
  readonly name: string
  /** A model of somebody's policy, or heed itself. */
  readonly real: boolean
  readonly source: string
  caller(timeline: Timeline, wire: Wire, dice: () => number): Caller
}

const model = (id: string, name: string, policy: Policy, clients: number): Contender => ({
  ...{ id, name, real: false, source: policy.source },
  caller: (timeline, wire, dice) => modelled(timeline, wire, policy, clients, dice),
})

const heed = (id: string, name: string, clients: number): Contender => ({
  ...{ id, name, real: true, source: 'createClient() of this repository, nothing set' },
  caller: (timeline, wire, dice) => heeding(timeline, wire, clients, dice),
})

/** Who remembers nothing from call to call does the same with one client and with many. */
export const CONTENDERS: readonly Contender[] = [
  model('three-at-once', 'Three retries at once', threeAtOnce, 1),
  model('full-jitter', 'Backoff with full jitter', fullJitter, 1),
  model('axios-retry', 'axios-retry', axiosRetry, 1),
  model('ky', 'ky', ky, 1),
  model('got', 'got', got, 1),
  model('undici', 'undici RetryAgent', undici, 1),
  model('aws-one', 'AWS standard, one client', awsStandard, 1),
  model('aws-many', 'AWS standard, 1,000 clients', awsStandard, CLIENTS),
  model('grpc-one', 'gRPC, one client', grpc, 1),
  model('grpc-many', 'gRPC, 1,000 clients', grpc, CLIENTS),
  heed('heed-one', 'heed, one client', 1),
  heed('heed-many', 'heed, 1,000 clients', CLIENTS),
]
