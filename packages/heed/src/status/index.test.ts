import assert from 'node:assert/strict'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import * as face from './index.ts'

const room = dirname(fileURLToPath(import.meta.url))
const budgetBytes = 15 * 1024

test('the entry alone costs at most 15 KB, minified and gzipped, and imports nothing from outside its room', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(room, 'index.ts')],
    absWorkingDir: room,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    metafile: true,
    platform: 'node',
    packages: 'external',
  })
  const [bundle] = outputFiles
  assert.ok(bundle)
  const sizeBytes = gzipSync(bundle.contents, { level: 9 }).length
  assert.ok(sizeBytes > 1024, 'something was bundled')
  assert.ok(sizeBytes <= budgetBytes, `${sizeBytes} bytes`)
  for (const input of Object.values(metafile.inputs)) {
    for (const { path, external } of input.imports) assert.ok(external !== true, `imports ${path}`)
  }
  for (const path of Object.keys(metafile.inputs)) assert.ok(!relative(room, join(room, path)).startsWith('..'), path)
})

test('the entry shows what it promises', () => {
  assert.deepEqual(Object.keys(face).sort(), [
    'classOf',
    'classes',
    'explain',
    'lookup',
    'paragraphs',
    'rows',
    'search',
    'strays',
  ])
})

test('importing it by its public name works', async () => {
  const named = (await import('heed/status')) as typeof face
  assert.equal(named.explain(404).phrase, 'Not Found')
})
