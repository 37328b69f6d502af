import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Answer, Coding } from '../script/answer.ts'
import { fillerText } from '../script/filler.ts'
import { contentOf } from './content.ts'
import { collected } from './pieces.ts'

const DECODED: Readonly<Record<Coding, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => gunzipSync(bytes),
  deflate: bytes => inflateSync(bytes),
  br: bytes => brotliDecompressSync(bytes),
  zstd: bytes => zstdDecompressSync(bytes),
}
const CODINGS = Object.keys(DECODED) as Coding[]
const MIB = 2 ** 20

const plain = (text: string): string => text
const contentFor = (answer: Answer): ReturnType<typeof contentOf> => contentOf(answer, plain)

test('every coding gives back what was put in, and its length is known before', async () => {
  for (const coding of CODINGS) {
    for (const bytes of [0, 5, 70_000, 400_000]) {
      const content = contentFor({ body: { bytes }, coding: [coding] })
      const coded = await collected(content.pieces())
      assert.equal(await content.lengthBytes(), coded.length)
      assert.equal(DECODED[coding](coded).toString(), fillerText(bytes), `${coding} of ${bytes}`)
    }
  }
})

test('zeros that are never coded one by one are still all there', async () => {
  for (const coding of CODINGS) {
    for (const bytes of [0, 5, MIB - 1, MIB, 2 * MIB, 3 * MIB + 1, 40 * MIB, 100 * MIB + 12_345]) {
      const content = contentFor({ body: { zeros: bytes }, coding: [coding] })
      const coded = await collected(content.pieces())
      assert.equal(await content.lengthBytes(), coded.length)
      assert.ok(coded.length < 1100 + bytes / 900, `${coding} of ${bytes} zeros has ${coded.length} bytes`)
      assert.ok(DECODED[coding](coded).equals(Buffer.alloc(bytes)), `${coding} of ${bytes} zeros`)
    }
  }
})

test('codings are put on in the order of the script', async () => {
  for (const body of [{ text: 'x'.repeat(3000) }, { zeros: 20 * MIB }] as const) {
    const coding = ['br', 'gzip', 'deflate', 'zstd'] as const
    const coded = await collected(contentFor({ body, coding }).pieces())
    const decoded = [...coding].reverse().reduce((bytes, each) => DECODED[each](bytes), coded)
    assert.equal(decoded.length, 'text' in body ? 3000 : 20 * MIB)
  }
})

test('ten gibibytes of zeros cost next to nothing', async () => {
  const startMs = performance.now()
  for (const coding of [['gzip'], ['br'], ['zstd'], ['gzip', 'gzip']] as const) {
    const content = contentFor({ body: { zeros: 10 * 2 ** 30 }, coding })
    assert.ok(((await content.lengthBytes()) ?? 0) > 1000)
  }
  // Each would take half a minute and more if the zeros were read.
  assert.ok(performance.now() - startMs < 10_000)
})

test('a body without end has no length, coded or not', async () => {
  assert.equal(await contentFor({ body: { endless: true } }).lengthBytes(), null)
  const content = contentFor({ body: { endless: true }, coding: ['gzip'] })
  assert.equal(await content.lengthBytes(), null)
  let bytes = 0
  for await (const piece of content.pieces()) {
    bytes += piece.length
    if (bytes > 100_000) break
  }
})
