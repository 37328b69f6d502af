import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SuiteServer {
  /** `http://127.0.0.1:PORT`. */
  readonly base: string
  close(): Promise<void>
}

// The suite's server listens on every address of the machine; nobody but this machine has business with it.
const loopbackOnly = `data:text/javascript,${encodeURIComponent(`
  import { Server } from 'node:net'
  const { listen } = Server.prototype
  Server.prototype.listen = function (port) { return listen.call(this, Number(port), '127.0.0.1') }
`)}`

/** Starts the suite's own server on a free port of the loopback address. `told`: what it prints from then on. */
export async function startServer(suite: string, told: (text: string) => void): Promise<SuiteServer> {
  const scratch = mkdtempSync(join(tmpdir(), 'heed-cache-tests-'))
  const settings = { npm_config_protocol: 'http', npm_config_port: '0', npm_config_pidfile: join(scratch, 'pid') }
  const server = spawn(process.execPath, ['--import', loopbackOnly, 'test-engine/server/server.mjs'], {
    cwd: suite,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(server, 'exit')
  const close = async (): Promise<void> => {
    server.kill()
    await ended
    rmSync(scratch, { recursive: true, force: true })
  }
  let printed = ''
  const port = await new Promise<string | null>(resolve => {
    const hear = (chunk: Buffer): void => {
      printed += chunk
      const found = /Listening on \S*:(\d+)\//.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    void ended.then(() => resolve(null))
  })
  if (port === null) {
    await close()
    throw new Error(`The suite's server did not start:\n${printed}`)
  }
  for (const output of [server.stdout, server.stderr]) {
    output.removeAllListeners('data').on('data', (chunk: Buffer) => told(String(chunk)))
  }
  return { base: `http://127.0.0.1:${port}`, close }
}
