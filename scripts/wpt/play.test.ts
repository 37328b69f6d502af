import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../workspace.ts'
import { type Mark, type Played, play, WHOLE } from './play.ts'
import { type SuiteServer, startServer } from './server.ts'

const hasPython = run('python3', ['--version']).ok
const options = {
  skip: hasPython ? false : 'python3, which the server of the suite needs, is not there',
  timeout: 120_000,
}
const LIMITS = { usualMs: 3000, longMs: 3000 }

const marks = (played: Played | null): Record<string, Mark> =>
  Object.fromEntries([...(played ?? [])].map(([name, { mark }]) => [name, mark]))

async function withServer(use: (suite: string, server: SuiteServer) => Promise<void>): Promise<void> {
  // The server may write nothing into a suite, and must not need that it lies where it was made.
  const suite = mkdtempSync(join(tmpdir(), 'heed-wpt-small-'))
  cpSync(join(import.meta.dirname, 'small-suite'), suite, { recursive: true })
  const server = await startServer(suite)
  try {
    await use(suite, server)
  } finally {
    await server.close()
    rmSync(suite, { recursive: true })
  }
}

test('a small suite is played end to end by each fetch', options, () =>
  withServer(async (suite, server) => {
    for (const fetch of ['heed', 'undici', 'node']) {
      const played = await play(suite, server, 'fetch/api/asks.any.js', fetch, LIMITS)
      const bad = [...(played ?? [])]
        .filter(([, { mark }]) => mark !== 'p')
        .map(([name, { message }]) => `${name}: ${message}`)
      assert.deepEqual(bad, [], fetch)
      assert.equal(played?.size, 11, fetch)
    }
  }),
)

test('a subtest that hangs and an error that nobody catches are told, and end nothing else', options, () =>
  withServer(async (suite, server) => {
    const hung = await play(suite, server, 'fetch/api/hangs.any.js', 'heed', { usualMs: 1500, longMs: 1500 })
    assert.deepEqual(marks(hung), { 'is reached': 'p', 'never ends': 't', [WHOLE]: 'f' })
    const threw = await play(suite, server, 'fetch/api/throws.any.js', 'undici', LIMITS)
    assert.deepEqual(marks(threw), {
      '?one is played': 'p',
      [`?one ${WHOLE}`]: 'f',
      '?two is played': 'p',
      [`?two ${WHOLE}`]: 'p',
      '?six is played': 'p',
      [`?six ${WHOLE}`]: 'f',
    })
    assert.match(threw?.get(`?one ${WHOLE}`)?.message ?? '', /nobody catches this/)
    assert.match(threw?.get(`?six ${WHOLE}`)?.message ?? '', /thrown by the script/)
  }),
)

test('an address of https is played with a certificate, and without one not at all', options, () =>
  withServer(async (suite, server) => {
    const played = await play(suite, server, 'fetch/api/secret.https.any.js', 'heed', LIMITS)
    if (server.https !== null) assert.deepEqual(marks(played), { 'is asked over https': 'p', [WHOLE]: 'p' })
    assert.equal(await play(suite, { ...server, https: null }, 'fetch/api/secret.https.any.js', 'heed', LIMITS), null)
  }),
)
