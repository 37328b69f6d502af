import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cacheOn, memoryCache } from '../../src/cache.ts'
import { type Client, createClient } from '../../src/client.ts'
import { StatusError } from '../../src/errors/errors.ts'
import type { Cache, Store } from '../../src/keeping.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Line, Reply, Script } from '../../src/testing/script.ts'
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even, told } from '../heart.ts'

interface Stage {
  readonly clock: FakeClock
  readonly transport: ScriptedTransport
  readonly client: Client
  readonly cache: Cache
  run<Value>(promise: PromiseLike<Value>): Promise<Value>
  /** What went out: method, address, and the fields named. */
  sent(...names: readonly string[]): string[]
}

function stage(script: Script, options: ClientOptions & { cache?: Cache } = {}): Stage {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const cache = options.cache ?? memoryCache()
  const client = createClient({ dice: even, ...options, cache, clock, transport } as ClientOptions)
  return {
    clock,
    transport,
    client,
    cache,
    run: promise => clock.runUntilSettled(Promise.resolve(promise)),
    sent: (...names) =>
      transport.seen.map(({ request: { method, url, fields } }) =>
        [method, url.pathname, ...names.map(name => fields[name] ?? '-')].join(' '),
      ),
  }
}

const URL_A = 'https://a.test/x'
const fresh = (body: string, seconds = 60, fields = {}): Reply => ({
  status: 200,
  body,
  fields: { 'cache-control': `max-age=${seconds}`, ...fields },
})
const withTag = (body: string, tag: string, cacheControl = 'max-age=10'): Reply => ({
  status: 200,
  body,
  fields: { etag: tag, 'cache-control': cacheControl },
})

test('a fresh answer is used again without a request, and says so', async () => {
  const { client, run, transport, clock } = stage([fresh('one')])
  const first = await run(client(URL_A))
  assert.deepEqual([first.cache?.is, first.cache?.ageMs], ['miss', null])
  assert.match(first.cache?.kept ?? '', /kept/)
  await clock.advance(5_000)
  const second = await run(client(URL_A))
  assert.equal(await second.text(), 'one')
  assert.equal(second.cache?.is, 'hit')
  assert.equal(second.headers.get('age'), '5')
  assert.equal(transport.seen.length, 1)
  assert.deepEqual(told(second.trail), ['cache hit 200', 'end delivered use'])
})

test('without a cache there is no note of one', async () => {
  const clock = fakeClock()
  const bare = createClient({ clock, transport: scriptedTransport(clock, [fresh('one')]) })
  assert.equal((await clock.runUntilSettled(Promise.resolve(bare(URL_A)))).cache, null)
})

test('a stale answer is asked about; a 304 makes it fresh again, with its new fields, and the caller sees a 200', async () => {
  const confirmed: Reply = { status: 304, fields: { etag: '"1"', 'cache-control': 'max-age=10', 'x-new': 'yes' } }
  const { client, run, sent, clock } = stage([withTag('one', '"1"'), confirmed])
  await run(client(URL_A))
  await clock.advance(20_000)
  const second = await run(client(URL_A))
  assert.deepEqual([second.status, await second.text(), second.cache?.is], [200, 'one', 'validated'])
  assert.equal(second.headers.get('x-new'), 'yes')
  const third = await run(client(URL_A))
  assert.deepEqual([third.cache?.is, third.headers.get('x-new'), await third.text()], ['hit', 'yes', 'one'])
  assert.deepEqual(sent('if-none-match'), ['GET /x -', 'GET /x "1"'])
  assert.ok(told(second.trail).includes('cache validated 200'))
})

test('a stale answer that has changed is replaced', async () => {
  const { client, run, clock, transport } = stage([withTag('one', '"1"'), withTag('two', '"2"')])
  await run(client(URL_A))
  await clock.advance(20_000)
  assert.equal(await (await run(client(URL_A))).text(), 'two')
  const third = await run(client(URL_A))
  assert.deepEqual([await third.text(), third.cache?.is], ['two', 'hit'])
  assert.equal(transport.seen.length, 2)
})

test('a 304 that confirms nothing that was kept is no data: the whole is asked for once', async () => {
  const strange: Reply = { status: 304, fields: { etag: '"9"' } }
  const { client, run, sent, clock } = stage([withTag('one', '"1"'), strange, withTag('two', '"2"')])
  await run(client(URL_A))
  await clock.advance(20_000)
  assert.equal(await (await run(client(URL_A))).text(), 'two')
  assert.deepEqual(sent('if-none-match'), ['GET /x -', 'GET /x "1"', 'GET /x -'])
})

test('a server that answers 304 to a plain request gets one more chance and no more', async () => {
  const strange: Reply = { status: 304, fields: { etag: '"9"' } }
  const { client, run, clock } = stage([withTag('one', '"1"'), strange, strange])
  await run(client(URL_A))
  await clock.advance(20_000)
  await assert.rejects(run(client(URL_A)), (error: StatusError) => error instanceof StatusError)
})

test('stale-while-revalidate: the stale answer now, one request behind, the new one next time', async () => {
  const old = withTag('one', '"1"', 'max-age=10, stale-while-revalidate=60')
  const { client, run, clock, transport } = stage([old, withTag('two', '"2"')])
  await run(client(URL_A))
  await clock.advance(20_000)
  const [second, beside] = await run(Promise.all([client(URL_A), client(URL_A)]))
  assert.deepEqual([await second.text(), second.cache?.is, await beside.text()], ['one', 'stale', 'one'])
  await clock.advance(100)
  assert.equal(transport.seen.length, 2)
  const third = await run(client(URL_A))
  assert.deepEqual([await third.text(), third.cache?.is], ['two', 'hit'])
})

test('stale-if-error: a failing server is covered for, after the attempts it has', async () => {
  const old = withTag('one', '"1"', 'max-age=10, stale-if-error=60')
  const { client, run, clock, sent } = stage([old, ...Array.from({ length: 3 }, (): Line => ({ status: 503 }))])
  await run(client(URL_A))
  await clock.advance(20_000)
  const second = await run(client(URL_A))
  assert.deepEqual([second.status, await second.text(), second.cache?.is], [200, 'one', 'stale'])
  assert.equal(sent().length, 4)
  assert.equal(told(second.trail).at(-2), 'cache stale 200')
})

test('stale-if-error covers for a broken wire, too, and not for what must be asked about', async () => {
  const gone: Line = { fault: 'refused', sent: false }
  const covered = stage([withTag('one', '"1"', 'max-age=10, stale-if-error=60'), gone], { attempts: 1 })
  await covered.run(covered.client(URL_A))
  await covered.clock.advance(20_000)
  assert.equal(await (await covered.run(covered.client(URL_A))).text(), 'one')
  const strict = stage([withTag('one', '"1"', 'max-age=10, stale-if-error=60, must-revalidate'), gone], { attempts: 1 })
  await strict.run(strict.client(URL_A))
  await strict.clock.advance(20_000)
  await assert.rejects(strict.run(strict.client(URL_A)))
})

test('equal requests at once make one flight', async () => {
  const { client, run, transport } = stage([fresh('one')])
  const answers = await run(Promise.all(Array.from({ length: 100 }, () => client(URL_A))))
  assert.deepEqual(new Set(await Promise.all(answers.map(answer => answer.text()))), new Set(['one']))
  assert.equal(transport.seen.length, 1)
  assert.equal(answers.filter(answer => answer.cache?.is === 'hit').length, 99)
  assert.ok(told(answers[1]?.trail ?? []).some(line => line.startsWith('join')))
})

test('requests whose answer cannot be kept wait for each other once, then not any more', async () => {
  const { client, run, transport } = stage(() => ({
    status: 200,
    body: 'one',
    fields: { 'cache-control': 'no-store' },
    headMs: 50,
  }))
  await run(Promise.all([client(URL_A), client(URL_A), client(URL_A)]))
  assert.equal(transport.seen.length, 3)
  const startMs = transport.seen.at(-1)?.atMs ?? 0
  await run(Promise.all([client(URL_A), client(URL_A)]))
  const [first, second] = transport.seen.slice(3).map(seen => seen.atMs - startMs)
  assert.equal(first, second)
})

test('whoever waits for an equal request is not lost when that one fails or is aborted', async () => {
  const { client, run, clock, transport } = stage((_, index) =>
    index === 0 ? { status: 200, headMs: Number.POSITIVE_INFINITY } : fresh('one'),
  )
  const controller = new AbortController()
  const leader = client(URL_A, { signal: controller.signal }).then(
    () => 'answered',
    () => 'aborted',
  )
  const follower = client(URL_A)
  await clock.advance(10)
  assert.equal(transport.seen.length, 1)
  controller.abort()
  assert.equal(await run(leader), 'aborted')
  assert.equal(await (await run(follower)).text(), 'one')
  assert.equal(transport.seen.length, 2)
})

test('a wait for an equal request ends with the deadline, and with an abort', async () => {
  const { client, run, clock } = stage([{ status: 200, headMs: Number.POSITIVE_INFINITY }], { attempts: 1 })
  const controller = new AbortController()
  const leader = client(URL_A).catch(() => 'late')
  const follower = client(URL_A, { deadlineMs: 500 }).catch((error: unknown) => (error as Error).name)
  const aborted = client(URL_A, { signal: controller.signal }).catch((error: unknown) => (error as Error).name)
  await clock.advance(100)
  controller.abort()
  assert.equal(await run(aborted), 'AbortError')
  assert.equal(await run(follower), 'TimeoutError')
  assert.equal(await run(leader), 'late')
})

test('a streamed answer is kept once it is whole, and one that broke off is not', async () => {
  const { client, run, transport } = stage([fresh('streamed'), fresh('again')])
  const first = await run(client(URL_A, { stream: true }))
  assert.equal(await run(first.text()), 'streamed')
  assert.equal(await (await run(client(URL_A))).text(), 'streamed')
  assert.equal(transport.seen.length, 1)
  const broken = stage([{ ...fresh('half'), breaks: 'truncated' }, fresh('whole')])
  const half = await broken.run(broken.client(URL_A, { stream: true }))
  await assert.rejects(broken.run(half.text()))
  assert.equal(await (await broken.run(broken.client(URL_A))).text(), 'whole')
})

test('what a caller writes into the bytes it was given does not reach the store', async () => {
  const { client, run } = stage([fresh('one')])
  for (const _ of ['miss', 'hit', 'hit']) {
    const answer = await run(client(URL_A))
    assert.equal(await answer.text(), 'one')
    const piece = await answer.stream.getReader().read()
    for (const bytes of [await answer.bytes(), piece.value]) bytes?.fill(0)
  }
})

test('a stored answer can be had as a stream', async () => {
  const { client, run } = stage([fresh('one')])
  await run(client(URL_A))
  const second = await run(client(URL_A, { stream: true }))
  assert.deepEqual([await second.text(), second.cache?.is], ['one', 'hit'])
})

test('a permanent redirect is remembered, one for now is not', async () => {
  const moved: Reply = { status: 301, fields: { location: '/new' } }
  const { client, run, sent } = stage([moved, fresh('new')])
  await run(client(URL_A))
  const second = await run(client(URL_A))
  assert.deepEqual([second.url, await second.text()], ['https://a.test/new', 'new'])
  assert.deepEqual(sent(), ['GET /x', 'GET /new'])
  const forNow = stage([
    { status: 302, fields: { location: '/new' } },
    fresh('new'),
    { status: 302, fields: { location: '/new' } },
  ])
  await forNow.run(forNow.client(URL_A))
  await forNow.run(forNow.client(URL_A))
  assert.deepEqual(forNow.sent(), ['GET /x', 'GET /new', 'GET /x'])
})

test('a refusal that may be kept is an error again, from the store', async () => {
  const { client, run, transport } = stage([{ status: 404, body: 'none', fields: { 'cache-control': 'max-age=60' } }])
  for (const is of ['miss', 'hit']) {
    await assert.rejects(run(client(URL_A)), (error: StatusError) => {
      assert.deepEqual([error.status, error.text, error.answer.cache?.is], [404, 'none', is])
      return true
    })
  }
  assert.equal(transport.seen.length, 1)
})

test('a busy server that says for how long is believed from the store, without retries', async () => {
  const busy: Reply = { status: 503, body: 'busy', fields: { 'cache-control': 'max-age=60' } }
  const { client, run, transport } = stage([busy], { attempts: 1 })
  await assert.rejects(run(client(URL_A)))
  await assert.rejects(run(client(URL_A, { attempts: 3 })), (error: StatusError) => error.stopped === 'stored')
  assert.equal(transport.seen.length, 1)
})

test('a change makes what was kept untrue, a failed one does not', async () => {
  const { client, run, sent } = stage([fresh('one'), { status: 400 }, { status: 204 }, fresh('two')])
  await run(client(URL_A))
  await assert.rejects(run(client.put(URL_A, { body: 'x' })))
  assert.equal((await run(client(URL_A))).cache?.is, 'hit')
  await run(client.put(URL_A, { body: 'x' }))
  assert.equal(await (await run(client(URL_A))).text(), 'two')
  assert.deepEqual(sent(), ['GET /x', 'PUT /x', 'PUT /x', 'GET /x'])
})

test('two users never see what was kept for the other', async () => {
  const { client, run, transport } = stage([fresh('for a'), fresh('for b')])
  const asUser = (token: string) => run(client(URL_A, { headers: { authorization: `Bearer ${token}` } }))
  assert.equal(await (await asUser('a')).text(), 'for a')
  assert.equal(await (await asUser('b')).text(), 'for b')
  assert.equal(await (await asUser('a')).text(), 'for a')
  assert.equal(transport.seen.length, 2)
})

test('only-if-cached: 504 without a request, or what is kept', async () => {
  const { client, run, transport } = stage([fresh('one')])
  const headers = { 'cache-control': 'only-if-cached' }
  await assert.rejects(run(client(URL_A, { headers })), (error: StatusError) => {
    assert.deepEqual([error.status, error.stopped], [504, 'only-if-cached'])
    assert.match(error.message, /only-if-cached/)
    return true
  })
  assert.equal(transport.seen.length, 0)
  await run(client(URL_A))
  assert.equal(await (await run(client(URL_A, { headers }))).text(), 'one')
})

test('the caller may bring a validator of their own and gets the 304', async () => {
  const { client, run, sent } = stage([withTag('one', '"1"', 'max-age=60'), { status: 304, fields: { etag: '"5"' } }])
  await run(client(URL_A))
  const fromStore = await run(client(URL_A, { headers: { 'if-none-match': '"1"' } }))
  assert.deepEqual([fromStore.status, await fromStore.text(), fromStore.cache?.is], [304, '', 'hit'])
  const other = await run(client('https://a.test/other', { headers: { 'if-none-match': '"5"' } }))
  assert.equal(other.status, 304)
  assert.deepEqual(sent('if-none-match'), ['GET /x -', 'GET /other "5"'])
})

test('HEAD is answered by a kept GET', async () => {
  const { client, run, transport } = stage([fresh('one')])
  await run(client(URL_A))
  const head = await run(client.head(URL_A))
  assert.deepEqual([head.status, await head.text(), head.cache?.is], [200, '', 'hit'])
  assert.equal(transport.seen.length, 1)
})

test('a range is served from a kept whole, and the rest of a kept part is asked for alone', async () => {
  const { client, run, sent } = stage([
    fresh('0123456789'),
    {
      status: 206,
      body: '01234',
      fields: { 'content-range': 'bytes 0-4/10', etag: '"1"', 'cache-control': 'max-age=60' },
    },
    {
      status: 206,
      body: '56789',
      fields: { 'content-range': 'bytes 5-9/10', etag: '"1"', 'cache-control': 'max-age=60' },
    },
  ])
  await run(client(URL_A))
  const part = await run(client(URL_A, { headers: { range: 'bytes=2-4' } }))
  assert.deepEqual([part.status, await part.text(), part.headers.get('content-range')], [206, '234', 'bytes 2-4/10'])
  const start = await run(client('https://a.test/part', { headers: { range: 'bytes=0-4' } }))
  assert.equal(await start.text(), '01234')
  const whole = await run(client('https://a.test/part'))
  assert.deepEqual([whole.status, await whole.text()], [200, '0123456789'])
  assert.deepEqual(sent('range', 'if-range'), ['GET /x - -', 'GET /part bytes=0-4 -', 'GET /part bytes=5- "1"'])
})

test('when the rest has changed meanwhile the whole is asked for', async () => {
  const { client, run, sent } = stage([
    {
      status: 206,
      body: '01234',
      fields: { 'content-range': 'bytes 0-4/10', etag: '"1"', 'cache-control': 'max-age=60' },
    },
    {
      status: 206,
      body: 'fghij',
      fields: { 'content-range': 'bytes 5-9/10', etag: '"2"', 'cache-control': 'max-age=60' },
    },
    withTag('abcdefghij', '"2"'),
  ])
  await run(client(URL_A, { headers: { range: 'bytes=0-4' } }))
  assert.equal(await (await run(client(URL_A))).text(), 'abcdefghij')
  assert.deepEqual(sent('range'), ['GET /x bytes=0-4', 'GET /x bytes=5-', 'GET /x -'])
})

test('an answer that is only waited out is not kept', async () => {
  const { client, run, transport } = stage([
    { status: 503, fields: { 'cache-control': 'max-age=60', 'retry-after': '1' } },
    fresh('fine'),
  ])
  assert.equal(await (await run(client(URL_A))).text(), 'fine')
  assert.equal((await run(client(URL_A))).cache?.is, 'hit')
  assert.equal(transport.seen.length, 2)
})

test('a store that fails or lies costs a request, never an answer', async () => {
  const failing = (): never => {
    throw new Error('the disk is gone')
  }
  const inner = memoryStore({ maxBytes: 1e6 })
  const store = (other: Partial<Store>): Store => ({
    find: (...asked) => inner.find(...asked),
    body: id => inner.body(id),
    keep: (...what) => inner.keep(...what),
    freshen: (...what) => inner.freshen(...what),
    drop: url => inner.drop(url),
    ...other,
  })
  const stores = [
    store({ find: failing, keep: failing, drop: failing, freshen: failing, body: failing }),
    store({ find: () => Promise.reject(new Error('no')), keep: () => Promise.reject(new Error('no')) }),
    store({ body: () => null }),
    store({ body: () => Promise.reject(new Error('no')) }),
  ]
  for (const each of stores) {
    const { client, run, transport } = stage([fresh('one'), fresh('two')], { cache: cacheOn(each) })
    assert.equal(await (await run(client(URL_A))).text(), 'one')
    assert.equal(await (await run(client(URL_A))).text(), 'two')
    assert.equal(transport.seen.length, 2)
  }
})

test('a store that takes its time answers all the same', async () => {
  const inner = memoryStore({ maxBytes: 1e6 })
  const later = async <Value>(value: Value | Promise<Value>): Promise<Value> => {
    await Promise.resolve()
    return value
  }
  const slow: Store = {
    find: (...asked) => later(inner.find(...asked)),
    body: id => later(inner.body(id)),
    keep: async (...what) => {
      await Promise.resolve()
      await inner.keep(...what)
    },
    freshen: async (...what) => inner.freshen(...what),
    drop: async url => inner.drop(url),
  }
  const { client, run, transport } = stage([fresh('one')], { cache: cacheOn(slow) })
  const answers = await run(Promise.all([client(URL_A), client(URL_A), client(URL_A)]))
  assert.deepEqual(await Promise.all(answers.map(answer => answer.text())), ['one', 'one', 'one'])
  assert.equal(transport.seen.length, 1)
})

test('cache: false for a call leaves the cache alone', async () => {
  const { client, run, transport } = stage([fresh('one'), fresh('two')])
  await run(client(URL_A))
  const second = await run(client(URL_A, { cache: false }))
  assert.deepEqual([await second.text(), second.cache], ['two', null])
  assert.equal((await run(client(URL_A))).cache?.is, 'hit')
  assert.equal(transport.seen.length, 2)
})
