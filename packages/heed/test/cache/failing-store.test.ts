import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatusError } from '../../src/errors/errors.ts'
import type { RequestOptions } from '../../src/options/options.ts'
import { contentOf, HOWS, Stage } from './failing-stage.ts'

const range = (bytes: string): RequestOptions => ({ headers: { range: `bytes=${bytes}` } })

const FLOWS: Readonly<Record<string, readonly [path: string, play: (stage: Stage) => Promise<void>]>> = {
  miss: ['/fresh', stage => stage.gets('/fresh')],
  hit: [
    '/fresh',
    async stage => {
      for (const _ of [1, 2, 3]) await stage.gets('/fresh')
    },
  ],
  validate: [
    '/short',
    async stage => {
      for (const _ of [1, 2, 3]) {
        await stage.gets('/short')
        await stage.clock.advance(20_000)
      }
    },
  ],
  change: [
    '/short',
    async stage => {
      for (const _ of [1, 2, 3]) {
        await stage.gets('/short')
        await stage.clock.advance(20_000)
        stage.version++
      }
    },
  ],
  'stale-while-revalidate': [
    '/swr',
    async stage => {
      for (const _ of [1, 2, 3]) {
        await stage.gets('/swr')
        await stage.clock.advance(20_000)
      }
    },
  ],
  stampede: [
    '/fresh',
    async stage => {
      const all = Array.from({ length: 8 }, () => stage.get('/fresh'))
      const texts = await stage.clock.runUntilSettled(Promise.all(all))
      assert.deepEqual(new Set(texts), new Set([contentOf('/fresh', 1)]))
    },
  ],
  'complete a part': [
    '/fresh',
    async stage => {
      const part = await stage.clock.runUntilSettled(stage.get('/fresh', range('0-4')))
      assert.equal(part, contentOf('/fresh', 1).slice(0, 5))
      await stage.gets('/fresh')
      await stage.gets('/fresh')
      const end = await stage.clock.runUntilSettled(stage.get('/fresh', range('3-6')))
      assert.equal(end, contentOf('/fresh', 1).slice(3, 7))
    },
  ],
  'complete a part by streams': [
    '/fresh',
    async stage => {
      await stage.clock.runUntilSettled(stage.get('/fresh', range('0-4')))
      await stage.clock.runUntilSettled(stage.get('/fresh', { ...range('5-'), stream: true }))
      await stage.gets('/fresh', { stream: true })
      await stage.gets('/fresh')
    },
  ],
  stream: [
    '/fresh',
    async stage => {
      await stage.gets('/fresh', { stream: true })
      await stage.gets('/fresh')
      await stage.gets('/fresh', { stream: true })
    },
  ],
  'redirect from the store': [
    '/moved',
    async stage => {
      for (const _ of [1, 2, 3]) await stage.gets('/moved')
    },
  ],
  invalidate: [
    '/fresh',
    async stage => {
      await stage.gets('/fresh')
      await stage.clock.runUntilSettled(stage.get('/fresh', { method: 'PUT', body: 'x' }))
      await stage.gets('/fresh')
      await stage.gets('/fresh')
    },
  ],
  HEAD: [
    '/short',
    async stage => {
      await stage.gets('/short')
      await stage.clock.advance(20_000)
      await stage.gets('/short', { method: 'HEAD' })
      await stage.gets('/short')
    },
  ],
  'stale-if-error': [
    '/sie',
    async stage => {
      await stage.gets('/sie')
      await stage.clock.advance(20_000)
      stage.down = true
      const sends = stage.transport.seen.length
      try {
        await stage.gets('/sie')
      } catch (error) {
        assert.ok(error instanceof StatusError && error.status === 503, String(error))
      }
      assert.equal(stage.transport.seen.length, sends + 1, 'asked again, against Retry-After')
    },
  ],
}

for (const [name, [path, play]] of Object.entries(FLOWS)) {
  test(`${name}: whichever operation of the store fails, the answer is right and nothing is left behind`, async () => {
    const clean = new Stage(0, 'throws')
    await play(clean)
    const operations = clean.asked()
    await clean.check(path)
    for (const how of HOWS) {
      for (let failing = 1; failing <= operations; failing++) {
        const stage = new Stage(failing, how)
        try {
          await play(stage)
          await stage.check(path)
        } catch (error) {
          throw new Error(`operation ${failing} of ${operations} ${how}`, { cause: error })
        }
      }
    }
  })
}
