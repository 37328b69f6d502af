import { parseArgs } from 'node:util'
import { startLab } from 'heed-lab'
import { exitCodeOf } from './exit-code-of.ts'
import { EXIT } from './exit-codes.ts'
import { wantsColour } from './page.ts'
import { runTour } from './tour.ts'
import { playBlock } from './tour-block.ts'
import { addressOf, UsageError } from './usage.ts'

const HELP = `npm start: sixteen calls to a practice server, and what heed does about each answer

Usage: npm start [-- <url>] [-- --lab <url>]

  <url>        make one call, to this address, and tell it the same way
  --lab <url>  take the tour at a practice server that runs already (npm run lab -- --port 4780)
  --help       print this

The tour takes some ten seconds and needs no network. Exit code 0: every call ended as the tour says; 1: one did not, and the
last line names it. With <url> the exit code is that of the heed command: 0 a result, 1 no answer, 2 a time limit, 3 4 5 the
class of the final status, 6 too many redirects, 7 gave up. 64: the command line is wrong; 130: Ctrl-C.
NO_COLOR=1 turns colour off; piped output has none.
`

interface Words {
  readonly url: string | undefined
  readonly lab: string | undefined
  readonly help: boolean
}

function wordsOf(args: string[]): Words {
  const { values, positionals } = parsed(args)
  if (positionals.length > 1) throw new UsageError('Give one address, or none for the tour.')
  if (positionals.length === 1 && values.lab !== undefined) {
    throw new UsageError('--lab is for the tour: leave it or the address out.')
  }
  return { url: positionals[0], lab: values.lab, help: values.help ?? false }
}

function parsed(args: string[]): { values: { lab?: string; help?: boolean }; positionals: string[] } {
  try {
    const options = { lab: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node's first sentence names the option; the rest explains its own parser.
    const sentence = error instanceof Error ? error.message.split(/\.\s|\n/, 1)[0] : String(error)
    throw new UsageError(`${sentence}. See npm start -- --help.`)
  }
}

/** An address that a call can go to. */
function webAddress(given: string): string {
  const address = addressOf(given)
  const { protocol, username, password } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new UsageError(`The address must begin with http:// or https://; it begins with ${protocol}`)
  }
  if (username !== '' || password !== '') {
    throw new UsageError('The address must not hold user name and password: they would show on the terminal.')
  }
  return address
}

const stageAt = (base: string | null) => ({
  out: process.stdout,
  colour: wantsColour(process.stdout, process.env),
  base,
})

async function oneCall(url: string): Promise<number> {
  const call = { about: '', method: 'get', target: webAddress(url) } as const
  const { result } = await playBlock(stageAt(null), 'One call', call)
  return exitCodeOf(result)
}

/** The lab's address, without a slash at its end. */
function labAddress(given: string): string {
  const { search, hash, href } = new URL(webAddress(given))
  if (search !== '' || hash !== '') throw new UsageError('--lab takes an address without query and fragment.')
  return href.replace(/\/+$/, '')
}

async function tour(at: string | undefined): Promise<number> {
  const given = at === undefined ? null : labAddress(at)
  const lab = given === null ? await startLab() : null
  // A name of its own, so that a lab which others use too knows nothing of this visitor.
  const visitor = `/v/tour-${crypto.randomUUID().slice(0, 8)}`
  try {
    const broken = await runTour(stageAt(`${given ?? lab?.url}${visitor}`))
    if (broken.length === 0) return EXIT.ok
    process.stderr.write(
      `heed: not as the tour says: ${broken.join(', ')}. The lines marked ✗ above say in which way.\n`,
    )
    return EXIT.error
  } finally {
    await lab?.close()
  }
}

async function main(args: string[]): Promise<number> {
  try {
    const { url, lab, help } = wordsOf(args)
    if (help) process.stdout.write(HELP)
    if (help) return EXIT.ok
    return url === undefined ? await tour(lab) : await oneCall(url)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`heed: ${error.message}\n`)
    return EXIT.usage
  }
}

process.on('SIGINT', () => {
  // The line under way ends, so that the shell's next one begins at the edge.
  if (process.stdout.isTTY) process.stdout.write('\n')
  process.exit(EXIT.interrupted)
})
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe had enough.
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.error)
})

process.exitCode = await main(process.argv.slice(2))
