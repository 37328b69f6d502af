// A thousand clients against one server, on simulated time: what heed and models of other clients' policies do under a quota,
// an outage and a brown-out. `npm run simulate` writes docs/manners/ (results.json and one plot a scenario) and the tables of
// docs/manners.md. `-- --check` writes nothing and fails when heed has moved by more than a tenth or a model at all;
// `-- --scenario ID --client ID` plays some of it and only prints.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fill, firstDifference } from './blocks.ts'
import { CONTENDERS, type Contender } from './simulate/contenders.ts'
import { drift } from './simulate/drift.ts'
import { goals, peakTimes } from './simulate/goals.ts'
import { mannersPage } from './simulate/page.ts'
import { play } from './simulate/play.ts'
import { draw } from './simulate/plot.ts'
import { committed, perCall, plotPath, type Results, type Row, resultOf, rowOf, save } from './simulate/record.ts'
import { CALLS_PER_SECOND, CLIENTS, RUN_MS, SCENARIOS, type Scenario } from './simulate/scenarios.ts'
import { fail, root } from './workspace.ts'

const PAGE = join(root, 'docs/manners.md')

function tell({ name, measures }: Row, results: Results): void {
  const { completed, late, failed, sends, wasted, throttled, recoveryMs } = measures
  const recovered = recoveryMs === null ? '' : `, recovered after ${recoveryMs / 1000} s`
  console.log(
    `  ${name.padEnd(28)} ${completed} completed, ${late} late, ${failed} failed; ${sends} sent, ${wasted} wasted, ` +
      `${throttled} times 429; ${perCall(measures).toFixed(2)} for a call, peak ${peakTimes(results, measures).toFixed(2)}${recovered}`,
  )
}

async function playAll(scenarios: readonly Scenario[], contenders: readonly Contender[]): Promise<Results> {
  const all = { clients: CLIENTS, callsPerSecond: CALLS_PER_SECOND, runSeconds: RUN_MS / 1000 }
  const results = []
  for (const scenario of scenarios) {
    console.log(scenario.title)
    const rows: Row[] = []
    for (const contender of contenders) {
      const row = rowOf(contender, await play(scenario, contender))
      tell(row, { ...all, results })
      rows.push(row)
    }
    results.push(resultOf(scenario, rows))
  }
  return { ...all, results }
}

function tellGoals(results: Results): void {
  console.log('Goals')
  for (const { reached, contender, scenario, says, measured } of goals(results)) {
    console.log(`  ${reached ? 'yes' : 'NO '}  ${contender}: ${says} (${measured}). ${scenario}`)
  }
}

function check(fresh: Results): void {
  const old = committed()
  const said = drift(old, fresh)
  for (const result of old.results) {
    const difference = firstDifference(readFileSync(plotPath(result.id), 'utf8'), draw(result, old))
    if (difference !== undefined) said.push(`${result.id}.svg is not what results.json gives, at ${difference}`)
  }
  if (said.length > 0) throw new Error(`${said.join('\n')}\n\`npm run simulate\` brings docs/manners up to date.`)
  console.log('docs/manners is up to date')
}

function write(fresh: Results): void {
  save(fresh)
  for (const result of fresh.results) writeFileSync(plotPath(result.id), draw(result, fresh))
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), { manners: mannersPage }))
  console.log('wrote docs/manners and the tables of docs/manners.md')
}

function chosen<Item extends { readonly id: string }>(all: readonly Item[], id: string | undefined): readonly Item[] {
  const found = all.filter(each => id === undefined || each.id === id)
  if (found.length === 0) throw new Error(`There is no "${id}"; there are ${all.map(each => each.id).join(', ')}.`)
  return found
}

try {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, scenario: { type: 'string' }, client: { type: 'string' } },
  })
  const some = values.scenario !== undefined || values.client !== undefined
  if (some && values.check) throw new Error('--check looks at everything: leave --scenario and --client out.')
  const results = await playAll(chosen(SCENARIOS, values.scenario), chosen(CONTENDERS, values.client))
  tellGoals(results)
  if (values.check) check(results)
  else if (!some) write(results)
} catch (error) {
  fail(error)
}
