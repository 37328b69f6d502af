import { Exchange } from '../packages/heed/src/exchange.ts'
import type { Plan } from '../packages/heed/src/plan.ts'
import type { Flight, Judge, Transport, WireAnswer, WireRequest } from '../packages/heed/src/ports.ts'
import { alarmsOn } from '../packages/heed/src/shared/alarms.ts'
import { systemClock } from '../packages/heed/src/shared/clock.ts'
import { memoryLedger } from '../packages/heed/src/shared/ledger.ts'
import { smallJson } from './answers.ts'

const fields = { 'content-type': 'application/json', 'content-length': String(smallJson.length) }

const answer: WireAnswer = {
  kind: 'answer',
  status: 200,
  statusText: 'OK',
  fields,
  body: Buffer.from(smallJson),
  stream: null,
  whole: true,
}

const landed: Promise<WireAnswer> = Promise.resolve(answer)

const flight: Flight = { landed, abort: () => {} }

/** A transport without a network: the head is judged at once, the same answer lands for everybody. */
export const stubTransport: Transport = {
  send: (_request, _limits, judge) => {
    judge.head(answer.status, answer.statusText, fields)
    return flight
  },
  close: async () => {},
}

/** Every default of the design on. */
export const stubPlan: Plan = {
  attempts: 3,
  maxRedirects: 20,
  redirect: 'follow',
  attemptMs: 10_000,
  deadlineMs: 30_000,
  maxWaitMs: 60_000,
  faultBaseMs: 50,
  throttleBaseMs: 1000,
  backoffCapMs: 20_000,
  budget: { ratio: 0.2, perSecond: 10 },
  interims: 32,
  limits: {
    bodyBytes: 100 * 2 ** 20,
    errorBytes: 2 ** 20,
    ratio: 200,
    ratioFromBytes: 2 ** 20,
    codings: 2,
    bodyIdleMs: 30_000,
    discardBytes: 65_536,
    discardMs: 100,
  },
  replayable: false,
  stream: false,
  onTrail: null,
  transport: stubTransport,
  ledger: memoryLedger(),
  alarms: alarmsOn(systemClock),
  clock: systemClock,
  dice: Math.random,
}

const request: WireRequest = {
  method: 'GET',
  url: new URL('http://stub.example/small'),
  fields: { accept: 'application/json' },
  body: null,
  bodyBytes: null,
  newConnection: false,
}

export const stubExchange = (): Exchange => new Exchange(stubPlan, request, 'bytes', systemClock.steadyMs())

const keepAll: Judge = { interim: () => true, head: () => 'keep', streamOver: () => {} }

/** The transport with nobody above it: what the loop's cost is counted from. */
export const bareSend = (): Promise<unknown> => stubTransport.send(request, stubPlan.limits, keepAll).landed
