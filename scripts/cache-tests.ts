// Measures HTTP caches with the suite of https://cache-tests.fyi, which must lie in a folder of its own:
// `npm run cache-tests -- SUITE_FOLDER [--client heed|heed-without-cache|undici|fetch|all] [--id TEST]`.
// Results go to docs/cache-tests.json and docs/cache-tests.md; with --id the exchange is told and nothing is written.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from './blocks.ts'
import type { Job, Report } from './cache-tests/child.ts'
import { type Contender, contenders } from './cache-tests/clients.ts'
import { type Client, committed, type Group, markedTests, merged, type Played, save } from './cache-tests/measured.ts'
import { cacheTestsPage, notPassed } from './cache-tests/page.ts'
import { startServer } from './cache-tests/server.ts'
import {
  describeSuite,
  groupsOf,
  judge,
  listed,
  publishedBrowsers,
  type Results,
  suiteFolder,
} from './cache-tests/suite.ts'
import { fail, root } from './workspace.ts'

const PAGE = join(root, 'docs/cache-tests.md')

type Judge = Awaited<ReturnType<typeof judge>>

async function playChild(job: Job): Promise<Report> {
  const child = fork(join(import.meta.dirname, 'cache-tests/child.ts'), [JSON.stringify(job)], {
    execArgv: ['--conditions=heed-source', '--no-warnings'],
  })
  let report: Report | undefined
  child.on('message', message => {
    report = message as Report
  })
  const [code] = await once(child, 'exit')
  if (report === undefined) throw new Error(`${job.client} ended with exit code ${code} and without results.`)
  return report
}

const marksOf = (groups: readonly Group[], results: Results, mark: Judge): Record<string, string> =>
  Object.fromEntries(
    groups.map(({ id, tests }) => [
      id,
      Object.keys(tests)
        .map(test => mark(results, test))
        .join(''),
    ]),
  )

/** What the suite saw where a required or optimal test did not pass, without what differs from run to run. */
function sawOf(groups: readonly Group[], client: Client, results: Results): Record<string, string> {
  const said: Record<string, string> = {}
  for (const { id, kind, mark } of markedTests(groups, client)) {
    const result = results[id]
    if (kind === 'check' || mark === 'p' || result === undefined || result === true) continue
    const [name, message] = result
    said[id] = (name === 'Assertion' || name === 'Setup' ? message : `${name}: ${message}`)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/(http:\/\/127\.0\.0\.1:\d+\/test\/)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]+/g, '(the test)')
  }
  return said
}

const machine = `${process.platform} ${process.arch}, ${cpus().length} cores`

async function measure(job: Job, contender: Contender, groups: readonly Group[], mark: Judge): Promise<Client> {
  const { results, seconds } = await playChild(job)
  const on = new Date().toISOString().slice(0, 10)
  const played: Played = { on, node: process.versions.node, machine, seconds }
  const { version, setup } = contender
  const client = { name: job.client, version, setup, played, marks: marksOf(groups, results, mark), saw: {} }
  return { ...client, saw: sawOf(groups, client, results) }
}

async function browsers(suite: string, groups: readonly Group[], mark: Judge): Promise<readonly Client[]> {
  const published = await publishedBrowsers(suite)
  const setup = 'as the suite publishes it'
  return published.map(({ name, version, results }) => ({
    ...{ name, version, setup, played: null, saw: {} },
    marks: marksOf(groups, results, mark),
  }))
}

function tell(groups: readonly Group[], client: Client): void {
  const tests = markedTests(groups, client)
  const marks = [...new Set(tests.map(({ mark }) => mark))].map(
    mark => `${mark} ${tests.filter(test => test.mark === mark).length}`,
  )
  console.log(`${client.name}: ${tests.length} tests in ${client.played?.seconds} s: ${marks.join(', ')}`)
}

async function playAll(suite: string, names: readonly string[]): Promise<void> {
  const all = await groupsOf(suite)
  const groups = listed(all)
  const mark = await judge(suite, true)
  const server = await startServer(suite, () => undefined)
  const clients: Client[] = []
  try {
    for (const name of names) {
      const contender = contenders[name]
      if (contender === undefined) continue
      const client = await measure({ suite, base: server.base, client: name, only: null }, contender, groups, mark)
      tell(groups, client)
      if (contender.recorded) clients.push(client)
      else for (const { id, mark } of notPassed(groups, client)) console.log(`${mark}  ${id}: ${client.saw[id]}`)
    }
  } finally {
    await server.close()
  }
  if (clients.length === 0) return
  const fresh = {
    suite: describeSuite(suite, all),
    groups,
    clients: [...clients, ...(await browsers(suite, groups, mark))],
  }
  save(merged(committed(), fresh, Object.keys(contenders)))
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), { 'cache-tests': cacheTestsPage }))
  console.log('wrote docs/cache-tests.json and docs/cache-tests.md')
}

async function playOne(suite: string, names: readonly string[], only: string): Promise<void> {
  const known = (await groupsOf(suite)).some(({ tests }) => tests.some(({ id }) => id === only))
  if (!known) throw new Error(`The suite has no test "${only}".`)
  const mark = await judge(suite, false)
  for (const client of names) {
    const server = await startServer(suite, text => process.stdout.write(text))
    try {
      const { results } = await playChild({ suite, base: server.base, client, only })
      const result = results[only]
      console.log(`${client}: ${mark(results, only)} ${result === true ? '' : (result?.join(': ') ?? '')}`)
    } finally {
      await server.close()
    }
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { client: { type: 'string', default: 'all' }, id: { type: 'string' } },
  })
  const every = Object.keys(contenders).filter(name => contenders[name]?.recorded)
  const names = values.client === 'all' ? every : [values.client]
  const stranger = names.find(name => !Object.hasOwn(contenders, name))
  if (stranger !== undefined) {
    throw new Error(`There is no client "${stranger}"; there are ${Object.keys(contenders).join(', ')}, all.`)
  }
  const [folder] = positionals
  if (folder === undefined) throw new Error('npm run cache-tests -- SUITE_FOLDER: name the folder of the suite.')
  const suite = suiteFolder(folder)
  await (values.id === undefined ? playAll(suite, names) : playOne(suite, names, values.id))
} catch (error) {
  fail(error)
}
