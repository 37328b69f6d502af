// Plays one program on every runtime that heed is for, against one server on loopback: `npm run runtimes`. It installs the
// runtimes that are not of this workspace (some 500 MB, into node_modules/.cache) and builds heed; `-- --only Bun` plays one,
// `-- --no-install` plays those that are there. Results go to docs/runtimes.json and docs/runtimes.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from './blocks.ts'
import { install } from './runtimes/installed.ts'
import { committed, judge, type Measured, save } from './runtimes/measured.ts'
import { runtimesPage } from './runtimes/page.ts'
import { type Runtime, runtimes } from './runtimes/players.ts'
import { startServer } from './runtimes/server.ts'
import { fail, mustRun, root } from './workspace.ts'

const PAGE = join(root, 'docs/runtimes.md')

/** Null: it cannot play here, which is said. */
async function measure(runtime: Runtime): Promise<Measured | null> {
  const { name, over } = runtime
  const missing = runtime.missing()
  if (missing !== null) {
    console.log(`${name}: skipped. ${missing}`)
    return null
  }
  const server = await startServer()
  try {
    const played = await runtime.play(server, 'dist')
    const { marks, failures } = judge(name, played, server)
    const all = Object.values(marks)
    const differing = all.filter(mark => mark === 'd').length
    console.log(
      `${name} ${played.version}: ${all.length - differing - failures.length} of ${all.length}, ${differing} differ`,
    )
    for (const failure of failures) console.log(`  FAILED ${failure}`)
    return { name, version: played.version, over, on: new Date().toISOString().slice(0, 10), marks }
  } finally {
    await server.close()
  }
}

try {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'no-install': { type: 'boolean', default: false } },
  })
  const wanted = runtimes.filter(({ name }) => values.only === undefined || name === values.only)
  if (wanted.length === 0) {
    throw new Error(`There is no runtime "${values.only}"; there are ${runtimes.map(({ name }) => name).join(', ')}.`)
  }
  if (!values['no-install']) install()
  mustRun('node', ['scripts/build.ts', 'heed'])
  const before = new Map(committed().map(each => [each.name, each]))
  for (const runtime of wanted) {
    const measured = await measure(runtime)
    if (measured !== null) before.set(runtime.name, measured)
  }
  const all = runtimes.flatMap(({ name }) => before.get(name) ?? [])
  save(all)
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), { runtimes: runtimesPage }))
  console.log('wrote docs/runtimes.json and docs/runtimes.md')
  if (all.some(({ marks }) => Object.values(marks).includes('f'))) process.exitCode = 1
} catch (error) {
  fail(error)
}
