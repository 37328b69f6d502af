import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { A, B, counting, refusal, ring } from '../../test/keys.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { settle } from '../testing/settle.ts'
import { type KeyringOptions, keyring, type RefreshContext } from './keyring.ts'

describe('who gets a credential', () => {
  test('the named origins, at once, and nobody else', () => {
    const { keys } = ring({ token: 'T', origins: [A, 'http://c.test:8080'] })
    assert.equal(keys.credential(A), 'Bearer T')
    assert.equal(keys.credential('http://c.test:8080'), 'Bearer T')
    for (const other of [B, 'http://a.test', 'https://a.test:8443', 'https://a.test.evil.test', '', 'constructor']) {
      assert.equal(keys.credential(other), null, other)
    }
  })

  test('for a proxy, every request the same', async () => {
    let asked = 0
    const { keys } = ring({ origins: null, token: () => `P${++asked}` })
    assert.equal(await keys.credential(A), 'Bearer P1')
    assert.equal(keys.credential(B), 'Bearer P1')
    assert.equal(keys.credential('http://anything.test'), 'Bearer P1')
  })

  test('an unnamed origin is never renewed for', async () => {
    const { keys } = ring({ refresh: () => assert.fail('asked'), origins: [A] })
    assert.equal(await keys.renew(refusal('Bearer T', B)), null)
  })
})

describe('a token function', () => {
  test('is asked once for each origin, with the origin, and its answer is kept', async () => {
    const asked: string[] = []
    const { keys, clock } = ring({
      token: async ({ origin }) => {
        asked.push(origin)
        return `of-${origin.at(8)}`
      },
    })
    const many = Array.from({ length: 100 }, () => keys.credential(A))
    assert.deepEqual(new Set(await Promise.all(many)), new Set(['Bearer of-a']))
    assert.equal(await keys.credential(B), 'Bearer of-b')
    assert.equal(keys.credential(A), 'Bearer of-a')
    assert.deepEqual(asked, [A, B])
    assert.equal(clock.timersLeft, 0)
  })

  test('is asked anew when its token is refused and there is no refresh', async () => {
    let asked = 0
    const { keys } = ring({ token: () => `T${++asked}` })
    assert.equal(await keys.credential(A), 'Bearer T1')
    assert.equal(await keys.renew(refusal('Bearer T1')), 'Bearer T2')
    assert.equal(keys.credential(A), 'Bearer T2')
  })

  test('is left alone when there is a refresh', async () => {
    let asked = 0
    const { keys } = ring({ token: () => `T${++asked}`, refresh: ({ refused }) => `after-${refused}` })
    assert.equal(await keys.credential(A), 'Bearer T1')
    assert.equal(await keys.renew(refusal('Bearer T1')), 'Bearer after-T1')
    assert.equal(asked, 1)
  })
})

describe('a refused credential', () => {
  test('is renewed once for all who wait, and whoever comes meanwhile waits too', async () => {
    const asked: RefreshContext[] = []
    const { keys } = ring({ refresh: async context => counting(asked)(context) })
    const challenges = [{ scheme: 'bearer', token68: null, params: new Map([['error', 'invalid_token']]) }]
    const many = Array.from({ length: 1000 }, () => keys.renew({ origin: A, refused: 'Bearer T', challenges }))
    const late = keys.credential(A)
    assert.ok(late instanceof Promise)
    assert.deepEqual(new Set(await Promise.all([...many, late])), new Set(['Bearer T1']))
    assert.equal(asked.length, 1)
    assert.deepEqual([asked[0]?.origin, asked[0]?.refused, asked[0]?.challenges], [A, 'T', challenges])
    assert.equal(asked[0]?.signal.aborted, false)
  })

  test('that is no longer the current one asks nobody', async () => {
    const asked: RefreshContext[] = []
    const { keys } = ring({ refresh: counting(asked) })
    await keys.renew(refusal('Bearer T'))
    assert.equal(await keys.renew(refusal('Bearer T')), 'Bearer T1')
    const next = keys.renew(refusal('Bearer T1'))
    assert.equal(await keys.renew(refusal('Bearer T')), 'Bearer T2', 'not the one that is being renewed')
    assert.equal(await next, 'Bearer T2')
    assert.equal(asked.length, 2)
  })

  test('cannot be renewed when there is only a token', async () => {
    const { keys } = ring({})
    assert.equal(await keys.renew(refusal('Bearer T')), null)
    assert.equal(keys.credential(A), 'Bearer T')
  })

  test('that comes back is nothing new, and nobody is asked for it again within a second', async () => {
    let asked = 0
    const { keys, clock } = ring({
      refresh: () => {
        asked++
        return 'T'
      },
    })
    assert.deepEqual(await Promise.all([keys.renew(refusal('Bearer T')), keys.renew(refusal('Bearer T'))]), [
      null,
      null,
    ])
    assert.equal(await keys.renew(refusal('Bearer T')), null)
    assert.equal(asked, 1)
    await clock.advance(1000)
    assert.equal(await keys.renew(refusal('Bearer T')), null)
    assert.equal(asked, 2)
  })
})

describe('the end of a credential', () => {
  const ending = (clock: FakeClock, inMs: number) => new Date(clock.wallMs() + inMs)

  function timed(livesMs: number, options: Partial<KeyringOptions> = {}) {
    const asked: RefreshContext[] = []
    const clock = fakeClock()
    const give = counting(asked)
    const all = { name: 'auth', origins: [A], earlyMs: 30_000, refreshMs: 10_000 }
    const token = { token: 'T', expiresAt: ending(clock, livesMs) }
    const refresh = (context: RefreshContext) => ({ token: give(context), expiresAt: ending(clock, livesMs) })
    return { asked, clock, keys: keyring({ ...all, token, refresh, ...options }, clock) }
  }

  test('is met before it comes, behind the back of callers, who go on with the old one', async () => {
    const { asked, clock, keys } = timed(100_000)
    await clock.advance(69_000)
    assert.equal(keys.credential(A), 'Bearer T')
    assert.equal(asked.length, 0)
    await clock.advance(1000)
    assert.equal(keys.credential(A), 'Bearer T')
    assert.equal(clock.timersLeft, 0, 'what nobody waits for keeps no process alive')
    assert.equal(keys.credential(A), 'Bearer T')
    await settle()
    assert.equal(keys.credential(A), 'Bearer T1')
    assert.deepEqual(
      asked.map(each => [each.refused, each.challenges.length]),
      [[null, 0]],
    )
  })

  test('that has come makes callers wait for the new one', async () => {
    const { asked, clock, keys } = timed(100_000)
    await clock.advance(100_000)
    const all = [keys.credential(A), keys.credential(A)]
    assert.deepEqual(await Promise.all(all), ['Bearer T1', 'Bearer T1'])
    assert.equal(asked.length, 1)
  })

  test('without a way to renew it, the old one goes on: the server decides', async () => {
    const { clock, keys } = timed(1000, { refresh: null })
    await clock.advance(5000)
    assert.equal(keys.credential(A), 'Bearer T')
  })

  test('of a short life is met in its middle, not with every request', async () => {
    const { asked, clock, keys } = timed(10_000)
    await clock.advance(4999)
    assert.equal(keys.credential(A), 'Bearer T')
    await settle()
    assert.equal(asked.length, 0)
    await clock.advance(1)
    keys.credential(A)
    await settle()
    assert.equal(asked.length, 1)
  })

  test('that lies in the past when it comes asks at most once a second', async () => {
    const { asked, clock, keys } = timed(-3_600_000)
    assert.equal(await keys.credential(A), 'Bearer T1')
    for (let request = 0; request < 10; request++) assert.equal(keys.credential(A), 'Bearer T1')
    assert.equal(asked.length, 1)
    await clock.advance(1000)
    assert.equal(await keys.credential(A), 'Bearer T2')
  })

  test('shares its lock with a refusal: one refresh at a time', async () => {
    const { asked, clock, keys } = timed(100_000)
    await clock.advance(80_000)
    keys.credential(A)
    assert.equal(await keys.renew(refusal('Bearer T')), 'Bearer T1')
    assert.equal(asked.length, 1)
  })

  test('when what was asked before the refusal brings the refused one, it is asked once more and told so', async () => {
    const asked: (string | null)[] = []
    const { clock, keys } = timed(100_000, {
      refresh: ({ refused }) => {
        asked.push(refused)
        return refused === null ? 'T' : 'fresh'
      },
    })
    await clock.advance(80_000)
    keys.credential(A)
    const all = [keys.renew(refusal('Bearer T')), keys.renew(refusal('Bearer T'))]
    assert.deepEqual(await Promise.all(all), ['Bearer fresh', 'Bearer fresh'])
    assert.deepEqual(asked, [null, 'T'])
  })

  test('a renewal behind that fails harms nobody and is tried again a second later', async () => {
    let asked = 0
    const { clock, keys } = timed(100_000, {
      refresh: () => {
        asked++
        throw new Error('down')
      },
    })
    await clock.advance(80_000)
    for (let request = 0; request < 5; request++) {
      assert.equal(keys.credential(A), 'Bearer T')
      await settle()
    }
    assert.equal(asked, 1)
    await clock.advance(1000)
    assert.equal(keys.credential(A), 'Bearer T')
    await settle()
    assert.equal(asked, 2)
  })
})
