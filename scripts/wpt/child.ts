/** Plays one file with one fetch, in a process of its own: what it does to globals and sockets ends with it. */
import dns from 'node:dns'
import { get } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext, runInThisContext } from 'node:vm'
import { contenders, standAt } from './fetches.ts'
import { metaOf, playedAs } from './meta.ts'
import { HOST, isServed } from './names.ts'

export interface Job {
  readonly fetch: string
  /** The file's path in the suite. */
  readonly path: string
  readonly variant: string
  readonly http: number
  /** Of the address at which the file stands. */
  readonly origin: string
  readonly limitMs: number
}

/** One subtest as the harness tells of it. */
export interface Told {
  readonly name: string
  readonly status: number
  readonly message: string | null
}

export type News =
  | { readonly kind: 'result'; readonly told: Told }
  /** Something that nobody caught. */
  | { readonly kind: 'uncaught'; readonly message: string }
  /** The harness's own status, 0 when all is well, and all subtests, also those that never ended. */
  | { readonly kind: 'end'; readonly status: number; readonly results: readonly Told[] }

interface Harness {
  add_result_callback(told: (test: Told) => void): void
  add_completion_callback(told: (tests: readonly Told[], harness: { readonly status: number }) => void): void
  timeout(): void
}

const tell = (news: News, then: () => void = () => undefined): void => void process.send?.(news, then)

const shortly = ({ name, status, message }: Told): Told => ({ name, status, message: message?.slice(0, 500) ?? null })

/** Names of the suite lead to loopback; no other name leads anywhere, so that nothing leaves the machine. */
function answerNames(): void {
  const lookup = dns.lookup as unknown as (...given: unknown[]) => void
  const answered = (name: string, ...rest: unknown[]): void => {
    if (isServed(name)) {
      lookup('127.0.0.1', ...rest)
      return
    }
    const error = new Error(`getaddrinfo ENOTFOUND ${name}`)
    const told = rest.at(-1) as (error: Error) => void
    process.nextTick(told, Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name }))
  }
  Object.assign(dns, { lookup: answered })
}

/** A text of the suite, as its server gives it: substituted where the name says so. */
const textAt = (http: number, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port: http, path, headers: { host: `${HOST}:${http}` }, agent: false })
    asked.on('error', reject).on('response', response => {
      response.toArray().then(chunks => {
        if (response.statusCode === 200) resolve(String(Buffer.concat(chunks)))
        else reject(new Error(`${path}: ${response.statusCode}`))
      }, reject)
    })
  })

/** What scripts of a browser find around them, as far as Node has it. */
function furnish(location: URL, as: 'window' | 'worker', title: string | null): void {
  setFlagsFromString('--expose-gc')
  const GLOBAL = { isWindow: () => as === 'window', isWorker: () => as === 'worker', isShadowRealm: () => false }
  const around = {
    self: globalThis,
    Window: globalThis.constructor,
    location,
    GLOBAL,
    gc: runInNewContext('gc'),
    ...(title && { META_TITLE: title }),
  }
  for (const [name, value] of Object.entries({ ...around, ...(as === 'window' && { window: globalThis }) })) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
  }
}

async function play({ fetch, path, variant, http, origin, limitMs }: Job): Promise<void> {
  answerNames()
  const source = await textAt(http, `/${path}${variant}`)
  const meta = metaOf(source)
  const location = new URL(`/${path}${variant}`, origin)
  const names = ['/resources/testharness.js', ...meta.scripts.filter(name => !/\/testharness(report)?\.js$/.test(name))]
  const before = await Promise.all(names.map(name => textAt(http, new URL(name, location).pathname)))
  standAt(location.href)
  contenders[fetch]?.install()
  const [first = '', ...others] = before
  furnish(location, playedAs(meta, path), meta.title)
  runInThisContext(first, { filename: names[0] ?? '' })
  const harness = globalThis as unknown as Harness
  harness.add_result_callback(test => tell({ kind: 'result', told: shortly(test) }))
  harness.add_completion_callback((tests, { status }) => {
    tell({ kind: 'end', status, results: tests.map(shortly) }, () => process.exit(0))
  })
  setTimeout(() => harness.timeout(), limitMs)
  for (const [at, text] of others.entries()) runInThisContext(text, { filename: names[at + 1] ?? '' })
  runInThisContext(source, { filename: path })
}

const uncaught = (error: unknown): void =>
  tell({
    kind: 'uncaught',
    message: (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500),
  })
process.on('uncaughtException', uncaught)
process.on('unhandledRejection', uncaught)
// A script that throws has perhaps begun tests before, so the limit of time decides when it is over.
await play(JSON.parse(process.argv[2] ?? '{}') as Job).catch(uncaught)
