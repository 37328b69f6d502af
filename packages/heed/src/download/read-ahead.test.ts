import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '../testing/settle.ts'
import { ReadAhead } from './read-ahead.ts'

const PIECE = 100 * 2 ** 10

/** A stream whose pieces come when the test says so. */
function fed(): {
  stream: ReadableStream<Uint8Array>
  feed: ReadableStreamDefaultController<Uint8Array>
  left: () => boolean
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    start(made) {
      controller = made
    },
    cancel() {
      cancelled = true
    },
  })
  if (controller === null) throw new Error('a stream starts when it is made')
  return { stream, feed: controller, left: () => cancelled }
}

test('what came before a break is given before it is told', async () => {
  const { stream, feed } = fed()
  const ahead = new ReadAhead(stream)
  for (const byte of [1, 2]) {
    feed.enqueue(new Uint8Array([byte]))
    await settle()
  }
  feed.error(new Error('broken'))
  await settle()
  assert.deepEqual([await ahead.next(), await ahead.next()], [new Uint8Array([1]), new Uint8Array([2])])
  await assert.rejects(ahead.next(), /broken/)
  await assert.rejects(ahead.next(), /broken/)
})

test('pieces come in order, also when somebody waits for them, and then the end', async () => {
  const { stream, feed } = fed()
  const ahead = new ReadAhead(stream)
  const first = ahead.next()
  feed.enqueue(new Uint8Array([1]))
  assert.deepEqual(await first, new Uint8Array([1]))
  feed.close()
  assert.equal(await ahead.next(), null)
  assert.equal(await ahead.next(), null)
})

test('it takes only so much ahead', async () => {
  const { stream, feed } = fed()
  const ahead = new ReadAhead(stream)
  for (let piece = 0; piece < 10; piece++) feed.enqueue(new Uint8Array(PIECE))
  await settle()
  // Three of them reach the bound.
  assert.equal(feed.desiredSize, 1 - 7)
  await ahead.next()
  await settle()
  assert.equal(feed.desiredSize, 1 - 6)
})

test('who leaves lets go of the stream', async () => {
  const { stream, left } = fed()
  const ahead = new ReadAhead(stream)
  await ahead.cancel()
  assert.ok(left())
})
