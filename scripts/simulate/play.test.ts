import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTENDERS, type Contender } from './contenders.ts'
import { drift } from './drift.ts'
import { play } from './play.ts'
import { committed, resultOf, rowOf } from './record.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'

const scenarioOf = (id: string): Scenario => SCENARIOS.find(each => each.id === id) as Scenario
const contenderOf = (id: string): Contender => CONTENDERS.find(each => each.id === id) as Contender

test('heed plays the same run twice alike', async () => {
  const once = (): ReturnType<typeof play> => play(scenarioOf('quota-stated'), contenderOf('heed-one'))
  assert.deepEqual(await once(), await once())
})

test('each call ends one way, and each request is counted once', async () => {
  for (const { id } of SCENARIOS) {
    const { measures, series } = await play(scenarioOf(id), contenderOf('got'))
    const { calls, completed, late, failed, sends, wasted } = measures
    assert.equal(completed + late + failed, calls)
    assert.equal(sends - wasted, completed + late, 'a useful request is the end of a call')
    assert.ok(series.sends.reduce((sum, count) => sum + count, 0) <= sends)
  }
})

test('models give what is committed', async () => {
  const old = committed()
  for (const [scenario, contender] of [
    ['outage-503', 'ky'],
    ['brown-out', 'aws-many'],
    ['quota-stated', 'grpc-many'],
  ] as const) {
    const only = (all: typeof old.results): typeof old.results =>
      all
        .filter(({ id }) => id === scenario)
        .map(result => ({ ...result, rows: result.rows.filter(({ id }) => id === contender) }))
    const row = rowOf(contenderOf(contender), await play(scenarioOf(scenario), contenderOf(contender)))
    const fresh = { ...old, results: [resultOf(scenarioOf(scenario), [row])] }
    assert.deepEqual(drift({ ...old, results: only(old.results) }, fresh), [])
  }
})
