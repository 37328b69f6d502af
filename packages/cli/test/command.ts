import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
const NODE = [process.execPath, '--conditions=heed-source']

export interface Ran {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  /** Called with the running process. */
  readonly during?: (process: ReturnType<typeof spawn>, stderr: () => string) => void
  readonly node?: readonly string[]
}

const bare = (env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env
  return { ...rest, ...env }
}

/** Runs the real command. */
export async function run(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [node = '', ...flags] = NODE
  const child = spawn(node, [...flags, ...(options.node ?? []), BIN, ...words], { env: bare(options.env) })
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  options.during?.(child, () => stderr)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: Buffer.concat(stdout), stderr }
}

/** Runs the real command on a terminal of so many columns; what both streams wrote, as it came. */
export function onTerminal(
  words: readonly string[],
  columns: number,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const quoted = [...NODE, BIN, ...words].map(word => `'${word}'`).join(' ')
  const line = `stty cols ${columns} rows 40; ${quoted}`
  return said('script', ['-qec', line, '/dev/null'], { TERM: 'xterm', ...env })
}

/** Runs a line of shell, in which `$HEED` is the command. */
export const shell = (line: string): Promise<string> => said('bash', ['-c', line], { HEED: [...NODE, BIN].join(' ') })

async function said(command: string, words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(command, words, { env: bare(env), stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  await once(child, 'close')
  return Buffer.concat(pieces).toString()
}

export type Answerer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void

/** A server on a free port of this machine, until the test is over. */
export async function serve(answer: Answerer): Promise<AsyncDisposable & { readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => answer(request, response, Buffer.concat(pieces)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
    async [Symbol.asyncDispose]() {
      close()
    },
  }
}
