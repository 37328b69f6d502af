import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { grade, loadScenarios, type ScenarioReport } from 'heed-lab/suite'

const page = readFileSync(join(import.meta.dirname, '../../../docs/grade-your-client.md'), 'utf8')
const [urllib = '', curl = ''] = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, code = '']) => code)

const runs = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

/** Plays some scenarios with an adapter that stands on the page, as a reader would save and run it. */
async function graded(t: TestContext, code: string, ids: readonly string[]): Promise<ScenarioReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heed-lab-stranger-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'my-client.py')
  writeFileSync(file, code)
  const scenarios = loadScenarios().filter(({ id }) => ids.includes(id))
  const { signal } = new AbortController()
  const examinees = [{ name: 'mine', command: ['python3', file] as const }]
  const { clients } = await grade({ examinees, scenarios, jobs: 2, twice: false, signal, onPlayed: () => {} })
  assert.deepEqual(
    clients.flatMap(({ complaints }) => complaints),
    [],
  )
  return clients.flatMap(({ scenarios }) => scenarios)
}

const outcomes = (reports: readonly ScenarioReport[]): Record<string, string> =>
  Object.fromEntries(reports.map(({ id, outcome }) => [id, outcome]))

test('the Python adapter of the page works as it stands there', async t => {
  if (!runs('python3')) return t.skip('python3 is not installed here: apt install python3')
  const ids = [
    '200-length',
    'put-content',
    'redirect-to-404',
    'gzip',
    'api-key-stays-at-its-origin',
    'http-leads-to-https',
  ]
  assert.deepEqual(outcomes(await graded(t, urllib, ids)), {
    '200-length': 'pass',
    'put-content': 'pass',
    gzip: 'unsupported',
    'http-leads-to-https': 'pass',
    'redirect-to-404': 'pass',
    'api-key-stays-at-its-origin': 'fail',
  })
})

test('so does the one that runs curl', async t => {
  if (!runs('python3') || !runs('curl'))
    return t.skip('python3 or curl is not installed here: apt install python3 curl')
  const ids = ['200-length', 'gzip', 'redirect-to-404', 'reset-every-time', 'api-key-stays-at-its-origin']
  assert.deepEqual(outcomes(await graded(t, curl, ids)), {
    '200-length': 'pass',
    gzip: 'pass',
    'redirect-to-404': 'pass',
    'reset-every-time': 'fail',
    'api-key-stays-at-its-origin': 'fail',
  })
})
