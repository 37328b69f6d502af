import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DownloadError } from '../../src/download/download-error.ts'
import { contentOf, downloader, type Move, memory, played, rangesOf, serving } from './download-server.ts'
import { failureOf, loopback } from './loopback.ts'

test('a content that comes whole takes one request', async t => {
  const play = await played(t, 1000, [])
  const progress: unknown[] = []
  const done = await play.download({ onProgress: each => progress.push(each) })
  assert.ok(play.sink.bytes().equals(contentOf(0, 1000)))
  assert.deepEqual(
    [done.bytes, done.resumed, done.reusedBytes, done.validator, done.digest, done.answer.status],
    [1000, 0, 0, '"v0"', null, 200],
  )
  assert.deepEqual(rangesOf(play), [undefined])
  assert.equal(play.seen[0]?.headers['accept-encoding'], 'identity')
  assert.deepEqual(
    [progress[0], progress.at(-1)],
    [
      { heldBytes: 0, totalBytes: 1000 },
      { heldBytes: 1000, totalBytes: 1000 },
    ],
  )
  assert.deepEqual(
    done.trail.map(({ what }) => what),
    ['send', 'answer', 'end'],
  )
})

test('it goes on from the state of an earlier download, with a sink that still holds the bytes', async t => {
  const play = await played(t, 300, [{ cutBytes: 120 }], 1)
  const error = await failureOf(play.download())
  assert.ok(error instanceof DownloadError && error.state !== null)
  assert.doesNotMatch(JSON.stringify(error.state), /http|127/)
  const state = JSON.parse(JSON.stringify(error.state))
  const done = await play.download({ resume: state })
  assert.deepEqual([done.reusedBytes, done.resumed, done.answer.status], [120, 1, 206])
  assert.ok(play.sink.bytes().equals(contentOf(0, 300)))
  const whole = await play.download({ resume: { ...state, heldBytes: 300 } })
  assert.deepEqual([whole.reusedBytes, whole.answer.status, play.sink.bytes().length], [300, 416, 300])
})

const digestOf = (bytes: Uint8Array): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`

test('digests are checked over all answers, and wrong bytes are thrown away', async t => {
  const right = digestOf(contentOf(0, 300))
  const wrong = digestOf(contentOf(1, 300))
  const sound = await played(t, 300, [{ cutBytes: 10, fields: { 'repr-digest': right } }])
  assert.equal((await sound.download()).digest, 'sha-256')
  for (const fields of [{ 'repr-digest': wrong }, { 'content-digest': wrong }]) {
    const play = await played(t, 300, [{ fields }])
    const error = await failureOf(play.download())
    assert.ok(error instanceof DownloadError && error.reason === 'digest', String(error))
    assert.equal(play.sink.bytes().length, 0)
  }
  const late = await played(t, 300, [{ cutBytes: 10, fields: { 'repr-digest': wrong } }])
  assert.ok((await failureOf(late.download())) instanceof DownloadError)
  const part = await played(t, 300, [
    { cutBytes: 10 },
    { fields: { 'content-digest': digestOf(contentOf(0, 300).subarray(10)) } },
  ])
  assert.equal((await part.download()).bytes, 300)
  // The digest of a coded answer is that of other bytes than those that arrive.
  const coded = await played(t, 300, [{ coded: true, fields: { 'repr-digest': wrong, 'content-digest': wrong } }])
  assert.equal((await coded.download()).digest, null)
})

test('fields and search that can be read once go with every request', async t => {
  const play = await played(t, 300, [{ cutBytes: 10 }])
  function* pairs(): Generator<[string, string]> {
    yield ['x-one', '1']
  }
  await play.download({ headers: pairs(), searchParams: pairs() })
  assert.deepEqual(
    play.seen.map(({ headers, path }) => [headers['x-one'], path]),
    [1, 2].map(() => ['1', '/file?x-one=1']),
  )
})

test('a part after a redirect to another place is not put to what is held', async t => {
  const store = serving(300, [{ cutBytes: 10 }])
  let asked = 0
  const server = await loopback(t, (request, response) => {
    if (request.path.startsWith('/store')) return store({ ...request, number: asked }, response)
    asked++
    return response.writeHead(302, { location: asked === 1 ? '/store/1?key=1' : `/store/2?key=${asked}` }).end()
  })
  const sink = memory()
  const done = await downloader(t).download(`${server.origin}/latest`, sink)
  assert.ok(sink.bytes().equals(contentOf(0, 300)))
  assert.equal(sink.restarts, 1)
  assert.equal(done.answer.status, 200)
})

test('a file comes into being whole, and goes on from what a broken download left of it', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-download-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'big.bin')
  const { origin, seen } = await loopback(t, serving(100_000, [{ cutBytes: 40_000 }, {}, {}]))
  const own = downloader(t, 1)
  assert.ok((await failureOf(own.download(origin, file))) instanceof DownloadError)
  assert.deepEqual(readdirSync(folder).sort(), ['big.bin.part', 'big.bin.part.json'])
  const done = await own.download(origin, file, { resume: true })
  assert.deepEqual([done.reusedBytes, done.bytes, seen[1]?.headers.range], [40_000, 100_000, 'bytes=40000-'])
  assert.ok(readFileSync(file).equals(contentOf(0, 100_000)))
  assert.deepEqual(readdirSync(folder), ['big.bin'])
  // Nothing is left of it, so there is nothing to go on with.
  const anew = await own.download(origin, file, { resume: true })
  assert.deepEqual([anew.reusedBytes, seen[2]?.headers.range], [0, undefined])
  assert.ok(!existsSync(`${file}.part`))
})

for (const [name, move] of Object.entries<Move>({
  'to the rest': { cutBytes: 120 },
  'when nothing was missing': { cutBytes: 300, chunked: true },
})) {
  test(`bytes in a file of an earlier download are held against the digest, added ${name}`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'heed-download-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'x')
    const fields = { 'repr-digest': digestOf(contentOf(0, 300)) }
    const first = { ...move, fields }
    const { origin } = await loopback(t, serving(300, [first, {}, first, {}]))
    const own = downloader(t, 1)
    assert.ok((await failureOf(own.download(origin, file))) instanceof DownloadError)
    assert.equal((await own.download(origin, file, { resume: true })).digest, 'sha-256')
    await failureOf(own.download(origin, file))
    const spoilt = readFileSync(`${file}.part`)
    spoilt[0] = 99
    writeFileSync(`${file}.part`, spoilt)
    const error = await failureOf(own.download(origin, file, { resume: true }))
    assert.ok(error instanceof DownloadError && error.reason === 'digest', String(error))
    assert.deepEqual(readdirSync(folder), ['x'])
  })
}

test('a digest that comes with the rest alone is checked by sinks that show what they hold', async t => {
  for (const [version, reads, expected] of [
    [0, true, 'sha-256'],
    [0, false, null],
    [1, true, 'digest'],
  ] as const) {
    const fields = { 'repr-digest': digestOf(contentOf(version, 300)) }
    const play = await played(t, 300, [{ cutBytes: 10 }, { fields }])
    const shows = {
      ...play.sink,
      async *read() {
        yield play.sink.bytes()
      },
    }
    const call = downloader(t).download(play.origin, reads ? shows : play.sink)
    const ended = await call.then(
      done => done.digest,
      (error: DownloadError) => error.reason,
    )
    assert.equal(ended, expected)
  }
})
