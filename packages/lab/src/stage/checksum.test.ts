import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { adler32OfZeros, crc32OfZeros } from './checksum.ts'

const COUNTS = [0, 1, 2, 3, 255, 256, 65_520, 65_521, 65_522, 1_000_000]

test('CRC-32 of zeros is what zlib finds by reading them', () => {
  for (const bytes of COUNTS) assert.equal(crc32OfZeros(bytes), crc32(Buffer.alloc(bytes)), `${bytes}`)
})

test('CRC-32 counts beyond 32 bits', () => {
  // The register after 2^32 - 1 zero bytes is where it began: the polynomial is primitive.
  const cycle = 2 ** 32 - 1
  assert.equal(crc32OfZeros(cycle + 5), crc32OfZeros(5))
})

test('Adler-32 of zeros is what a zlib stream ends with', () => {
  for (const bytes of COUNTS) {
    assert.equal(
      adler32OfZeros(bytes),
      deflateSync(Buffer.alloc(bytes)).readUInt32BE(deflateSync(Buffer.alloc(bytes)).length - 4),
    )
  }
})
