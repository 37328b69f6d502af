import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LACKS } from 'heed-lab/adapters/heed-job.mjs'
import { judge, loadScenarios } from 'heed-lab/suite'
import { play } from './play.ts'

const scenarios = loadScenarios().filter(({ needs = [] }) => !needs.some(need => LACKS.includes(need)))
const playable = scenarios.filter(({ wireOnly, kind }) => wireOnly === undefined && kind !== 'optional')

suite('heed plays every scenario on the fake clock', () => {
  for (const scenario of playable) {
    test(`${scenario.group}/${scenario.id}: ${scenario.title}`, async () => {
      const { findings } = judge(scenario, await play(scenario))
      const failed = findings.filter(({ holds }) => !holds)
      assert.deepEqual(
        failed.map(({ check, seen }) => `${check.otherwise} Seen: ${seen}`),
        [],
      )
    })
  }
})
