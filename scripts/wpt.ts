// Plays the fetch tests of web-platform-tests, which must lie in a folder of its own, with heed's fetch and with undici's:
// `npm run wpt -- SUITE_FOLDER [--fetch heed|undici|node|all] [--file fetch/api/basic/x.any.js]`. Results of all go to
// docs/wpt.json and docs/wpt.md; with one fetch or one file what is not passed is told, and nothing is written.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from './blocks.ts'
import { fail, root } from './workspace.ts'
import { contenders } from './wpt/fetches.ts'
import { type Measured, save } from './wpt/measured.ts'
import { wptPage } from './wpt/page.ts'
import { type Played, play } from './wpt/play.ts'
import { type SuiteServer, startServer } from './wpt/server.ts'
import { describeSuite, folderOf, suiteFolder, type Test, testsOf } from './wpt/suite.ts'
import { type FileTally, tally } from './wpt/tally.ts'

const PAGE = join(root, 'docs/wpt.md')

const passed = (played: Played): number => [...played.values()].filter(({ mark }) => mark === 'p').length

/** The file with each fetch, one after the other. @throws when it needs https and there is none */
async function playEach(
  suite: string,
  server: SuiteServer,
  path: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Played>> {
  const rounds = new Map<string, Played>()
  for (const name of names) {
    const played = await play(suite, server, path, name)
    if (played === null) throw new Error(`${path} needs https, and openssl, which makes the certificate, is not there.`)
    rounds.set(name, played)
  }
  return rounds
}

function tell(path: string, rounds: ReadonlyMap<string, Played>, aloud: boolean): void {
  const scores = [...rounds].map(([name, played]) => `${name} ${passed(played)}/${played.size}`)
  console.log(`${path}: ${scores.join(', ')}`)
  if (!aloud) return
  for (const [fetch, played] of rounds) {
    for (const [name, { mark, message }] of played)
      if (mark !== 'p') console.log(`  ${fetch} ${mark}  ${name}: ${message}`)
  }
}

function leftOutOf(tests: readonly Test[]): Measured['leftOut'] {
  const counts: Record<string, Record<string, number>> = {}
  for (const { path, leftOut } of tests) {
    if (leftOut === null) continue
    const folder = folderOf(path)
    counts[folder] ??= {}
    counts[folder][leftOut] = (counts[folder][leftOut] ?? 0) + 1
  }
  return counts
}

async function playAll(suite: string, server: SuiteServer, names: readonly string[], write: boolean): Promise<void> {
  const tests = testsOf(suite)
  const beganMs = performance.now()
  const files: Record<string, FileTally> = {}
  for (const { path, leftOut } of tests) {
    if (leftOut !== null) continue
    const rounds = await playEach(suite, server, path, names)
    tell(path, rounds, !write)
    files[path] = tally([...rounds.values()])
  }
  if (!write) return
  const fetches = names.map(name => ({
    name,
    version: contenders[name]?.version ?? '',
    setup: contenders[name]?.setup ?? '',
  }))
  const seconds = Math.round((performance.now() - beganMs) / 1000)
  const machine = `${process.platform} ${process.arch}, ${cpus().length} cores`
  const round = { on: new Date().toISOString().slice(0, 10), node: process.versions.node, machine, seconds }
  save({ suite: describeSuite(suite), played: round, fetches, leftOut: leftOutOf(tests), files })
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), { wpt: wptPage }))
  console.log('wrote docs/wpt.json and docs/wpt.md')
}

async function playOne(suite: string, server: SuiteServer, names: readonly string[], path: string): Promise<void> {
  if (!testsOf(suite).some(test => test.path === path)) throw new Error(`The suite has no file "${path}".`)
  tell(path, await playEach(suite, server, path, names), true)
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fetch: { type: 'string', default: 'all' }, file: { type: 'string' } },
  })
  const all = values.fetch === 'all'
  const names = all ? Object.keys(contenders) : [values.fetch]
  const stranger = names.find(name => !Object.hasOwn(contenders, name))
  if (stranger !== undefined) {
    throw new Error(`There is no fetch "${stranger}"; there are ${Object.keys(contenders).join(', ')}, all.`)
  }
  const [folder] = positionals
  if (folder === undefined) throw new Error('npm run wpt -- SUITE_FOLDER: name the folder of the suite.')
  const suite = suiteFolder(folder)
  const server = await startServer(suite)
  try {
    if (values.file === undefined) await playAll(suite, server, names, all)
    else await playOne(suite, server, names, values.file)
  } finally {
    await server.close()
  }
} catch (error) {
  fail(error)
}
