import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const MiB = 2 ** 20

interface Soaked {
  readonly firstBytes: number
  readonly lastBytes: number
  readonly rssBytes: number
  readonly tookMs: number
  readonly known: number
}

test('a million origins cost no more memory than a hundred thousand', async t => {
  const child = fileURLToPath(new URL('soak-child.ts', import.meta.url))
  const flags = ['--expose-gc', '--conditions=heed-source', child]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { timeout: 60_000 })
  const { firstBytes, lastBytes, rssBytes, tookMs, known }: Soaked = JSON.parse(stdout)
  const inMiB = (bytes: number): string => (bytes / MiB).toFixed(1)
  t.diagnostic(
    `held ${inMiB(firstBytes)} MiB, then ${inMiB(lastBytes)} MiB; RSS ${inMiB(rssBytes)} MiB; ${Math.round(tookMs)} ms`,
  )
  assert.equal(known, 10_000)
  assert.ok(lastBytes < firstBytes * 1.2, `from ${inMiB(firstBytes)} MiB to ${inMiB(lastBytes)} MiB`)
})
