import { Command } from 'commander'
import { type Lab, type RequestReport, startLab } from '../index.ts'
import { listing } from '../index-page.ts'
import { EXIT, type Streams } from './command.ts'
import { parsed, wholeNumber } from './parse.ts'

interface Flags {
  readonly port: string
  readonly host: string
  readonly quiet?: boolean
  readonly https?: boolean
}

interface Settings {
  readonly port: number
  readonly host: string
  readonly quiet: boolean
  readonly https: boolean
}

const NOTES = `
Ctrl-C or a SIGTERM stops it: open requests are ended, exit code 0. Exit code 64: an option is wrong;
1: it cannot listen there.
`

/** The practice server. It serves until a signal comes; the exit code is that of its start. */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  const command = new Command('heed-lab serve')
    .description('A practice server for HTTP status codes')
    .option('--port <number>', 'where to listen, 0 to 65535; 0, the default, takes any free port', '0')
    .option('--host <address>', 'the address to listen on; the default is for this machine alone', '127.0.0.1')
    .option('--quiet', 'print the address alone, and no line for each request')
    .option('--https', 'open two https addresses too, with a certificate that it makes')
    .helpOption('-h, --help', 'print this')
    .allowExcessArguments(false)
    .addHelpText('after', NOTES)
  const asked = parsed<Flags>(command, words, streams)
  if (asked === null) return EXIT.ok
  const { port, host, quiet = false, https = false } = asked.flags
  return serve({ port: wholeNumber('--port', port, 0, 65_535), host, quiet, https }, streams)
}

async function serve(settings: Settings, { stdout, stderr }: Streams): Promise<number> {
  const { port, host, quiet, https } = settings
  let lab: Lab
  try {
    lab = await startLab({
      port,
      host,
      origins: https ? ['b', 's', 't'] : ['b'],
      onRequest: report => {
        if (!quiet) stderr.write(`${report.method} ${report.path} ${outcome(report)}\n`)
      },
    })
  } catch (error) {
    throw new Error(cureFor(error, settings), { cause: error })
  }
  stopOnSignal(lab)
  if (quiet) stdout.write(`${lab.url}\n`)
  else stdout.write(`${heading(lab)}\n\n${listing(lab.url)}\n${moreAt(lab.url)}Ctrl-C stops it.\n`)
  return EXIT.ok
}

function outcome({ status, broke }: RequestReport): string {
  if (broke === undefined) return String(status ?? 'the client left')
  return status === null ? `broken off: ${broke}` : `${status}, then broken off: ${broke}`
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

/** The list is longer than most terminals are high, so the address comes again at its end. */
const moreAt = (url: string): string =>
  `${url}/ has this list as a page, the knobs of /status/:code, the paths of httpbin, and what a script can do.\n`

function heading({ url, origins }: Lab): string {
  const others = Object.values(origins).filter(each => each !== url)
  return `heed lab at ${url}${others.length === 0 ? '' : `\nand at ${others.join(', ')}`}`
}

function stopOnSignal(lab: Lab): void {
  let stopping = false
  const stop = (): void => {
    // Asked a second time, it does not wait.
    if (stopping) process.exit(EXIT.interrupted)
    stopping = true
    void lab.close()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
