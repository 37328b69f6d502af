import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { A, B, refusal, ring } from '../../test/keys.ts'
import type { Keyring } from '../ports.ts'
import { settle } from '../testing/settle.ts'
import type { KeyringOptions } from './keyring.ts'
import { RefreshError } from './question.ts'

describe('a refresh that fails', () => {
  const down = new Error('sign-in is down')
  const ways: readonly [string, KeyringOptions['refresh'], (error: unknown) => boolean][] = [
    [
      'throws',
      () => {
        throw down
      },
      error => error === down,
    ],
    ['rejects', async () => Promise.reject(down), error => error === down],
    [
      'gives nothing',
      (() => undefined) as never,
      error =>
        error instanceof RefreshError && /auth\.refresh must give a token.*it gave undefined/.test(error.message),
    ],
    ['gives a line end', () => 's3cret\n', error => error instanceof RefreshError && !error.message.includes('s3cret')],
    [
      'gives what cannot be read',
      (() =>
        new Proxy(
          {},
          {
            getOwnPropertyDescriptor: () => {
              throw down
            },
          },
        )) as never,
      error => error === down,
    ],
  ]
  for (const [way, refresh, isIt] of ways) {
    test(`${way}: all who wait are told the same, and the next is told it at once for a second`, async () => {
      let asked = 0
      const { clock, keys } = ring({
        refresh: context => {
          asked++
          return refresh?.(context) as string
        },
      })
      const many = await Promise.allSettled(Array.from({ length: 50 }, () => keys.renew(refusal('Bearer T'))))
      const errors = new Set(many.map(each => each.status === 'rejected' && each.reason))
      assert.equal(errors.size, 1)
      const [error] = errors
      assert.ok(isIt(error), String(error))
      await clock.advance(999)
      await assert.rejects(keys.renew(refusal('Bearer T')), each => each === error)
      assert.equal(asked, 1)
      await clock.advance(1)
      await assert.rejects(keys.renew(refusal('Bearer T')))
      assert.equal(asked, 2)
      assert.equal(keys.credential(A), 'Bearer T', 'the server may still change its mind')
      assert.equal(clock.timersLeft, 0)
    })
  }

  test('hangs: after its time everybody is told, its signal fires, and what it gives later is not used', async () => {
    let give: (token: string) => void = () => {}
    let signal: AbortSignal | null = null
    const { clock, keys } = ring({
      refreshMs: 3000,
      refresh: context => {
        signal = context.signal
        return new Promise(resolve => {
          give = resolve
        })
      },
    })
    const waiting = Promise.allSettled([keys.renew(refusal('Bearer T')), keys.credential(A)])
    await clock.advance(2999)
    assert.equal((signal as AbortSignal | null)?.aborted, false)
    await clock.advance(1)
    for (const each of await waiting) {
      assert.ok(each.status === 'rejected' && each.reason instanceof RefreshError)
      assert.match(each.reason.message, /auth\.refresh gave nothing within 3000 ms.*auth\.refreshMs/)
    }
    assert.equal((signal as AbortSignal | null)?.aborted, true)
    give('late')
    await settle()
    assert.equal(keys.credential(A), 'Bearer T')
  })

  test('a first token that cannot be had rejects, and is asked for again a second later', async () => {
    let asked = 0
    const { clock, keys } = ring({
      token: () => {
        if (++asked === 1) throw down
        return 'T'
      },
    })
    await assert.rejects(async () => keys.credential(A), down)
    await assert.rejects(async () => keys.credential(A), down)
    assert.equal(asked, 1)
    await clock.advance(1000)
    assert.equal(await keys.credential(A), 'Bearer T')
  })

  test('that nobody waits for is no unhandled rejection', async () => {
    const heard: unknown[] = []
    const hear = (reason: unknown) => heard.push(reason)
    process.on('unhandledRejection', hear)
    const { keys } = ring({ token: () => Promise.reject(down), refresh: () => Promise.reject(down) })
    void keys.credential(A)
    void keys.renew(refusal('Bearer T'))
    await settle()
    void keys.credential(A)
    void keys.renew(refusal('Bearer T'))
    keys.close()
    void keys.credential(B)
    await settle()
    await settle()
    process.off('unhandledRejection', hear)
    assert.deepEqual(heard, [])
  })
})

describe('a call inside of the function', () => {
  test('gets no credential and renews nothing, so nothing waits for itself', async () => {
    const got: unknown[] = []
    const { keys } = ring({
      refresh: async () => {
        await settle()
        got.push(await keys.credential(A), await keys.renew(refusal('Bearer T')))
        return 'T1'
      },
    })
    assert.equal(await keys.renew(refusal('Bearer T')), 'Bearer T1')
    assert.deepEqual(got, [null, null])
  })

  test('gets none either when another keyring asks in between', async () => {
    const got: unknown[] = []
    const outer: Keyring = ring({
      refresh: async () => String((await proxy.credential(A))?.slice(7)),
    }).keys
    const proxy: Keyring = ring({
      name: 'proxyAuth',
      origins: null,
      token: async () => {
        got.push(await outer.credential(A))
        return 'P'
      },
    }).keys
    assert.equal(await outer.renew(refusal('Bearer T')), 'Bearer P')
    assert.deepEqual(got, [null])
  })

  test('but work that outlives the function is like any other', async () => {
    let later: Promise<unknown> = Promise.resolve()
    const { keys } = ring({
      token: () => {
        later = settle().then(() => keys.credential(A))
        return 'T'
      },
    })
    await keys.credential(A)
    assert.equal(await later, 'Bearer T')
  })
})

test('closing ends what is asked, and asks nobody any more', async () => {
  let signal: AbortSignal | null = null
  const { clock, keys } = ring({
    refresh: context => {
      signal = context.signal
      return new Promise(() => {})
    },
  })
  const waiting = assert.rejects(keys.renew(refusal('Bearer T')), /The client was closed before auth\.refresh/)
  await settle()
  keys.close()
  await waiting
  assert.equal((signal as AbortSignal | null)?.aborted, true)
  assert.equal(keys.credential(A), 'Bearer T')
  await clock.advance(1000)
  await assert.rejects(keys.renew(refusal('Bearer T')), /The client is closed/)
  assert.equal(clock.timersLeft, 0)
  keys.close()
})
