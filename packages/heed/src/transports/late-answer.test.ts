import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { always, text, wire } from '../../test/wire.ts'
import { LateAnswer } from './late-answer.ts'

const words = 'busy, come back later '.repeat(40)

const discarded = (body: Uint8Array): ConstructorParameters<typeof LateAnswer>[0] => ({
  kind: 'answer',
  status: 503,
  statusText: 'Busy',
  fields: {},
  body,
  stream: null,
  whole: true,
})

test('a discarded coded body can still be read', async t => {
  const packed = gzipSync(words)
  const head = `HTTP/1.1 503 Busy\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`
  const { answer } = await wire(t, always(Buffer.concat([Buffer.from(head), packed])))
  const got = await answer({ disposal: 'discard' })
  assert.deepEqual([text(got), got.whole], [words, true])
  assert.equal(text(got), words)
})

test('each coding, layers of them, and the beginning of a body', () => {
  const cases: [string[], Buffer][] = [
    [['gzip'], gzipSync(words)],
    [['x-gzip'], gzipSync(words)],
    [['deflate'], deflateSync(words)],
    [['br'], brotliCompressSync(words)],
    [['zstd'], zstdCompressSync(words)],
    [['gzip', 'br'], brotliCompressSync(gzipSync(words))],
  ]
  for (const [codings, packed] of cases) {
    assert.equal(text(new LateAnswer(discarded(packed), codings, 1e6)), words, codings.join())
  }
  const long = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 251))
  const cut = gzipSync(long).subarray(0, 200)
  const { body } = new LateAnswer(discarded(cut), ['gzip'], 1e6)
  assert.ok(body.length > 0)
  assert.deepEqual(Buffer.from(body), long.subarray(0, body.length))
})

test('what cannot be read is empty: a bomb, rubbish, an unknown coding', () => {
  assert.equal(new LateAnswer(discarded(gzipSync(Buffer.alloc(2e6))), ['gzip'], 1e6).body.length, 0)
  assert.equal(new LateAnswer(discarded(Buffer.from('rubbish')), ['gzip'], 1e6).body.length, 0)
  assert.equal(new LateAnswer(discarded(Buffer.from(words)), ['compress'], 1e6).body.length, 0)
})
