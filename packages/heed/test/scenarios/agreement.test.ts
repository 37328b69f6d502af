import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { grade, judge, loadScenario, loadScenarios, type ScenarioReport, SHIPPED } from 'heed-lab/suite'
import { play } from './play.ts'

const scenarios = loadScenarios()

/** Optional abilities that heed does without: it keeps no cookies, and does not bound its connections. */
const CHOSEN: readonly string[] = ['cookie-gate', 'fifty-calls-bounded']

suite('heed on the wire, examined as any other client is', () => {
  let reports: readonly ScenarioReport[] = []

  before(async () => {
    const examinees = SHIPPED.filter(({ name }) => name === 'heed')
    const { signal } = new AbortController()
    const report = await grade({ examinees, scenarios, jobs: 6, twice: false, signal, onPlayed: () => {} })
    reports = report.clients[0]?.scenarios ?? []
  })

  test('every scenario is played', () => {
    assert.deepEqual(
      reports.map(({ id }) => id),
      scenarios.map(({ id }) => id),
    )
  })

  test('no scenario fails but those that heed chooses to', () => {
    const failed = reports.filter(({ id, outcome }) => outcome === 'fail' && !CHOSEN.includes(id))
    assert.deepEqual(
      failed.map(({ id, sentence, findings }) => ({ id, sentence, seen: findings.map(({ seen }) => seen) })),
      [],
    )
  })

  test('those are optional, and they do fail', () => {
    const failing = reports.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)
    assert.deepEqual(failing.toSorted(), CHOSEN)
    assert.ok(CHOSEN.every(id => loadScenario(id).kind === 'optional'))
  })

  test('the fake clock gives the same verdicts', async () => {
    const differing: string[] = []
    for (const scenario of scenarios) {
      const onTheWire = reports.find(({ id }) => id === scenario.id)?.outcome
      if (scenario.wireOnly !== undefined || onTheWire === 'unsupported') continue
      const { outcome } = judge(scenario, await play(scenario))
      if (outcome !== onTheWire)
        differing.push(`${scenario.id}: ${onTheWire} on the wire, ${outcome} on the fake clock`)
    }
    assert.deepEqual(differing, [])
  })
})
