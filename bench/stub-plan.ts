import { Exchange } from '../packages/heed/src/exchange.ts'
import { compileClient } from '../packages/heed/src/options/compile.ts'
import type { Plan } from '../packages/heed/src/plan.ts'
import type { Flight, Judge, Transport, WireAnswer, WireRequest } from '../packages/heed/src/ports.ts'
import { smallJson } from './answers.ts'

const fields = {
  'content-type': 'application/json',
  'content-length': String(smallJson.length),
  'cache-control': 'max-age=86400',
}

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

/** Every default on. */
export const stubPlan: Plan = compileClient({ transport: stubTransport })

const request: WireRequest = {
  method: 'GET',
  url: new URL('http://stub.example/small'),
  origin: 'http://stub.example',
  fields: { accept: 'application/json' },
  body: null,
  bodyBytes: null,
  newConnection: false,
}

export const stubExchange = (): Exchange =>
  new Exchange(stubPlan, request, 'bytes', stubPlan.ledger.of(request.url), stubPlan.clock.steadyMs())

const keepAll: Judge = { interim: () => true, head: () => 'keep', streamOver: () => {} }

/** The transport with nobody above it: what the loop's cost is counted from. */
export const bareSend = (): Promise<unknown> => stubTransport.send(request, stubPlan.limits, keepAll).landed
