import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BodySource } from '../src/exchange.ts'
import type { FaultName, WireBody } from '../src/ports.ts'
import { FAULTS } from '../src/rules/faults.ts'
import type { Reply } from '../src/testing/script.ts'
import { type Heart, type HeartOptions, heart } from './heart.ts'
import { type Asked, checkPromises } from './promises.ts'

const RUNS = 3000
const SECRETS = { authorization: 'Bearer canary', cookie: 'id=canary', 'x-api-key': 'canary' }
const DATE = 'Sun, 22 Nov 2026 12:00:00 GMT'

const pauses: readonly (readonly [Record<string, string>, number])[] = [
  ...Array.from({ length: 12 }, () => [{}, 0] as const),
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1' }, 1000],
  [{ 'retry-after': ' 7 ' }, 7000],
  [{ 'retry-after': '3600' }, 3_600_000],
  [{ 'retry-after': '9'.repeat(40) }, 8.64e15],
  [{ 'retry-after': '-5' }, 0],
  [{ 'retry-after': 'soon' }, 0],
  [{ date: DATE, 'retry-after': 'Sun, 22 Nov 2026 12:00:03 GMT' }, 3000],
  [{ date: DATE, 'retry-after': 'Sunday, 22-Nov-26 12:00:04 GMT' }, 4000],
  [{ date: DATE, 'retry-after': 'Sun Nov 22 12:00:02 2026' }, 2000],
  [{ date: DATE, 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 0],
]

const places = [
  '/next',
  '/other?q=1',
  'https://a.test/',
  'https://b.test/',
  'https://b.test/deep',
  'https://a.test:8443/',
  'https://user:pass@a.test/in',
  'http://a.test/down',
  'ftp://a.test/',
  'http://[',
  '',
]

const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ weight: 1, arbitrary })
const mostly = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ weight: 9, arbitrary })

const statuses = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 100, max: 599 }) },
  { weight: 4, arbitrary: fc.constantFrom(200, 408, 413, 421, 425, 429, 500, 502, 503, 504) },
  { weight: 4, arbitrary: fc.constantFrom(301, 302, 303, 307, 308) },
)
const delay = (mostMs: number) =>
  fc.oneof(mostly(fc.integer({ min: 0, max: mostMs })), rarely(fc.constant(Number.POSITIVE_INFINITY)))
const faultNames = Object.keys(FAULTS).filter(name => name !== 'aborted') as FaultName[]
const faultName = fc.constantFrom(...faultNames)

const flood = Array<number>(33).fill(103)

const answers: fc.Arbitrary<Asked> = fc
  .record({
    status: statuses,
    pause: fc.constantFrom(...pauses),
    place: fc.constantFrom(null, ...places),
    interims: fc.constantFrom([], [], [], [], [103], [102, 103], flood),
    headMs: delay(60),
    bodyMs: delay(300),
    breaks: fc.option(faultName, { nil: null, freq: 1 }),
    breaksAtAll: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ status, pause: [paused, pauseMs], place, breaks, breaksAtAll, ...rest }) => {
    const fields = { ...paused, ...(place === null ? {} : { location: place }) }
    const broken = breaks === null || breaksAtAll > 0 ? {} : { breaks }
    const line: Reply = { status, fields, body: 'x', ...rest, ...broken }
    return { line, pauseMs }
  })

const breaks: fc.Arbitrary<Asked> = fc
  .record({ fault: faultName, sent: fc.boolean(), afterMs: fc.integer({ min: 0, max: 3000 }) })
  .map(line => ({ line, pauseMs: 0 }))

const scripts = fc.array(fc.oneof({ weight: 4, arbitrary: answers }, { weight: 1, arbitrary: breaks }), {
  minLength: 1,
  maxLength: 12,
})

const BYTES = new Uint8Array([1, 2, 3])
const bodies = ['none', 'bytes', 'one-shot', 'factory'] as const

const calls = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'QUERY', 'POST', 'POST', 'PATCH'),
  body: fc.constantFrom(...bodies),
  keyed: fc.boolean(),
  replayable: fc.integer({ min: 0, max: 4 }).map(chance => chance === 0),
  attempts: fc.integer({ min: 1, max: 6 }),
  maxRedirects: fc.integer({ min: 0, max: 4 }),
  deadlineMs: fc.oneof(rarely(fc.constantFrom(1, 100)), mostly(fc.constantFrom(8000, 30_000, 120_000))),
  attemptMs: fc.oneof(rarely(fc.constantFrom(1, 100)), mostly(fc.constantFrom(2000, 10_000))),
  maxWaitMs: fc.oneof(rarely(fc.constantFrom(0, 500)), mostly(fc.constantFrom(5000, 60_000))),
  /** Resends that each request earns. */
  ratio: fc.constantFrom(0, 1, 2, 1000, 1000),
  stream: fc.boolean(),
  earlyMs: fc.constantFrom(0, 0, 0.9),
  abortMs: fc.oneof(rarely(fc.integer({ min: 0, max: 5000 })), mostly(fc.constant(null))),
  dice: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 5 }),
})
type Case = typeof calls extends fc.Arbitrary<infer Value> ? Value : never

function bodyOf(kind: (typeof bodies)[number]): { body: WireBody; source: BodySource } {
  const stream = (): WireBody => ({ async *[Symbol.asyncIterator]() {} })
  if (kind === 'none') return { body: null, source: 'bytes' }
  if (kind === 'bytes') return { body: BYTES, source: 'bytes' }
  return kind === 'factory' ? { body: stream(), source: stream } : { body: stream(), source: 'one-shot' }
}

function prepared(script: readonly Asked[], call: Case): Heart & { controller: AbortController } {
  const { keyed, dice, earlyMs, abortMs, ratio, body, ...options } = call
  const controller = new AbortController()
  let thrown = 0
  const all: HeartOptions = {
    ...options,
    ...bodyOf(body),
    attemptMs: Math.min(options.attemptMs, options.deadlineMs),
    budget: { ratio, perSecond: 0 },
    fields: { ...SECRETS, accept: '*/*', ...(keyed ? { 'idempotency-key': 'k' } : {}) },
    dice: () => dice[thrown++ % dice.length] ?? 0,
    time: { earlyMs },
    signal: controller.signal,
  }
  // Once the script is over, its last line comes again and again: nobody is saved by a server that gets better.
  const made = heart((_request, index) => (script[Math.min(index, script.length - 1)] as Asked).line, all)
  return { ...made, controller }
}

async function play(script: readonly Asked[], call: Case): Promise<Heart> {
  const { controller, ...made } = prepared(script, call)
  const { clock } = made
  const aborting = call.abortMs === null ? null : clock.set(call.abortMs, () => controller.abort())
  await clock.runUntilSettled(made.start())
  if (aborting !== null) clock.clear(aborting)
  return made
}

test('whatever servers and networks do, a call keeps its promises', async () => {
  const property = fc.asyncProperty(scripts, calls, async (script, call) => {
    const played = await play(script, call)
    checkPromises(played, script, call)
  })
  await fc.assert(property, { numRuns: RUNS })
})

test('the sequences reach what they are about', async () => {
  const met = new Set<string>()
  const meet = (what: string) => met.add(what)
  const samples = fc.sample(fc.tuple(scripts, calls), { numRuns: 600, seed: 7 })
  for (const [script, call] of samples) {
    const { exchange, transport } = await play(script, call)
    meet(exchange.failure?.stopped ?? 'delivered')
    for (const entry of exchange.trail ?? []) meet(entry.what === 'wait' ? `wait ${entry.source}` : entry.what)
    if (transport.seen.some(seen => seen.request.url.origin === 'https://b.test')) meet('another origin')
    if (transport.seen.some(seen => seen.request.newConnection)) meet('new connection')
    if (exchange.fault !== null) meet(exchange.fault.name)
  }
  const wanted = [
    ...['delivered', 'final', 'attempts', 'unsafe', 'one-shot', 'budget', 'deadline', 'max-wait', 'redirect-limit'],
    ...['redirect-loop', 'redirect-downgrade', 'redirect-scheme', 'redirect-location', 'redirect-body'],
    ...['note', 'hop', 'wait retry-after', 'wait backoff', 'another origin', 'new connection', 'aborted'],
    ...['attempt-timeout', 'interim-flood'],
  ]
  for (const what of wanted) assert.ok(met.has(what), `never met: ${what}`)
})
