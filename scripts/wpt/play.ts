/** Plays files, each in a child process with a limit of time, and says what became of every subtest. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Job, News, Told } from './child.ts'
import { metaOf } from './meta.ts'
import { HOST } from './names.ts'
import type { SuiteServer } from './server.ts'

/** passed, failed, out of time, not run. */
export type Mark = 'p' | 'f' | 't' | 'n'

export interface Outcome {
  readonly mark: Mark
  /** What the harness said. */
  readonly message: string
}

/** Subtests by name. */
export type Played = ReadonlyMap<string, Outcome>

/** Stands for what no subtest tells: that the file ran to its end, with nothing that nobody caught. */
export const WHOLE = '(the whole file)'

const MARKS: readonly Mark[] = ['p', 'f', 't', 'n', 'f']

/** What a child may take beyond the limit before it is stopped, for it to say how far it came. */
const GRACE_MS = 5000

interface Heard {
  readonly results: Told[]
  readonly uncaught: string[]
  end: Extract<News, { kind: 'end' }> | null
}

async function playChild(job: Job, server: SuiteServer): Promise<Heard> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(job)], {
    execArgv: ['--conditions=heed-source', '--no-warnings'],
    env: { ...process.env, ...(server.certificate && { NODE_EXTRA_CA_CERTS: server.certificate }) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const heard: Heard = { results: [], uncaught: [], end: null }
  child.on('message', (news: News) => {
    if (news.kind === 'result') heard.results.push(news.told)
    else if (news.kind === 'uncaught') heard.uncaught.push(news.message)
    else heard.end = news
  })
  const patience = setTimeout(() => child.kill('SIGKILL'), job.limitMs + GRACE_MS)
  await once(child, 'exit')
  clearTimeout(patience)
  return heard
}

/** What the harness told, by name; the same name twice is two subtests. */
function outcomes({ results, uncaught, end }: Heard, variant: string, server: SuiteServer): Played {
  const played = new Map<string, Outcome>()
  for (const { name, status, message } of end?.results ?? results) {
    let unlike = `${variant === '' ? '' : `${variant} `}${name.replaceAll(/:\d+/g, port => server.ports.get(port) ?? port)}`
    while (played.has(unlike)) unlike += ' (again)'
    played.set(unlike, { mark: MARKS[status] ?? 'f', message: message ?? '' })
  }
  const [first] = uncaught
  const how = end === null ? 'it was stopped' : ['', 'the harness failed', 'out of time'][end.status]
  const message = first ?? how ?? 'it cannot be asked here'
  const whole = `${variant === '' ? '' : `${variant} `}${WHOLE}`
  return played.set(whole, { mark: message === '' ? 'p' : 'f', message })
}

export interface Limits {
  readonly usualMs: number
  readonly longMs: number
}

/** What the suite itself gives a file. */
const LIMITS: Limits = { usualMs: 10_000, longMs: 60_000 }

/** One file with one fetch. Null: its address is https, and there is no certificate. */
export async function play(
  suite: string,
  server: SuiteServer,
  path: string,
  fetch: string,
  limits: Limits = LIMITS,
): Promise<Played | null> {
  const secure = path.includes('.https.')
  const port = secure ? server.https : server.http
  if (port === null) return null
  const meta = metaOf(readFileSync(join(suite, path), 'utf8'))
  const job = {
    ...{ fetch, path, http: server.http, origin: `${secure ? 'https' : 'http'}://${HOST}:${port}` },
    limitMs: meta.long ? limits.longMs : limits.usualMs,
  }
  const all = new Map<string, Outcome>()
  for (const variant of meta.variants) {
    const played = outcomes(await playChild({ ...job, variant }, server), variant, server)
    for (const [name, outcome] of played) all.set(name, outcome)
  }
  return all
}
