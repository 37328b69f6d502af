#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { type Lab, startLab } from './index.ts'
import { listing } from './index-page.ts'

const HELP = `heed-lab: a practice server for HTTP status codes

Usage: heed-lab [--port 4780] [--host 127.0.0.1] [--quiet]

  --port <0-65535>  where to listen; 0, the default, takes any free port
  --host <address>  the address to listen on; default 127.0.0.1, for this machine alone
  --quiet           print the address alone, and no line for each request
  --help            print this

Ctrl-C or a SIGTERM stops it: open requests are ended, exit code 0. Exit code 64: an option is wrong;
1: it cannot listen there.
`

const USAGE = 64

interface Settings {
  readonly port: number
  readonly host: string
  readonly quiet: boolean
}

function fail(sentence: string, exitCode: number): void {
  process.stderr.write(`heed-lab: ${sentence}\n`)
  process.exitCode = exitCode
}

function optionsOf(words: readonly string[]): ReturnType<typeof parsed> | string {
  try {
    return parsed(words)
  } catch (error) {
    // Node's first sentence names the option; the rest explains its own parser.
    const sentence = error instanceof Error ? (error.message.split(/\.\s|\n/, 1)[0] ?? '') : String(error)
    return `${sentence}. See heed-lab --help.`
  }
}

function parsed(words: readonly string[]): { port?: string; host?: string; quiet?: boolean; help?: boolean } {
  return parseArgs({
    args: [...words],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values
}

function cureFor(error: unknown, { port, host }: Settings): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use on ${host}. Choose another one, or --port 0 for any that is free.`
  if (code === 'EACCES') return `You may not listen on port ${port}. Choose one from 1024 to 65535.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine. Leave --host out, or use 127.0.0.1 or 0.0.0.0.`
  }
  return `Cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`
}

function stopOnSignal(lab: Lab): void {
  let stopping = false
  const stop = (): void => {
    // Asked a second time, it does not wait: 128 + SIGINT.
    if (stopping) process.exit(130)
    stopping = true
    void lab.close()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

async function run(settings: Settings): Promise<void> {
  const { port, host, quiet } = settings
  try {
    const lab = await startLab({
      port,
      host,
      onRequest: ({ method, path, status }) => {
        if (!quiet) process.stderr.write(`${method} ${path} ${status ?? 'the client left'}\n`)
      },
    })
    stopOnSignal(lab)
    if (quiet) process.stdout.write(`${lab.url}\n`)
    else process.stdout.write(`heed lab at ${lab.url}\n\n${listing(lab.url)}\nCtrl-C stops it.\n`)
  } catch (error) {
    fail(cureFor(error, settings), 1)
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2))
  if (typeof options === 'string') return fail(options, USAGE)
  const { port = '0', host = '127.0.0.1', quiet = false, help = false } = options
  if (help) {
    process.stdout.write(HELP)
    return
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return fail(`--port takes a whole number from 0 to 65535, which "${port}" is not.`, USAGE)
  }
  await run({ port: Number(port), host, quiet })
}

await main()
