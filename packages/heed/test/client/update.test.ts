import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { type TestContext, test } from 'node:test'
import type { Answer } from '../../src/answer.ts'
import type { Client } from '../../src/client.ts'
import { AbortError, OptionError, StatusError, WireError } from '../../src/errors/errors.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { update } from '../../src/update/update.ts'
import { UpdateError } from '../../src/update/update-error.ts'
import type { Change, UpdateOptions } from '../../src/update/update-options.ts'
import { clientFor, failureOf, type Loopback, loopback, type Seen, type Serve } from './loopback.ts'

interface Counter {
  readonly n: number
  readonly by?: readonly string[]
}

/** One resource that keeps versions as RFC 9110 asks: strong tags, If-Match, If-None-Match. */
interface Shelf extends Loopback {
  value: Counter | null
  version: number
  /** Answers itself and gives true, or leaves it to the shelf. `act` does the write, whatever is answered then. */
  meddle: (request: Seen, response: ServerResponse, act: () => boolean) => boolean
}

async function shelf(t: TestContext, value: Counter | null = { n: 0 }): Promise<Shelf> {
  const kept = { value, version: 1, meddle: (() => false) as Shelf['meddle'] }
  const tag = (): string => `"v${kept.version}"`
  const holds = ({ headers }: Seen): boolean =>
    kept.value === null ? headers['if-match'] === undefined : headers['if-match'] === tag()
  const serve: Serve = (request, response) => {
    const act = (): boolean => {
      if (!holds(request)) return false
      kept.value = JSON.parse(String(request.body))
      kept.version++
      return true
    }
    if (kept.meddle(request, response, act)) return
    if (request.method === 'GET') {
      if (kept.value === null) response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': 'application/json', etag: tag() }).end(JSON.stringify(kept.value))
    } else if (act()) response.writeHead(200, { etag: tag() }).end()
    else response.writeHead(412, { etag: tag() }).end()
  }
  return Object.assign(kept, await loopback(t, serve))
}

const pace = { clock: systemClock, dice: Math.random, deadlineMs: 30_000 }
const run = (
  client: Client,
  origin: string,
  change: Change<Counter>,
  options: UpdateOptions<Counter> = {},
): Promise<Answer> => update<Counter>(client, origin, change, options, pace)

const plusOne: Change<Counter> = ({ n }) => ({ n: n + 1 })
const asked = ({ seen }: Loopback): string[] => seen.map(({ method }) => method)

async function refused(promise: Promise<unknown>, kind: UpdateError['kind']): Promise<UpdateError> {
  const error = await failureOf(promise)
  assert.ok(error instanceof UpdateError, String(error))
  assert.equal(error.kind, kind, error.message)
  assert.equal(error.code, 'HEED_UPDATE')
  return error
}

test('it reads past caches and coding, changes, and writes on condition that nobody else did', async t => {
  const there = await shelf(t)
  const answer = await run(clientFor(t), there.origin, plusOne, { headers: { 'x-mine': 'yes' } })
  assert.deepEqual([answer.status, there.value], [200, { n: 1 }])
  const [read, write] = there.seen
  assert.equal(read?.headers['cache-control'], 'no-cache')
  assert.equal(read?.headers['accept-encoding'], 'identity')
  assert.equal(read?.headers['if-match'], undefined)
  assert.deepEqual([write?.method, write?.headers['if-match']], ['PUT', '"v1"'])
  assert.equal(write?.headers['content-type'], 'application/json')
  assert.deepEqual([read?.headers['x-mine'], write?.headers['x-mine']], ['yes', 'yes'])
})

test('undefined means that there is nothing to change: nothing is written, and what was read comes back', async t => {
  const there = await shelf(t, { n: 7 })
  const answer = await run(clientFor(t), there.origin, async () => undefined)
  assert.deepEqual(await answer.json(), { n: 7 })
  assert.deepEqual(asked(there), ['GET'])
})

for (const status of [409, 412, 428]) {
  test(`after ${status} it reads again and changes that`, async t => {
    const there = await shelf(t, { n: 0 })
    const rounds: unknown[] = []
    there.meddle = (request, response) => {
      if (request.method === 'GET' || there.version > 1) return false
      there.value = { n: 10 }
      there.version++
      response.writeHead(status).end()
      return true
    }
    await run(clientFor(t), there.origin, (value, current, round) => {
      rounds.push([value.n, current?.headers.get('etag'), round])
      return plusOne(value, current, round)
    })
    assert.deepEqual(there.value, { n: 11 })
    assert.deepEqual(rounds, [
      [0, '"v1"', 1],
      [10, '"v2"', 2],
    ])
  })
}

test('428 on a second write, which had a condition too, is final', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => method === 'PUT' && Boolean(response.writeHead(428).end())
  const error = await failureOf(run(clientFor(t), there.origin, plusOne))
  assert.ok(error instanceof StatusError)
  assert.deepEqual(asked(there), ['GET', 'PUT', 'GET', 'PUT'])
})

test('a refusal that the version does not explain ends it, told as the server said it', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => method === 'PUT' && Boolean(response.writeHead(409).end('name taken'))
  const error = await failureOf(run(clientFor(t), there.origin, plusOne))
  assert.ok(error instanceof StatusError)
  assert.deepEqual([error.status, error.text, there.seen.length], [409, 'name taken', 10])
})

/** Somebody who is always faster. */
const racing =
  (there: Shelf): Shelf['meddle'] =>
  ({ method }) => {
    if (method === 'PUT') there.version++
    return false
  }

test('when somebody is always faster it ends after its rounds, with nothing written', async t => {
  const there = await shelf(t)
  there.meddle = racing(there)
  const error = await refused(run(clientFor(t), there.origin, plusOne, { rounds: 3 }), 'conflict')
  assert.deepEqual([error.rounds, error.retryable, error.who, there.value], [3, true, 'policy', { n: 0 }])
  assert.match(error.message, /was not written: .* with 412 Precondition Failed, and all 3 rounds are used up\. Raise/)
  assert.ok(error.cause instanceof StatusError)
  assert.equal(error.answer?.status, 412)
})

test('or when the deadline leaves no time for another round', async t => {
  const there = await shelf(t)
  there.meddle = racing(there)
  const ended = run(clientFor(t), there.origin, plusOne, { rounds: 1000, deadlineMs: 400 })
  const error = await refused(ended, 'conflict')
  assert.match(error.message, /the deadline \(400 ms\) leaves no time for round \d+\./)
})

test('a pause that the server asks for is kept', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) =>
    method === 'PUT' && Boolean(response.writeHead(409, { 'retry-after': '60' }).end())
  const error = await refused(run(clientFor(t), there.origin, plusOne), 'conflict')
  assert.deepEqual([error.rounds, error.answer?.status], [1, 409])
})

for (const [name, fields] of [
  ['no ETag', {}],
  ['no ETag', { 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT', date: 'Sun, 06 Nov 1994 09:49:37 GMT' }],
  ['only a weak ETag', { etag: 'W/"1"' }],
  ['no ETag that can be read', { etag: 'v1' }],
] as const) {
  test(`${name} (${Object.keys(fields).join(' and ') || 'nothing'}): nothing is written, and the error says why`, async t => {
    const there = await shelf(t)
    there.meddle = (_request, response) => Boolean(response.writeHead(200, fields).end('{}'))
    const error = await refused(run(clientFor(t), there.origin, plusOne), 'unversioned')
    assert.ok(error.message.includes(`cannot be made safe: the answer has ${name}, so`), error.message)
    assert.deepEqual([asked(there), error.retryable, error.who], [['GET'], false, 'server'])
  })
}

test('a redirect is not followed: its target would be written without condition', async t => {
  const other = await loopback(t, (_request, response) => response.end('taken'))
  for (const method of ['GET', 'PUT']) {
    const there = await shelf(t)
    there.meddle = (request, response) =>
      request.method === method && Boolean(response.writeHead(307, { location: other.origin }).end())
    const error = await failureOf(run(clientFor(t), there.origin, plusOne))
    if (method === 'GET') assert.equal((error as StatusError).code, 'HEED_REDIRECT')
    else assert.match(String(error), /the address sends writes elsewhere \(307 Temporary Redirect\)/)
  }
  assert.equal(other.seen.length, 0)
})

test('303 after a write says that it is done', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response, act) =>
    method === 'PUT' && act() && Boolean(response.writeHead(303, { location: '/seen' }).end())
  assert.equal((await run(clientFor(t), there.origin, plusOne)).status, 303)
  assert.deepEqual([there.value, there.seen.length], [{ n: 1 }, 2])
})

test('what is not there is made, unless somebody else makes it first', async t => {
  const there = await shelf(t, null)
  let late = true
  there.meddle = ({ method }) => {
    if (method === 'PUT' && late) {
      late = false
      there.value = { n: 5 }
    }
    return false
  }
  const current: unknown[] = []
  await run(
    clientFor(t),
    there.origin,
    (value, answer) => {
      current.push(answer?.status ?? null)
      return { n: value.n + 1 }
    },
    { create: { n: 0 } },
  )
  assert.deepEqual([there.value, current], [{ n: 6 }, [null, 200]])
  assert.deepEqual(
    there.seen.map(({ headers }) => headers['if-none-match'] ?? headers['if-match']),
    [undefined, '*', undefined, '"v1"'],
  )
})

test('without create, what is not there is the error of the server', async t => {
  const there = await shelf(t, null)
  const error = await failureOf(run(clientFor(t), there.origin, plusOne))
  assert.equal((error as StatusError).status, 404)
})

test('a patch goes out in its own type, as text where that is no JSON', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => method === 'PATCH' && Boolean(response.writeHead(204).end())
  const api = clientFor(t)
  const type = 'application/merge-patch+json'
  assert.equal((await run(api, there.origin, () => ({ n: 4 }), { method: 'PATCH', type })).status, 204)
  await run(api, there.origin, () => 'n: 4', { method: 'PATCH', type: 'text/x-patch' })
  const [, json, , text] = there.seen
  assert.deepEqual([json?.headers['content-type'], String(json?.body)], [type, '{"n":4}'])
  assert.deepEqual([text?.headers['content-type'], String(text?.body)], ['text/x-patch', 'n: 4'])
  assert.equal(text?.headers['if-match'], '"v1"')
})

test('what is no JSON is read as text', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) =>
    method === 'GET' && Boolean(response.writeHead(200, { etag: '"v1"', 'content-type': 'text/plain' }).end('5'))
  const read: unknown[] = []
  await run(clientFor(t), there.origin, value => void read.push(value))
  assert.deepEqual(read, ['5'])
})

test('what the function throws is told as it is', async t => {
  const there = await shelf(t)
  const reason = new Error('not today')
  const failing = run(clientFor(t), there.origin, () => {
    throw reason
  })
  assert.equal(await failureOf(failing), reason)
})

test('a refusal that says that nothing was written is told as it is', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => method === 'PUT' && Boolean(response.writeHead(403).end())
  const error = await failureOf(run(clientFor(t), there.origin, plusOne))
  assert.ok(error instanceof StatusError)
  assert.equal(error.status, 403)
})

/** Writes, and then cuts the connection instead of answering. */
const cutting = (there: Shelf, times: number): Shelf['meddle'] => {
  let left = times
  return ({ method, headers }, response, act) => {
    if (method !== 'PUT' || left-- <= 0 || headers['if-match'] !== `"v${there.version}"`) return false
    act()
    response.destroy()
    return true
  }
}

test('412 after an answer that got lost: nobody knows whose work it is, and the change is not made twice', async t => {
  const there = await shelf(t)
  there.meddle = cutting(there, 1)
  const error = await refused(run(clientFor(t), there.origin, plusOne), 'unknown')
  assert.deepEqual([there.value, error.retryable, error.who], [{ n: 1 }, false, 'network'])
  assert.match(error.message, /^Nobody knows whether the update was written: .* answered 412 Precondition Failed\./)
  assert.deepEqual(asked(there), ['GET', 'PUT', 'PUT'])
})

test('the same after a server error that leaves it open', async t => {
  const there = await shelf(t)
  let first = true
  there.meddle = ({ method }, response, act) => {
    if (method !== 'PUT' || !first) return false
    first = false
    act()
    response.writeHead(504).end()
    return true
  }
  await refused(run(clientFor(t), there.origin, plusOne), 'unknown')
  assert.deepEqual(there.value, { n: 1 })
})

test('a limit that turned the write away leaves nothing open', async t => {
  const there = await shelf(t)
  let first = true
  there.meddle = ({ method }, response) => {
    if (method !== 'PUT' || !first) return false
    first = false
    there.value = { n: 10 }
    there.version++
    return Boolean(response.writeHead(429).end())
  }
  await run(clientFor(t), there.origin, plusOne)
  assert.deepEqual(there.value, { n: 11 })
})

test('a write that never gets an answer may have happened', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => {
    if (method !== 'PUT') return false
    response.destroy()
    return true
  }
  const error = await refused(run(clientFor(t), there.origin, plusOne), 'unknown')
  assert.ok(error.cause instanceof WireError)
})

test('landed finds its own work and ends it well; what is surely not there is changed again', async t => {
  const mine: Change<Counter> = ({ n, by = [] }) => ({ n: n + 1, by: [...by, 'me'] })
  const landed = ({ by = [] }: Counter): boolean => by.includes('me')
  const there = await shelf(t)
  there.meddle = cutting(there, 1)
  const answer = await run(clientFor(t), there.origin, mine, { landed })
  assert.deepEqual([await answer.json(), asked(there)], [{ n: 1, by: ['me'] }, ['GET', 'PUT', 'PUT', 'GET']])

  const lost = await shelf(t)
  let first = true
  lost.meddle = ({ method }, response) => {
    if (method !== 'PUT' || !first) return false
    first = false
    lost.value = { n: 1, by: ['other'] }
    lost.version++
    response.destroy()
    return true
  }
  await run(clientFor(t), lost.origin, mine, { landed })
  assert.deepEqual(lost.value, { n: 2, by: ['other', 'me'] })
})

test('a write that may still be on its way keeps it open, whatever landed says', async t => {
  const there = await shelf(t)
  there.meddle = ({ method }, response) => {
    if (method !== 'PUT') return false
    response.destroy()
    return true
  }
  await refused(run(clientFor(t), there.origin, plusOne, { landed: () => false }), 'unknown')
  assert.deepEqual(asked(there), ['GET', 'PUT', 'PUT', 'PUT', 'GET'])
})

test('a signal ends it while it waits between rounds', async t => {
  const there = await shelf(t)
  const controller = new AbortController()
  const reason = new Error('enough')
  there.meddle = ({ method }, response) => {
    if (method !== 'PUT') return false
    setTimeout(() => controller.abort(reason), 20)
    return Boolean(response.writeHead(409, { 'retry-after': '8' }).end())
  }
  const error = await failureOf(run(clientFor(t), there.origin, plusOne, { signal: controller.signal }))
  assert.ok(error instanceof AbortError)
  assert.deepEqual([error.cause, asked(there)], [reason, ['GET', 'PUT']])
})

test('options that cannot be meant are refused before anything is sent', async t => {
  const there = await shelf(t)
  const api = clientFor(t)
  const wrong: readonly (readonly [object, string, RegExp])[] = [
    [{ rounds: 0 }, 'rounds', /must be a whole number from 1 to 1000\./],
    [{ method: 'POST' }, 'method', /must be 'PUT' or 'PATCH'\./],
    [{ type: 'json' }, 'type', /must be a media type such as application\/json\./],
    [{ landed: true }, 'landed', /must be a function/],
    [{ method: 'PATCH', create: {} }, 'create', /must be left out with PATCH/],
    [{ json: {} }, 'json', /must be left out of an update, which writes what its function gives\./],
    [{ stream: true }, 'stream', /must be left out/],
    [{ headers: { 'If-Match': '"x"' } }, 'headers', /must leave out if-match: update sets it\./],
    [
      { headers: new Headers({ 'content-type': 'text/css' }) },
      'headers',
      /content-type: update sets it from the option/,
    ],
    [{ round: 3 }, 'round', /There is no option round/],
  ]
  for (const [options, name, message] of wrong) {
    const error = await failureOf((async () => run(api, there.origin, plusOne, options))())
    assert.ok(error instanceof OptionError, String(error))
    assert.deepEqual([error.option, message.test(error.message)], [name, true], error.message)
  }
  assert.equal(there.seen.length, 0)
})

const WRITERS = 50
const everybody = (t: TestContext, there: Shelf, client: ClientOptions): Promise<PromiseSettledResult<Answer>[]> => {
  const api = clientFor(t, client)
  return Promise.allSettled(Array.from({ length: WRITERS }, () => run(api, there.origin, plusOne)))
}

test('fifty writers add to one counter, and none of the additions is lost', async t => {
  const there = await shelf(t)
  const ends = await everybody(t, there, {})
  assert.deepEqual(
    ends.filter(({ status }) => status === 'rejected'),
    [],
  )
  assert.deepEqual(there.value, { n: WRITERS })
})

test('with a server that drops answers, the sum is that of all who were told, and of those who know that they do not know', async t => {
  const there = await shelf(t)
  let turn = 0
  let actedUntold = 0
  there.meddle = ({ method }, response, act) => {
    if (method !== 'PUT' || turn++ % 7 !== 0) return false
    if (turn % 2 === 0 && act()) actedUntold++
    response.destroy()
    return true
  }
  const ends = await everybody(t, there, { budget: false })
  const told = ends.filter(({ status }) => status === 'fulfilled').length
  const failed = ends.flatMap(end => (end.status === 'rejected' ? [end.reason] : []))
  for (const error of failed) assert.equal((error as UpdateError).kind, 'unknown', String(error))
  const sum = there.value?.n ?? 0
  assert.ok(told <= sum && sum <= told + failed.length, `${told} told, ${failed.length} unknown, a sum of ${sum}`)
  assert.equal(sum, told + actedUntold)
})
