import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { ContentMeter } from './content.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

test('no content is an empty text', () => {
  assert.deepEqual(new ContentMeter().sum(), { bytes: 0, sha256: sha256(Buffer.alloc(0)), text: '', cut: false })
})

test('pieces are one content, and characters split between them are whole', () => {
  const whole = Buffer.from('aé€😀b')
  const meter = new ContentMeter()
  for (const byte of whole) meter.add(Buffer.from([byte]))
  assert.deepEqual(meter.sum(), { bytes: whole.length, sha256: sha256(whole), text: 'aé€😀b', cut: false })
})

test('of a long content the first 4 KiB are kept, without half a character, and the digest is of all', () => {
  const whole = Buffer.from('x'.repeat(4095) + 'é'.repeat(1000))
  const meter = new ContentMeter()
  meter.add(whole.subarray(0, 100))
  meter.add(whole.subarray(100))
  assert.deepEqual(meter.sum(), { bytes: 6095, sha256: sha256(whole), text: 'x'.repeat(4095), cut: true })
})

test('4 KiB just fit', () => {
  const meter = new ContentMeter()
  meter.add(Buffer.alloc(4096, 'x'))
  assert.equal(meter.sum().cut, false)
})
