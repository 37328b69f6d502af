/** How each runtime plays the program. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { noChromium, openChromium } from '../../packages/lab/test/chromium.ts'
import { run } from '../workspace.ts'
import { forPage, forProcess, forWorkerd, type Origin } from './bundle.ts'
import { programOf } from './installed.ts'
import { LONGEST_MS, notInstalled, outputOf, ownNode, versionOf, withFolder } from './processes.ts'
import type { Saw } from './program.ts'
import type { Server } from './server.ts'

export interface Played {
  readonly version: string
  readonly saw: Readonly<Record<string, Saw>>
}

export interface Runtime {
  readonly name: string
  /** What carries the requests. */
  readonly over: 'undici' | 'fetch'
  /** Why it cannot play here; null: it can. */
  missing(): string | null
  play(server: Server, from: Origin): Promise<Played>
}

/** One with processes. `condition`: by which heed is found; `args` come before the program. */
function processRuntime(
  name: string,
  program: () => string | null,
  condition: string,
  args: readonly string[],
): Runtime {
  return {
    name,
    over: condition === 'node' ? 'undici' : 'fetch',
    missing: () => (program() === null ? notInstalled(name) : null),
    play: (server, from) =>
      withFolder(async folder => {
        const command = program() ?? name
        const file = join(folder, 'program.mjs')
        forProcess(from, file, condition)
        const output = await outputOf(command, [...args, file, server.origin, server.nowhere, folder], folder)
        return { version: versionOf(command), saw: JSON.parse(output.trim().split('\n').at(-1) ?? '') }
      }),
  }
}

const workerdConfig = (port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .played),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const played :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-11-01",
);
`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Asks until somebody listens. */
async function answerOf(url: string): Promise<string> {
  for (let turn = 0; ; turn++) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_MS) })
      const text = await response.text()
      if (!response.ok) throw new TypeError(text)
      return text
    } catch (error) {
      if (turn >= 100 || !(error instanceof TypeError && error.message === 'fetch failed')) throw error
    }
    await sleep(100)
  }
}

const workerd: Runtime = {
  name: 'workerd',
  over: 'fetch',
  missing: () => (programOf('workerd') === null ? notInstalled('workerd') : null),
  play: (server, from) =>
    withFolder(async folder => {
      const command = programOf('workerd') ?? 'workerd'
      const port = await freePort()
      forWorkerd(from, join(folder, 'worker.mjs'))
      writeFileSync(join(folder, 'config.capnp'), workerdConfig(port))
      const child = spawn(command, ['serve', 'config.capnp'], { cwd: folder, stdio: 'ignore' })
      try {
        const stage = new URLSearchParams({ origin: server.origin, nowhere: server.nowhere, folder: '/tmp' })
        await answerOf(`http://127.0.0.1:${port}/?warm&${stage}`)
        const saw = JSON.parse(await answerOf(`http://127.0.0.1:${port}/?${stage}`))
        const [, version = ''] = /(\d{4}-\d\d-\d\d)/.exec(run(command, ['--version']).output) ?? []
        return { version, saw }
      } finally {
        child.kill()
      }
    }),
}

const chromium: Runtime = {
  name: 'Chromium',
  over: 'fetch',
  missing: () => noChromium || null,
  async play(server, from) {
    server.show('page', 'text/html', '<!doctype html><title>heed</title>')
    server.show('program.js', 'text/javascript', forPage(from))
    const browser = await openChromium()
    try {
      const page = await browser.newPage()
      await page.goto(`${server.origin}/page`)
      const stage = JSON.stringify({ origin: server.origin, nowhere: server.nowhere, folder: '/tmp' })
      const saw = await page.evaluate<Played['saw']>(
        `import('/program.js').then(({ play, warm }) => warm(${stage}).then(() => play(${stage})))`,
      )
      return { version: browser.version(), saw }
    } finally {
      await browser.close()
    }
  },
}

/** Those that play in every test, and those that `npm run runtimes` installs. */
export const runtimes: readonly Runtime[] = [
  processRuntime('Node 22', () => programOf('node22'), 'node', []),
  processRuntime('Node 24', ownNode, 'node', []),
  processRuntime('Node 26', () => programOf('node26'), 'node', []),
  processRuntime('Node 24 over fetch', ownNode, 'browser', ['--conditions=browser']),
  processRuntime('Bun', () => programOf('bun'), 'bun', ['run']),
  processRuntime('Deno', () => programOf('deno'), 'deno', ['run', '--allow-all']),
  workerd,
  chromium,
]
