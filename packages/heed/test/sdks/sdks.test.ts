import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createFetch } from '../../src/fetch/create-fetch.ts'
import type { FetchOptions } from '../../src/fetch/fetch-options.ts'
import { apiServer, type Trouble } from './api-server.ts'
import type { Place, Sdk } from './sdk.ts'
import { sdks } from './sdks.ts'

/** Each SDK, unchanged, on heed's fetch. */
for (const sdk of sdks) suite(`${sdk.name} on createFetch`, { concurrency: true }, () => play(sdk))

function play(sdk: Sdk): void {
  const server = apiServer(sdk.api)
  after(async () => (await server).close())

  async function place(trouble: Trouble, options: FetchOptions = {}, signal = new AbortController().signal) {
    const { base } = await server
    const { url, asked } = base(trouble)
    const fetch = createFetch({ backoff: { faultMs: 1, throttleMs: 1 }, ...options })
    return { asked, at: { url, fetch, signal } satisfies Place }
  }

  test('reads', async () => {
    const { at, asked } = await place('well')
    assert.equal(await sdk.reads(at), 'the first post')
    assert.equal(asked.length, 1)
  })

  test('writes', async () => {
    const { at, asked } = await place('well')
    assert.equal(await sdk.writes(at), 'made: a new post')
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['POST'],
    )
  })

  test('429 with Retry-After: waits as long as asked, and reads', async () => {
    const { at, asked } = await place('busy')
    assert.equal(await sdk.reads(at), 'the first post')
    const [first, second, ...more] = asked.map(({ atMs }) => atMs) as [number, number]
    assert.equal(more.length, 0)
    assert.ok(second - first >= 990, `${second - first} ms`)
  })

  test('500, then 200: reads, and sends three times at most', async () => {
    const { at, asked } = await place('broken')
    assert.equal(await sdk.reads(at), 'the first post')
    assert.equal(asked.length, 2)
  })

  test('500 to a POST is told and not sent again, unless that is said to do no harm', async () => {
    const careful = await place('broken')
    await assert.rejects(async () => sdk.writes(careful.at))
    assert.equal(careful.asked.length, 1)
    const replayable = await place('broken', { replayable: true })
    assert.equal(await sdk.writes(replayable.at), 'made: a new post')
    assert.equal(replayable.asked.length, 2)
  })

  test('what is not there is told with its status', async () => {
    const { at, asked } = await place('well')
    assert.equal(await sdk.fails(at), 404)
    assert.equal(asked.length, 1)
  })

  test('an abort ends it', async () => {
    const controller = new AbortController()
    const { at, asked } = await place('well', {}, controller.signal)
    const aborted = Promise.resolve(sdk.aborts(at))
    while (asked.length === 0) await new Promise(resolve => setImmediate(resolve))
    controller.abort()
    await assert.rejects(aborted, error => /abort/i.test(`${(error as Error).name} ${(error as Error).message}`))
    assert.equal(asked.length, 1)
  })

  const { uploads, streams } = sdk
  if (uploads !== null) {
    test('uploads a file, also when the first try is broken', async () => {
      const well = await place('well')
      assert.equal(await uploads(well.at), 'of a file')
      const broken = await place('broken', { replayable: true })
      assert.equal(await uploads(broken.at), 'of a file')
      assert.equal(broken.asked.length, 2)
    })
  }
  if (streams !== null) {
    test('hands a stream of events on as it comes', async () => {
      assert.equal(await streams((await place('well')).at), 'one two three')
      assert.equal(await streams((await place('busy', { replayable: true })).at), 'one two three')
    })
  }
}
