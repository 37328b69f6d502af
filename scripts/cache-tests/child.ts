/** Plays the suite with one client, in a process of its own because the suite keeps its state in modules. */
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { contenders, type Fetch } from './clients.ts'
import { groupsOf, playable, type Results, type SuiteGroup } from './suite.ts'

export interface Job {
  readonly suite: string
  readonly base: string
  readonly client: string
  /** Only this test, with every request and answer told; null: all that apply. */
  readonly only: string | null
}

export interface Report {
  readonly results: Results
  readonly seconds: number
}

interface Runner {
  runTests(groups: readonly SuiteGroup[], browserCache: boolean, base: string): Promise<void>
  getResults(): Results
}

async function play({ suite, base, client, only }: Job): Promise<Report> {
  const send = await contenders[client]?.open()
  if (send === undefined) throw new Error(`There is no client "${client}".`)
  const home = pathToFileURL(suite).href
  // The suite's tests of interim answers import undici, which lies beside us and not beside them.
  registerHooks({
    resolve: (name, context, next) =>
      name === 'undici' && context.parentURL?.startsWith(home) === true
        ? next(name, { ...context, parentURL: import.meta.url })
        : next(name, context),
  })
  const plain = globalThis.fetch
  const tested = (url: string): boolean => url.startsWith(`${base}/test/`)
  // The suite also sets up its server with fetch; only what a test is about goes through the client under test.
  globalThis.fetch = ((url: string, init: Parameters<Fetch>[1]) =>
    tested(url) ? send(url, init) : plain(url, init as unknown as RequestInit)) as unknown as typeof fetch
  const runner = (await import(pathToFileURL(join(suite, 'test-engine/client/runner.mjs')).href)) as Runner
  const beganMs = performance.now()
  // True: the cache is the client's own, so requests carry nothing that tells caches to keep away.
  await runner.runTests(playable(await groupsOf(suite), only), true, base)
  return { results: runner.getResults(), seconds: Math.round((performance.now() - beganMs) / 1000) }
}

const report = await play(JSON.parse(process.argv[2] ?? '{}') as Job)
process.send?.(report, () => process.exit(0))
