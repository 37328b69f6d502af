import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptHead } from '../../test/cache/kept-answers.ts'
import type { Cache, CacheRules, Kept, Store } from '../keeping.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { settle } from '../testing/settle.ts'
import { cacheOn } from './cache.ts'
import { memoryStore } from './memory-store.ts'

/** Only passed on. */
const rules = {} as CacheRules
const kilobyte = new Uint8Array(1000)
const kept: Kept = { id: 1, head: keptHead() }
const dead = (): never => {
  throw new Error('the store is gone')
}
const idle: Store = { find: () => [], body: () => null, keep: () => {}, freshen: () => {}, drop: () => {} }

interface Made {
  readonly cache: Cache
  readonly clock: FakeClock
  /** What the store was asked, in order. */
  readonly asked: string[]
  /** Its members can be replaced. */
  readonly store: { -readonly [Name in keyof Store]: Store[Name] }
}

function made(changes: Partial<Store> = {}, own = false): Made {
  const clock = fakeClock()
  const asked: string[] = []
  const store = { ...idle, ...changes }
  const listening: Store = {
    find: (url, whose) => {
      asked.push(`find ${url}`)
      return store.find(url, whose)
    },
    body: id => {
      asked.push(`body ${id}`)
      return store.body(id)
    },
    keep: (url, ...rest) => {
      asked.push(`keep ${url}`)
      return store.keep(url, ...rest)
    },
    freshen: (id, head) => {
      asked.push(`freshen ${id}`)
      return store.freshen(id, head)
    },
    drop: url => {
      asked.push(`drop ${url}`)
      return store.drop(url)
    },
    close: () => store.close?.(),
  }
  return { cache: cacheOn(listening, rules, clock, own), clock, asked, store }
}

test('what a store answers at once is passed on at once, and untouched', () => {
  const store = memoryStore({ maxBytes: 1_000_000 })
  const cache = cacheOn(store, rules, fakeClock())
  assert.equal(cache.rules, rules)
  cache.keep('u', '', keptHead(), kilobyte, [])
  const found = cache.find('u', '') as readonly Kept[]
  assert.equal(found, store.find('u', ''))
  assert.deepEqual(cache.body(found[0]?.id ?? 0), kilobyte)
  cache.freshen(found[0]?.id ?? 0, keptHead({ freshMs: 1 }))
  assert.equal((cache.find('u', '') as readonly Kept[])[0]?.head.freshMs, 1)
  cache.drop('u')
  assert.deepEqual(cache.find('u', ''), [])
})

test('a store that throws or rejects has nothing, and no call fails by it', async () => {
  for (const fail of [dead, async () => dead()]) {
    const { cache, clock } = made({ find: fail, body: fail, keep: fail, freshen: fail, drop: fail, close: fail })
    assert.deepEqual(await cache.find('u', ''), [])
    assert.equal(await cache.body(1), null)
    cache.keep('u', '', keptHead(), kilobyte, [])
    cache.freshen(1, keptHead())
    cache.drop('v')
    await settle()
    await cache.close()
    assert.equal(clock.timersLeft, 0)
  }
})

test('what comes within 50 ms counts, and what comes later does not', async () => {
  const { cache, clock, store } = made()
  const after = <Value>(waitMs: number, value: Value): Promise<Value> =>
    new Promise(resolve => clock.set(waitMs, () => resolve(value)))
  store.find = () => after(49, [kept])
  store.body = () => after(49, kilobyte)
  assert.deepEqual(await clock.runUntilSettled(Promise.resolve(cache.find('u', ''))), [kept])
  assert.equal(await clock.runUntilSettled(Promise.resolve(cache.body(1))), kilobyte)
  assert.equal(clock.timersLeft, 0)
  store.find = () => after(51, [kept])
  store.body = async () => {
    await after(51, null)
    return dead()
  }
  assert.deepEqual(await clock.runUntilSettled(Promise.resolve(cache.find('u', ''))), [])
  assert.equal(await clock.runUntilSettled(Promise.resolve(cache.body(1))), null)
  await clock.advance(100)
  assert.equal(clock.timersLeft, 0)
})

test('a store that always answers too late is slow once for each of five calls, then rests', async () => {
  const { cache, clock, asked, store } = made()
  store.find = () => new Promise(resolve => clock.set(60, () => resolve([kept])))
  for (let at = 0; at < 9; at++) {
    const found = cache.find('u', '')
    await clock.advance(70)
    assert.deepEqual(await found, [])
  }
  assert.equal(asked.length, 5)
})

test('odd things are nothing, and do not spoil what is sound', async () => {
  const odd: unknown[] = [null, undefined, 7, 'x', {}, { length: 1 }]
  for (const given of odd) {
    assert.deepEqual(made({ find: () => given as never }).cache.find('u', ''), [])
    assert.deepEqual(await made({ find: async () => given as never }).cache.find('u', ''), [])
    if (given !== null) assert.equal(made({ body: () => given as never }).cache.body(1), null)
  }
  const { freshMs: _gone, ...lacking } = keptHead()
  const list = [null, {}, { id: 1 }, { id: {}, head: keptHead() }, { id: 2, head: lacking }, kept]
  assert.deepEqual(made({ find: () => list as never }).cache.find('u', ''), [kept])
  assert.equal(made({ find: () => list as never }, true).cache.find('u', ''), list, 'our own are not looked at twice')
})

test('after five failures in a row a store is not read for a second', async () => {
  const { cache, clock, asked, store } = made({ find: dead })
  for (let at = 0; at < 4; at++) cache.find('u', '')
  store.body = () => kilobyte
  cache.body(1)
  for (let at = 0; at < 9; at++) cache.find('u', '')
  assert.equal(cache.body(1), null)
  assert.equal(asked.length, 10, 'a success in between starts the count anew')
  cache.keep('u', '', keptHead(), kilobyte, [])
  assert.equal(asked.pop(), 'keep u', 'writing may work all the same')
  await clock.advance(1000)
  cache.find('u', '')
  cache.find('u', '')
  assert.equal(asked.length, 11, 'one failure more, and it rests again')
  await clock.advance(1000)
  store.find = () => [kept]
  assert.deepEqual(cache.find('u', ''), [kept])
  assert.equal(cache.body(1), kilobyte)
})

test('after five failures in a row a store is not written for a second, and is still read', async () => {
  const { cache, clock, asked } = made({ find: () => [kept], keep: dead, freshen: async () => dead() })
  for (let at = 0; at < 9; at++) {
    cache.keep('u', '', keptHead(), kilobyte, [])
    cache.freshen(1, keptHead())
    await settle()
    assert.deepEqual(cache.find('u', ''), [kept])
  }
  assert.equal(asked.filter(each => !each.startsWith('find')).length, 5)
  await clock.advance(1000)
  cache.freshen(1, keptHead())
  assert.equal(asked.at(-1), 'freshen 1')
})

test('an address that could not be taken out is a miss until it is', async () => {
  const { cache, clock, asked, store } = made({ find: () => [kept], drop: dead })
  cache.drop('u')
  assert.deepEqual(cache.find('u', ''), [])
  cache.keep('u', '', keptHead(), kilobyte, [])
  assert.deepEqual(asked, ['drop u', 'drop u'], 'it is tried again before the address is looked up')
  assert.deepEqual(cache.find('v', ''), [kept])
  store.drop = () => {}
  assert.deepEqual(cache.find('u', ''), [kept])
  store.drop = dead
  for (let at = 0; at < 5; at++) cache.drop('w')
  cache.drop('x')
  store.drop = () => {}
  assert.equal(asked.includes('drop x'), false, 'the store rests')
  await clock.advance(1000)
  store.find = () => []
  cache.find('x', '')
  assert.deepEqual(asked.slice(-2), ['drop x', 'find x'])
})

test('while an address is being taken out it is a miss, and is asked for once', async () => {
  let done = (): void => {}
  const dropping = new Promise<void>(resolve => {
    done = resolve
  })
  const { cache, asked } = made({ find: () => [kept], drop: () => dropping })
  cache.drop('u')
  cache.drop('u')
  assert.deepEqual(cache.find('u', ''), [])
  assert.deepEqual(asked, ['drop u'])
  done()
  await settle()
  assert.deepEqual(cache.find('u', ''), [kept])
})

test('when more could not be taken out than can be remembered, nothing that is kept is used', async () => {
  const { cache, clock, store } = made({ find: () => [kept], drop: dead })
  for (let at = 0; at <= 10_000; at++) cache.drop(`${at}`)
  store.drop = () => {}
  await clock.advance(1000)
  assert.deepEqual(cache.find('another', ''), [])
})

test('a store that does not finish its writes gets no more than a hundred at once', async () => {
  const ends: (() => void)[] = []
  const { cache, asked } = made({ keep: () => new Promise<void>(resolve => ends.push(resolve)) })
  for (let at = 0; at < 200; at++) cache.keep(`${at}`, '', keptHead(), kilobyte, [])
  assert.equal(asked.length, 100)
  ends[0]?.()
  await settle()
  cache.keep('more', '', keptHead(), kilobyte, [])
  cache.keep('even more', '', keptHead(), kilobyte, [])
  assert.deepEqual(asked.slice(100), ['keep more'])
})

test('a closed cache holds nothing and asks nothing', async () => {
  let closed = 0
  const { cache, asked } = made({ find: () => [kept], close: () => void closed++ })
  await cache.close()
  await cache.close()
  assert.deepEqual(cache.find('u', ''), [])
  assert.equal(cache.body(1), null)
  cache.keep('u', '', keptHead(), kilobyte, [])
  cache.freshen(1, keptHead())
  cache.drop('u')
  assert.deepEqual([closed, asked.length], [1, 0])
})
