import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Answer } from '../../src/answer.ts'
import type { Client } from '../../src/client.ts'
import { AbortError, OptionError, StatusError } from '../../src/errors/errors.ts'
import { poll } from '../../src/poll/poll.ts'
import { PollError } from '../../src/poll/poll-error.ts'
import type { PollOptions } from '../../src/poll/poll-options.ts'
import type { Clock, Dice } from '../../src/ports.ts'
import { clientFor, failureOf, type Loopback, loopback, type Serve } from './loopback.ts'

/** Time that passes at once, as soon as somebody waits. */
interface HastyClock extends Clock {
  readonly waits: number[]
}

function hastyClock(): HastyClock {
  const waits: number[] = []
  let nowMs = 1000.5
  const startMs = Date.UTC(2026, 10, 22)
  return {
    waits,
    steadyMs: () => nowMs,
    wallMs: () => startMs + nowMs,
    set: (delayMs, ring) => {
      waits.push(delayMs)
      return setImmediate(() => {
        nowMs += delayMs
        ring()
      })
    },
    clear: alarm => clearImmediate(alarm as NodeJS.Immediate),
    rest: () => {},
  }
}

interface Job extends Loopback {
  readonly api: Client
  readonly clock: HastyClock
  polled(options?: PollOptions, dice?: Dice, path?: string): Promise<Answer>
}

/** A server that accepts a job at POST /jobs and answers the rest as `serve` says. */
async function job(t: TestContext, accepted: Record<string, string>, serve: Serve): Promise<Job> {
  const there = await loopback(t, async (request, response) => {
    if (request.method === 'POST') response.writeHead(202, accepted).end('accepted')
    else await serve(request, response)
  })
  const api = clientFor(t, { attempts: 1, headers: { 'x-api-key': 'canary' } })
  const clock = hastyClock()
  return {
    ...there,
    api,
    clock,
    async polled(options = {}, dice = () => 0, path = '/jobs') {
      const answer = await api.post(`${there.origin}${path}`, { body: 'work' })
      return poll(api, answer, options, { clock, dice, deadlineMs: 30_000 })
    },
  }
}

const paths = ({ seen }: Loopback): string[] => seen.map(({ method, path }) => `${method} ${path}`)

/** Not done for the first requests, then done. */
const doneAfter =
  (requests: number, fields: Record<string, string> = {}): Serve =>
  ({ number }, response) => {
    if (number <= requests + 1) response.writeHead(202, fields).end()
    else response.writeHead(200).end('the report')
  }

async function ended(promise: Promise<unknown>, kind: PollError['kind']): Promise<PollError> {
  const error = await failureOf(promise)
  assert.ok(error instanceof PollError, String(error))
  assert.deepEqual([error.kind, error.code], [kind, 'HEED_POLL'], error.message)
  return error
}

test('it asks where Location says until the answer is no 202, with what the client always sends', async t => {
  const there = await job(t, { location: '/jobs/7?of=me' }, doneAfter(2))
  const answer = await there.polled()
  assert.equal(await answer.text(), 'the report')
  assert.deepEqual(paths(there), ['POST /jobs', ...Array(3).fill('GET /jobs/7?of=me')])
  assert.equal(there.seen[1]?.headers['x-api-key'], 'canary')
  assert.equal(there.seen[1]?.headers['cache-control'], 'no-cache')
})

test('Operation-Location goes before Location, and a 202 on the way may name another place', async t => {
  const serve: Serve = ({ path }, response) => {
    if (path === '/first') response.writeHead(202, { location: '/second' }).end()
    else response.writeHead(200, { location: '/unrelated' }).end()
  }
  const there = await job(t, { location: '/result', 'operation-location': '/first' }, serve)
  await there.polled()
  assert.deepEqual(paths(there).slice(1), ['GET /first', 'GET /second'])
})

test('without a word on how long, the pauses grow from one second to ten and are spread', async t => {
  const slow = await job(t, { location: '/job' }, doneAfter(5))
  await slow.polled({}, () => 1 - Number.EPSILON)
  assert.deepEqual(slow.clock.waits, [1000, 2000, 4000, 8000, 10_000, 10_000])
  const fast = await job(t, { location: '/job' }, doneAfter(1))
  await fast.polled()
  assert.deepEqual(fast.clock.waits, [500, 1000])
})

test('Retry-After is the least, of each answer anew', async t => {
  const there = await job(t, { location: '/job', 'retry-after': '3' }, doneAfter(1, { 'retry-after': '7' }))
  await there.polled()
  assert.deepEqual(there.clock.waits, [3000, 7000])
  const spread = await job(t, { location: '/job', 'retry-after': '4' }, doneAfter(0))
  await spread.polled({}, () => 0.5)
  assert.deepEqual(spread.clock.waits, [5000])
  const hurried = await job(t, { location: '/job', 'retry-after': '0' }, doneAfter(0))
  await hurried.polled()
  assert.deepEqual(hurried.clock.waits, [500])
})

test('a redirect to the result is followed', async t => {
  const there = await job(t, { location: '/job' }, ({ path }, response) => {
    if (path === '/job') response.writeHead(303, { location: '/result' }).end()
    else response.end('the report')
  })
  assert.equal(await (await there.polled()).text(), 'the report')
})

test('done looks into answers that are no 202', async t => {
  const states = ['running', 'running', 'succeeded']
  const there = await job(t, { location: '/job' }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ state: states.shift() }))
  })
  const done = async (answer: Answer): Promise<boolean> => (await answer.json<{ state: string }>()).state !== 'running'
  assert.deepEqual(await (await there.polled({ done })).json(), { state: 'succeeded' })
  assert.equal(there.seen.length, 4)
})

test('an answer that is done already asks nothing', async t => {
  const there = await job(t, {}, doneAfter(-1))
  const answer = await there.api.get(there.origin)
  assert.equal(await poll(there.api, answer, {}, { clock: there.clock, dice: () => 0, deadlineMs: 1 }), answer)
  assert.equal(there.seen.length, 1)
})

test('a 202 to GET speaks of its own address; one to POST that names none cannot be polled', async t => {
  const there = await job(t, {}, doneAfter(1))
  const answer = await there.api.get(`${there.origin}/report`)
  await poll(there.api, answer, {}, { clock: there.clock, dice: () => 0, deadlineMs: 30_000 })
  assert.deepEqual(paths(there), ['GET /report', 'GET /report', 'GET /report'])
  const lost = await job(t, { location: 'mailto:ops@a.test' }, doneAfter(1))
  assert.match((await ended(lost.polled(), 'nowhere')).message, /does not say where to ask how it goes/)
  const silent = await job(t, {}, doneAfter(1))
  assert.equal((await ended(silent.polled(), 'nowhere')).retryable, false)
  assert.equal(silent.seen.length, 1)
})

test('another origin gets nothing, unless a client is named that may ask there', async t => {
  const other = await loopback(t, (_request, response) => response.end('the report'))
  const there = await job(t, { location: `${other.origin.replace('//', '//user:pass@')}/job?key=1` }, doneAfter(1))
  const error = await ended(there.polled(), 'elsewhere')
  assert.match(error.message, /another origin how it goes, at http:\S+\/job\?key=…\. Pass the client/)
  assert.equal(other.seen.length, 0)
  const elsewhere = clientFor(t)
  const answer = await there.polled({ elsewhere, headers: { authorization: 'secret' } })
  assert.equal(await answer.text(), 'the report')
  const { 'x-api-key': key, authorization } = other.seen[0]?.headers ?? {}
  assert.deepEqual([other.seen.length, key, authorization], [1, undefined, undefined])
})

test('after a redirect to another origin, its own addresses are another origin still', async t => {
  const other = await loopback(t, (_request, response) => response.writeHead(202, { location: '/job' }).end())
  const there = await job(t, {}, (_request, response) => response.writeHead(302, { location: other.origin }).end())
  const answer = await there.api.get(there.origin)
  assert.equal(new URL(answer.url).origin, other.origin)
  await ended(poll(there.api, answer, {}, { clock: there.clock, dice: () => 0, deadlineMs: 1 }), 'elsewhere')
  assert.equal(other.seen.length, 1)
})

test('when the next time to ask lies behind the deadline it says at once where and when to go on', async t => {
  const there = await job(t, { location: '/job?sig=s3cret', 'retry-after': '600' }, doneAfter(1))
  const error = await ended(there.polled(), 'later')
  assert.deepEqual([error.retryable, error.who, there.clock.waits], [true, 'policy', []])
  assert.equal(error.url, `${there.origin}/job?sig=s3cret`)
  assert.equal(error.retryAt?.getTime(), Math.trunc(there.clock.wallMs() + 600_000))
  assert.equal(error.answer.status, 202)
  assert.match(
    error.message,
    /is not the end, and the deadline \(300000 ms\) .* at http:\S+\/job\?sig=…, not before 2026-/,
  )
  const slow = await job(t, { location: '/job' }, doneAfter(1000))
  await ended(slow.polled({ deadlineMs: 60_000 }), 'later')
  const waitedMs = slow.clock.waits.reduce((sum, each) => sum + each, 0)
  assert.ok(waitedMs < 60_000 && waitedMs > 50_000, String(waitedMs))
})

test('a request that fails in a way that may pass is no end', async t => {
  const there = await job(t, { location: '/job' }, ({ number }, response) => {
    if (number === 2) response.destroy()
    else if (number === 3) response.writeHead(503, { 'retry-after': '9' }).end()
    else response.end('the report')
  })
  assert.equal(await (await there.polled()).text(), 'the report')
  assert.deepEqual(there.clock.waits, [500, 1000, 9000])
  const broken = await job(t, { location: '/job' }, (_request, response) => response.writeHead(503).end())
  const error = await ended(broken.polled({ deadlineMs: 20_000 }), 'later')
  assert.ok(error.cause instanceof StatusError)
  assert.match(error.message, /The latest request failed: GET /)
})

test('a failure that stays is told as it is', async t => {
  const there = await job(t, { location: '/job' }, (_request, response) => response.writeHead(404).end())
  const error = await failureOf(there.polled())
  assert.equal((error as StatusError).status, 404)
})

test('a signal ends it while it waits', async t => {
  const there = await job(t, { location: '/job' }, doneAfter(1))
  const reason = new Error('enough')
  const controller = new AbortController()
  const clock: Clock = {
    ...there.clock,
    set: () => {
      controller.abort(reason)
      return null
    },
    clear: () => {},
  }
  const answer = await there.api.post(there.origin)
  const polling = poll(there.api, answer, { signal: controller.signal }, { clock, dice: () => 0, deadlineMs: 30_000 })
  const error = await failureOf(polling)
  assert.ok(error instanceof AbortError, String(error))
  assert.deepEqual([error.cause, there.seen.length], [reason, 1])
})

test('options that cannot be meant are refused before anything is sent', async t => {
  const there = await job(t, { location: '/job' }, doneAfter(1))
  const wrong: readonly (readonly [object, string, RegExp])[] = [
    [{ deadlineMs: 0 }, 'deadlineMs', /must be a whole number of milliseconds from 1 to 2147483647\./],
    [{ done: true }, 'done', /must be a function that gives true or false\./],
    [{ elsewhere: {} }, 'elsewhere', /must be a client\./],
    [{ method: 'POST' }, 'method', /must be left out of a poll, which asks with GET/],
    [{ headers: { Range: 'bytes=0-1' } }, 'headers', /must leave out range/],
    [{ retries: 3 }, 'retries', /There is no option retries\. Did you mean attempts\?/],
  ]
  for (const [options, name, message] of wrong) {
    const error = await failureOf(there.polled(options))
    assert.ok(error instanceof OptionError, String(error))
    assert.deepEqual([error.option, message.test(error.message)], [name, true], error.message)
  }
  assert.ok(there.seen.every(({ method }) => method === 'POST'))
})
