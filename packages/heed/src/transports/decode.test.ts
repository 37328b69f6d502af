import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  brotliCompressSync,
  createZstdDecompress,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import fc from 'fast-check'
import { limits } from '../../test/wire.ts'
import type { FaultName, WireLimits } from '../ports.ts'
import { codingsOf } from './codings.ts'
import { Decoder, offeredCodings } from './decode.ts'

type Pack = (bytes: Uint8Array) => Buffer

const packs: Readonly<Record<string, Pack>> = {
  gzip: bytes => gzipSync(bytes),
  'x-gzip': bytes => gzipSync(bytes),
  deflate: bytes => deflateSync(bytes),
  br: bytes => brotliCompressSync(bytes),
  ...(offeredCodings.includes('zstd') ? { zstd: bytes => zstdCompressSync(bytes) } : {}),
}

function packed(coding: string, bytes: Uint8Array): Buffer {
  const pack = packs[coding]
  assert.ok(pack !== undefined)
  return pack(bytes)
}

interface Outcome {
  readonly bytes: Buffer
  readonly end: 'end' | FaultName
}

/** Decodes pieces as the wire would give them. */
function decode(codings: string, pieces: readonly Uint8Array[], own: Partial<WireLimits> = {}): Promise<Outcome> {
  return new Promise(resolve => {
    const out: Uint8Array[] = []
    const over = (end: Outcome['end']) => resolve({ bytes: Buffer.concat(out), end })
    const sink = { take: (bytes: Uint8Array) => out.push(bytes) > 0, end: () => over('end'), drop: () => {} }
    const source = {
      resume: () => {},
      fail: (name: FaultName) => {
        decoder.drop()
        over(name)
      },
    }
    const decoder = new Decoder(codingsOf(codings), { ...limits, ratio: 1e6, ...own }, sink, source)
    for (const piece of pieces) decoder.take(piece)
    decoder.end()
  })
}

const sample = Buffer.from('heed what the status says; '.repeat(3000))

for (const [coding, pack] of Object.entries(packs)) {
  test(`${coding}: whole, cut short, followed by garbage, and not ${coding} at all`, async () => {
    const coded = pack(sample)
    const whole = await decode(coding, [coded])
    assert.equal(whole.end, 'end')
    assert.ok(whole.bytes.equals(sample))
    for (const at of [1, 5, coded.length - 1]) {
      assert.equal((await decode(coding, [coded.subarray(0, at)])).end, 'truncated', `cut at ${at}`)
    }
    const garbage = Buffer.from('garbage')
    assert.equal((await decode(coding, [Buffer.concat([coded, garbage])])).end, 'bad-coding')
    assert.equal((await decode(coding, [coded, garbage])).end, 'bad-coding')
    assert.notEqual((await decode(coding, [Buffer.from('This was never compressed.')])).end, 'end')
  })
}

test('any bytes, under any codings, in any pieces, come out as they went in', async () => {
  const layers = fc.array(fc.constantFrom(...Object.keys(packs)), { minLength: 1, maxLength: 3 })
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 5000 }),
    fc.nat(200_000).map(length => new Uint8Array(length)),
  )
  await fc.assert(
    fc.asyncProperty(layers, body, fc.integer({ min: 1, max: 3000 }), async (codings, bytes, size) => {
      const wired = codings.reduce<Buffer>((inner, coding) => packed(coding, inner), Buffer.from(bytes))
      const pieces: Buffer[] = []
      for (let at = 0; at < wired.length; at += size) pieces.push(wired.subarray(at, at + size))
      const { bytes: got, end } = await decode(codings.join(', '), pieces, { codings: 3 })
      return end === 'end' && got.equals(Buffer.from(bytes))
    }),
    { numRuns: 60 },
  )
})

test('deflate without its zlib wrapping is understood', async () => {
  const { bytes, end } = await decode('deflate', [deflateRawSync(sample)])
  assert.ok(end === 'end' && bytes.equals(sample))
})

test('several members of gzip and several frames of zstd are one body', async () => {
  for (const coding of ['gzip', 'zstd'].filter(each => Object.hasOwn(packs, each))) {
    const once = packed(coding, sample)
    for (const pieces of [[once, once, once], [Buffer.concat([once, once, once])]]) {
      const { bytes, end } = await decode(coding, pieces)
      assert.equal(end, 'end', coding)
      assert.ok(bytes.equals(Buffer.concat([sample, sample, sample])))
    }
    assert.equal((await decode(coding, [Buffer.concat([once, once.subarray(0, -2)])])).end, 'truncated')
  }
})

test('codings are read in order, across lines, in any case; identity is none', () => {
  assert.deepEqual(codingsOf(undefined), [])
  assert.deepEqual(codingsOf('identity'), [])
  assert.deepEqual(codingsOf(' GZip ,, identity,\tBR '), ['gzip', 'br'])
  assert.deepEqual(codingsOf(['gzip', 'br, zstd']), ['gzip', 'br', 'zstd'])
})

test('a body of no bytes needs no coding and breaks no limit', async () => {
  assert.deepEqual(await decode('gzip, br, rot13', []), { bytes: Buffer.alloc(0), end: 'end' })
})

test('an unknown coding and one coding too many', async () => {
  assert.equal((await decode('rot13', [Buffer.from('x')])).end, 'bad-coding')
  assert.equal((await decode('gzip, gzip, gzip', [gzipSync('x')])).end, 'too-many-codings')
})

test('the ratio counts only past its first bytes', async () => {
  const small = gzipSync(Buffer.alloc(60_000))
  const large = gzipSync(Buffer.alloc(1_000_000))
  const bounds = { ratio: 200, ratioFromBytes: 64 * 1024 }
  assert.equal((await decode('gzip', [small], bounds)).end, 'end')
  const { end, bytes } = await decode('gzip', [large], bounds)
  assert.equal(end, 'too-dense')
  assert.ok(bytes.length < 300_000, `${bytes.length} bytes came out`)
})

test('the ratio counts between codings too', async () => {
  const emptyMembers = Buffer.concat(new Array<Buffer>(50_000).fill(gzipSync('')))
  const { end } = await decode('gzip, gzip', [gzipSync(emptyMembers)], { ratio: 50 })
  assert.equal(end, 'too-dense')
})

test('a bomb in one large piece is noticed after a slice of it', async () => {
  const member = gzipSync(Buffer.alloc(16 << 20), { level: 9 })
  const { end, bytes } = await decode('gzip', [Buffer.concat(new Array<Buffer>(64).fill(member))], { ratio: 200 })
  assert.equal(end, 'too-dense')
  assert.ok(bytes.length < 8 << 20, `${bytes.length} bytes came out`)
})

test('a taker that has enough holds back the decoding until it wants more', async () => {
  const packed = gzipSync(Buffer.alloc(8 << 20))
  let took = 0
  let ended = false
  const sink = {
    take: (bytes: Uint8Array) => {
      took += bytes.length
      return false
    },
    end: () => {
      ended = true
    },
    drop: () => {},
  }
  const decoder = new Decoder(['gzip'], { ...limits, ratio: 1e6 }, sink, { resume: () => {}, fail: assert.fail })
  decoder.take(packed)
  decoder.end()
  for (let at = 0; at < 20; at++) await sleep(5)
  assert.ok(took > 0 && took < 1 << 20, `${took} bytes came without being asked for`)
  while (!ended) {
    decoder.resume()
    await sleep(0)
  }
  assert.equal(took, 8 << 20)
})

test('zstd is offered exactly where Node notices that a body of it breaks off', async () => {
  const engine = createZstdDecompress()
  const noticed = new Promise<boolean>(resolve => {
    engine.on('error', () => resolve(true)).on('end', () => resolve(false))
  })
  engine.resume().end(zstdCompressSync('whole').subarray(0, -1))
  assert.equal(offeredCodings.includes('zstd'), await noticed)
})
