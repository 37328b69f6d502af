// Plays one program on every runtime that heed is for, against one server on loopback, and the contract of the transports on those
// with processes: `npm run runtimes`. It installs the runtimes that are not of this workspace (some 500 MB, into
// node_modules/.cache) and builds heed; `-- --only Bun` plays one, `-- --no-install` plays those that are there. Results go to
// docs/runtimes.json and docs/runtimes.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from './blocks.ts'
import { type Holder, holders } from './runtimes/contract-players.ts'
import { install } from './runtimes/installed.ts'
import { committed, type Judged, judge, judgeContract, type Measured, save } from './runtimes/measured.ts'
import { contractPage, runtimesPage } from './runtimes/page.ts'
import { type Runtime, runtimes } from './runtimes/players.ts'
import { startServer } from './runtimes/server.ts'
import { fail, mustRun, root } from './workspace.ts'

const PAGE = join(root, 'docs/runtimes.md')

function measured({ name, over }: Runtime | Holder, version: string, { marks, failures }: Judged): Measured {
  const all = Object.values(marks)
  const differing = all.filter(mark => mark === 'd').length
  const kept = all.length - differing - failures.length
  console.log(`${name} ${version} over ${over}: ${kept} of ${all.length}, ${differing} differ`)
  for (const failure of failures) console.log(`  FAILED ${failure}`)
  return { name, version, over, on: new Date().toISOString().slice(0, 10), marks }
}

async function playProgram(runtime: Runtime): Promise<Measured> {
  const server = await startServer()
  try {
    const played = await runtime.play(server, 'dist')
    return measured(runtime, played.version, judge(runtime.name, played, server))
  } finally {
    await server.close()
  }
}

async function playContract(holder: Holder): Promise<Measured> {
  const { version, kept } = await holder.play()
  return measured(holder, version, judgeContract(holder.name, kept))
}

/** Plays those that are wanted; what is committed of the others stays. */
async function measureAll<Player extends Runtime | Holder>(
  players: readonly Player[],
  wanted: (name: string) => boolean,
  before: readonly Measured[],
  play: (player: Player) => Promise<Measured>,
): Promise<Measured[]> {
  const results = new Map(before.map(each => [each.name, each]))
  for (const player of players.filter(({ name }) => wanted(name))) {
    const missing = player.missing()
    if (missing !== null) console.log(`${player.name}: skipped. ${missing}`)
    else results.set(player.name, await play(player))
  }
  return players.flatMap(({ name }) => results.get(name) ?? [])
}

try {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'no-install': { type: 'boolean', default: false } },
  })
  const wanted = (name: string): boolean => values.only === undefined || name === values.only
  const names = [...new Set([...runtimes, ...holders].map(({ name }) => name))]
  if (!names.some(wanted)) throw new Error(`There is no runtime "${values.only}"; there are ${names.join(', ')}.`)
  if (!values['no-install']) install()
  mustRun('node', ['scripts/build.ts', 'heed'])
  const before = committed()
  console.log('the program of behaviours:')
  const program = await measureAll(runtimes, wanted, before.program, playProgram)
  console.log('the contract of the transports:')
  const contract = await measureAll(holders, wanted, before.contract, playContract)
  save({ program, contract })
  const blocks = { runtimes: runtimesPage, 'runtimes-contract': contractPage }
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), blocks))
  console.log('wrote docs/runtimes.json and docs/runtimes.md')
  const failed = [...program, ...contract].some(({ marks }) => Object.values(marks).includes('f'))
  if (failed) process.exitCode = 1
} catch (error) {
  fail(error)
}
