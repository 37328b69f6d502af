import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { constants, createBrotliCompress, createGzip, gzipSync, zstdCompressSync } from 'node:zlib'

const child = fileURLToPath(new URL('../../test/bomb-child.ts', import.meta.url))
const gibibyte = 1024 * 1024 * 1024

// A member of gzip and a frame of zstd that say 16 MiB of zeros, said over and over: bombs of any size in no time.
const member = gzipSync(Buffer.alloc(16 * 1024 * 1024), { level: 9 })
const frame = zstdCompressSync(Buffer.alloc(16 * 1024 * 1024))

function* repeated(piece: Uint8Array, times: number): Generator<Uint8Array> {
  for (let turn = 0; turn < times; turn++) yield piece
}

const brotli = () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
const zeros = new Uint8Array(1024 * 1024)
const tenGibibytes = (10 * gibibyte) / (16 * 1024 * 1024)

const bombs: readonly { codings: string; pieces: Iterable<Uint8Array>; engine: Transform | null }[] = [
  { codings: 'gzip', pieces: repeated(member, tenGibibytes), engine: null },
  { codings: 'gzip, gzip', pieces: repeated(member, tenGibibytes), engine: createGzip({ level: 1 }) },
  { codings: 'gzip, br', pieces: repeated(member, tenGibibytes), engine: brotli() },
  { codings: 'br', pieces: repeated(zeros, 2048), engine: brotli() },
  { codings: 'zstd', pieces: repeated(frame, tenGibibytes), engine: null },
]

for (const { codings, pieces, engine } of bombs) {
  test(`a bomb of ${codings} is noticed early and costs little memory`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'heed-bomb-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'bomb')
    const out = createWriteStream(file)
    if (engine === null) await pipeline(pieces, out)
    else await pipeline(pieces, engine, out)
    if (!out.closed) await once(out, 'close')
    for (const disposal of ['keep', 'keep-start']) {
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--conditions=heed-source',
        '--expose-gc',
        child,
        file,
        codings,
        disposal,
      ])
      const { came, grownMebibytes } = JSON.parse(stdout) as { came: string; grownMebibytes: number }
      assert.equal(came, disposal === 'keep' ? 'too-dense' : '200 false')
      assert.ok(grownMebibytes < 64, `${disposal}: grew by ${grownMebibytes} MiB`)
      t.diagnostic(`${codings}, ${disposal}: ${grownMebibytes.toFixed(1)} MiB`)
    }
  })
}
