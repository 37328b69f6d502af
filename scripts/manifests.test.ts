import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { published, root } from './workspace.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly license?: string
  readonly type?: string
  readonly private?: boolean
  readonly engines?: { readonly node?: string }
  readonly sideEffects?: boolean | readonly string[]
  readonly files?: readonly string[]
  readonly exports?: Readonly<Record<string, unknown>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
const manifests = published.map(folder => ({ folder, manifest: manifestOf(folder) }))

test('every package that is not private is published', () => {
  const folders = globSync('packages/*/package.json', { cwd: root }).map(path => path.split(/[\\/]/)[1] ?? '')
  const open = folders.filter(folder => manifestOf(folder).private !== true)
  assert.deepEqual(open.sort(), [...published].sort())
})

for (const { folder, manifest } of manifests) {
  test(`${manifest.name} says what it is, what it needs and what it brings`, () => {
    assert.match(manifest.description ?? '', /^[A-Z].{20,120}[^.]$/, 'description: one line without a full stop')
    assert.ok((manifest.keywords ?? []).length >= 5, 'keywords: five at least')
    assert.ok(
      manifest.keywords?.includes('http') && manifest.keywords.includes('status-code'),
      'keywords: what all share',
    )
    assert.equal(manifest.license, 'MIT')
    assert.equal(manifest.type, 'module')
    assert.match(manifest.engines?.node ?? '', /^>=\d/, 'engines: the oldest Node')
    assert.notEqual(manifest.sideEffects, undefined, 'sideEffects: what a bundler may leave out')
    assert.ok(manifest.files !== undefined && manifest.exports !== undefined, 'files and exports: nothing by accident')
    assert.ok('./package.json' in (manifest.exports ?? {}), 'exports: the manifest itself')
    assert.ok(existsSync(join(root, 'packages', folder, 'README.md')), 'README.md')
  })

  test(`${manifest.name} runs nothing when it is installed`, () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepare']
    assert.deepEqual(
      Object.keys(manifest.scripts ?? {}).filter(name => atInstall.includes(name)),
      [],
    )
  })
}

test('packages of one release have one version, and depend on it', () => {
  const versions = new Set(manifests.map(({ manifest }) => manifest.version))
  assert.equal(versions.size, 1)
  const names = new Set(manifests.map(({ manifest }) => manifest.name))
  const [version] = versions
  for (const { manifest } of manifests) {
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      if (names.has(name)) assert.equal(range, `^${version}`, `${manifest.name} depends on ${name}`)
    }
  }
})

test('heed depends on undici alone', () => {
  assert.deepEqual(Object.keys(manifestOf('heed').dependencies ?? {}), ['undici'])
})
