import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildConnector, errors } from 'undici'
import { Lanes, type Rider } from './lanes.ts'

/** A server that says over which connection, counted from 1, a path was asked for. */
async function serverOf(t: TestContext): Promise<{ server: Server; origin: string }> {
  let connections = 0
  const numbers = new WeakMap<object, number>()
  const server = createServer((request, response) => {
    setTimeout(() => response.end(`${numbers.get(request.socket)} ${request.url}`), 5)
  })
  server.on('connection', socket => numbers.set(socket, ++connections))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

interface Ride {
  /** What came, or the error. */
  readonly over: Promise<string | Error>
  abort(): void
}

/** One exchange, as a flight of the transport would ride it. */
function ride(lanes: Lanes, origin: string, path: string): Ride {
  const { promise, resolve } = Promise.withResolvers<string | Error>()
  let text = ''
  let abort = (): void => {}
  const done = (end: string | Error): void => {
    const { lane } = rider
    rider.lane = null
    lane?.release()
    resolve(end)
  }
  const rider: Rider = {
    lane: null,
    onRequestStart: controller => {
      abort = () => controller.abort(new errors.RequestAbortedError())
    },
    onResponseStart: () => {},
    onResponseData: (_controller, chunk) => {
      text += chunk
    },
    onResponseEnd: () => done(text),
    onResponseError: (_controller, error) => done(error),
  }
  lanes.dispatch(origin, { origin, path, method: 'GET' }, rider)
  return { over: promise, abort: () => abort() }
}

const lanesOf = (t: TestContext): Lanes => {
  const lanes = new Lanes(buildConnector({ timeout: 1000 }))
  t.after(() => lanes.close())
  return lanes
}

test('one exchange a lane, and the lane used last is used first', async t => {
  const { origin } = await serverOf(t)
  const lanes = lanesOf(t)
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, at) => ride(lanes, origin, `/${at}`).over))
  assert.equal(new Set(crowd.map(text => String(text).split(' ')[0])).size, 20)
  assert.equal(lanes.size, 20)
  const alone = []
  for (let at = 0; at < 5; at++) alone.push(String(await ride(lanes, origin, '/x').over).split(' ')[0])
  assert.equal(new Set(alone).size, 1)
  assert.equal(lanes.size, 20)
})

test('a lane whose connection is gone goes too, unless somebody rides it', async t => {
  const { server, origin } = await serverOf(t)
  const lanes = lanesOf(t)
  await Promise.all(Array.from({ length: 9 }, () => ride(lanes, origin, '/').over))
  server.closeAllConnections()
  const late = ride(lanes, origin, '/late')
  await late.over
  for (let turn = 0; turn < 50 && lanes.size > 1; turn++) await sleep(10)
  assert.ok(lanes.size <= 1, `${lanes.size} lanes`)
  assert.match(String(await ride(lanes, origin, '/again').over), / \/again$/)
})

test('lanes to where nobody listens do not pile up', async t => {
  const { server, origin } = await serverOf(t)
  server.close()
  const lanes = lanesOf(t)
  for (let turn = 0; turn < 3; turn++) {
    const ends = await Promise.all(Array.from({ length: 10 }, () => ride(lanes, origin, '/').over))
    assert.ok(ends.every(end => end instanceof Error))
    await sleep(5)
    assert.equal(lanes.size, 0)
  }
})

test('whatever is aborted, every other exchange gets its own answer, and lanes stay few', async t => {
  const { origin } = await serverOf(t)
  const lanes = lanesOf(t)
  const lane = async (from: number): Promise<void> => {
    for (let at = 0; at < 40; at++) {
      const path = `/${from}-${at}`
      const { over, abort } = ride(lanes, origin, path)
      if ((from + at) % 3 === 0) setTimeout(abort, (from * at) % 7)
      const end = await over
      if (typeof end === 'string') assert.ok(end.endsWith(` ${path}`), `${path} got ${end}`)
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, from) => lane(from)))
  assert.ok(lanes.size <= 12, `${lanes.size} lanes`)
})

test('close lets an exchange under way finish', async t => {
  const { origin } = await serverOf(t)
  const lanes = new Lanes(buildConnector({ timeout: 1000 }))
  const { over } = ride(lanes, origin, '/last')
  await lanes.close()
  assert.match(String(await over), / \/last$/)
})
