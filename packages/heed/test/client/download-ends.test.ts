import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DownloadError } from '../../src/download/download-error.ts'
import type { DownloadOptions } from '../../src/download/download-options.ts'
import { AbortError, OptionError, StatusError, TimeoutError, WireError } from '../../src/errors/errors.ts'
import { contentOf, downloader, type Memory, type Move, memory, played, versionOf } from './download-server.ts'
import { failureOf, loopback } from './loopback.ts'

test('without progress it tries as often as attempts allow, in a row', async t => {
  const none = { cutBytes: 0 }
  const play = await played(t, 300, [{ cutBytes: 10 }, none, none, { cutBytes: 20 }, none, none, none, none])
  const error = await failureOf(play.download())
  assert.ok(error instanceof DownloadError)
  assert.equal(play.seen.length, 7)
  assert.deepEqual([error.reason, error.heldBytes, error.totalBytes, error.resumable], ['broken', 30, 300, true])
  assert.ok(error.cause instanceof WireError && error.cause.fault === 'truncated')
  assert.ok(play.sink.bytes().equals(contentOf(0, 30)))
  const waits = error.trail.filter(({ what }) => what === 'wait')
  assert.equal(waits.length, 6)
  assert.deepEqual(
    error.trail.flatMap(entry => (entry.what === 'send' ? [entry.attempt] : [])),
    [1, 2, 3, 4, 5, 6, 7],
  )
  assert.equal(error.trail.at(-1)?.what, 'end')
})

test('what cannot be gone on with is fetched anew as often as attempts allow, and thrown away at last', async t => {
  const weak: Move = { cutBytes: 100, names: 'weak' }
  const play = await played(t, 300, [weak, weak, weak, weak])
  const error = await failureOf(play.download())
  assert.ok(error instanceof WireError && error.fault === 'truncated')
  assert.equal(play.seen.length, 3)
  assert.equal(play.sink.bytes().length, 0)
})

test('a server that changes its content each time ends it', async t => {
  const play = await played(
    t,
    300,
    [0, 1, 2, 3].map(version => ({ version, cutBytes: 50 })),
  )
  const error = await failureOf(play.download())
  assert.ok(error instanceof DownloadError && error.reason === 'broken', String(error))
  assert.equal(play.seen.length, 3)
  assert.notEqual(versionOf(play.sink.bytes()), null)
})

test('attempts: 1 sends once', async t => {
  const play = await played(t, 300, [{ cutBytes: 10 }], 1)
  assert.ok((await failureOf(play.download())) instanceof DownloadError)
  assert.equal(play.seen.length, 1)
})

test('attempts: 1 sends once also when there is something to go on with', async t => {
  const play = await played(t, 300, [{ cutBytes: 120 }, { cutBytes: 20 }], 1)
  const error = await failureOf(play.download())
  assert.ok(error instanceof DownloadError && error.state !== null)
  const again = await failureOf(play.download({ resume: error.state }))
  assert.ok(again instanceof DownloadError && again.heldBytes === 140)
  assert.equal(play.seen.length, 2)
})

test('a request that is sent again counts among those without progress', async t => {
  const server = await loopback(t, ({ number }, response) => {
    if (number > 1) response.writeHead(503).end()
    else response.writeHead(200, { 'content-length': 10 }).flushHeaders()
    if (number === 1) setTimeout(() => response.destroy(), 20)
  })
  const error = await failureOf(downloader(t).download(server.origin, memory()))
  assert.ok(error instanceof StatusError)
  assert.equal(server.seen.length, 3)
})

test('an abort ends it at once and tells the sink what it holds', async t => {
  const play = await played(t, 300_000, [{ cutBytes: 100_000 }, { cutBytes: 0 }])
  const controller = new AbortController()
  const stopped: unknown[] = []
  const sink = { ...play.sink, stop: (state: unknown) => void stopped.push(state) }
  const own = downloader(t)
  const call = own.download(play.origin, sink, {
    signal: controller.signal,
    onProgress: ({ heldBytes }) => heldBytes > 0 && controller.abort('enough'),
  })
  const error = await failureOf(call)
  assert.ok(error instanceof AbortError)
  assert.equal(error.cause, 'enough')
  assert.ok((stopped[0] as { heldBytes: number }).heldBytes > 0)
  assert.equal(stopped.length, 1)
})

test('deadlineMs bounds all of it, bodies included', async t => {
  const server = await loopback(t, (_request, response) => {
    response.writeHead(200, { etag: '"a"', 'content-length': 1000 })
    response.write('x')
  })
  const startMs = performance.now()
  const error = await failureOf(downloader(t).download(server.origin, memory(), { deadlineMs: 300 }))
  // Long before the body would have been silent for too long.
  assert.ok(performance.now() - startMs < 15_000)
  assert.ok(error instanceof DownloadError && error.reason === 'broken', String(error))
  assert.ok(error.cause instanceof TimeoutError && error.cause.fault === 'deadline')
  assert.equal(error.resumable, true)
  const silent = await loopback(t, () => {})
  const early = await failureOf(downloader(t).download(silent.origin, memory(), { deadlineMs: 100 }))
  assert.ok(early instanceof TimeoutError && early.fault === 'deadline', String(early))
})

test('an error before any byte is that of the call', async t => {
  const server = await loopback(t, (_request, response) => response.writeHead(404).end('no'))
  const error = await failureOf(downloader(t).download(server.origin, memory()))
  assert.ok(error instanceof StatusError)
  assert.equal(error.status, 404)
})

test('a sink that throws ends it', async t => {
  const play = await played(t, 300, [])
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  const sink = {
    write() {
      throw full
    },
    restart() {},
  }
  const error = await failureOf(downloader(t).download(play.origin, sink))
  assert.ok(error instanceof DownloadError)
  assert.deepEqual([error.reason, error.cause, error.who], ['sink', full, 'caller'])
  assert.match(error.message, /no space left/)
})

test('what does not go with a download is refused before anything is sent', async t => {
  const play = await played(t, 300, [])
  for (const [name, options] of [
    ['headers', { headers: { Range: 'bytes=0-' } }],
    ['headers', { headers: [['if-none-match', '"a"']] }],
    ['method', { method: 'POST' }],
    ['stream', { stream: false }],
    ['resume', { resume: { heldBytes: 1 } }],
    ['resume', { resume: { heldBytes: 1, totalBytes: null, validator: '"a"\r\nx: y', place: '', digest: null } }],
    ['onProgress', { onProgress: 1 }],
    ['restartIfChanged', { restartIfChanged: 'yes' }],
    ['deadline', { deadline: 1 }],
    ['deadlineMs', { deadlineMs: 0 }],
  ] as const) {
    const error = await failureOf(play.download(options as DownloadOptions))
    assert.ok(error instanceof OptionError, `${name}: ${error}`)
    assert.equal(error.option, name)
  }
  const sinkless = await failureOf(downloader(t).download(play.origin, {} as Memory))
  assert.ok(sinkless instanceof OptionError && sinkless.option === 'sink')
  assert.equal(play.seen.length, 0)
})
