import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Lock, lackingIn } from './lock.ts'
import { root } from './workspace.ts'

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock

test('the lock file has an entry for every platform, so that `npm ci` takes it (else: npm run lock)', () => {
  assert.deepEqual(Object.keys(lackingIn(lock)), [])
})

test('the lock file names no address of a registry', () => {
  const addressed = Object.entries(lock.packages).filter(([, { resolved, link }]) => resolved !== undefined && !link)
  assert.deepEqual(addressed, [])
})

test('an entry that is lacking tells its platform', () => {
  const tool = {
    dev: true,
    optionalDependencies: {
      '@tool/cli-linux-x64-musl': '1.2.3',
      '@tool/binding-win32-arm64-msvc': '1.2.3',
      '@tool/binding-wasm32-wasi': '1.2.3',
      '@tool/there-x64': '1.2.3',
      fsevents: '~2.3.2',
    },
  }
  const packages = { 'node_modules/tool': tool, 'node_modules/@tool/there-x64': { version: '1.2.3' } }
  const all = { version: '1.2.3', dev: true, optional: true }
  assert.deepEqual(lackingIn({ packages }), {
    'node_modules/@tool/cli-linux-x64-musl': { ...all, cpu: ['x64'], os: ['linux'], libc: ['musl'] },
    'node_modules/@tool/binding-win32-arm64-msvc': { ...all, cpu: ['arm64'], os: ['win32'] },
    'node_modules/@tool/binding-wasm32-wasi': { ...all, cpu: ['wasm32'] },
  })
})

test('a name without a platform is an error', () => {
  const packages = { 'node_modules/tool': { optionalDependencies: { other: '1.2.3' } } }
  assert.throws(() => lackingIn({ packages }), /The name other does not tell its platform/)
})
