import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { built, root } from '../workspace.ts'
import { faultsOf, type Job, type Step, type Workflow, workflow } from './workflow.ts'

const files = globSync('.github/workflows/*', { cwd: root }).map(path => path.split(/[\\/]/).at(-1) ?? '')
const mayWrite = (job: Job | undefined): string[] =>
  Object.entries(job?.permissions ?? {}).flatMap(([what, how]) => (how === 'write' ? [what] : []))
const commands = (job: Job | undefined): string => (job?.steps ?? []).map(({ run }) => run ?? '').join('\n')

test('no workflow is careless', () => {
  assert.deepEqual(files.sort(), ['ci.yml', 'release.yml'])
  assert.deepEqual(
    files.flatMap(file => faultsOf(workflow(file))),
    [],
  )
})

test('each pinned action says beside its commit which version that is', () => {
  for (const file of files) {
    for (const line of readFileSync(join(root, '.github/workflows', file), 'utf8').split('\n')) {
      if (line.includes('uses:')) assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${file}: ${line.trim()}`)
    }
  }
})

test('ci runs what anybody can run, and may read', () => {
  const { permissions, jobs } = workflow('ci.yml')
  assert.deepEqual(permissions, { contents: 'read' })
  assert.deepEqual(Object.keys(jobs), ['ci'])
  assert.equal(jobs.ci?.permissions, undefined)
  assert.match(commands(jobs.ci), /^bash \.ci\/run$/m)
})

test('one job alone may speak for the packages, and it runs no code of dependencies', () => {
  const { permissions, jobs } = workflow('release.yml')
  assert.deepEqual(permissions, {})
  const speaking = Object.entries(jobs).filter(([, job]) => mayWrite(job).includes('id-token'))
  assert.deepEqual(
    speaking.map(([key]) => key),
    ['publish'],
  )
  assert.deepEqual(jobs.publish?.permissions, { 'id-token': 'write' })
  assert.equal(jobs.publish?.environment, 'npm')
  assert.doesNotMatch(commands(jobs.publish), /npm (ci|install|run|exec)|npx|node /)
  assert.match(commands(jobs.publish), /--ignore-scripts/)
  assert.ok(!jobs.publish?.steps.some(({ uses }) => uses?.startsWith('actions/checkout@')))
})

test('what is published was tested and packed without any right to write, and no changeset waits', () => {
  const { version, pack, publish, tag } = workflow('release.yml').jobs
  assert.deepEqual(mayWrite(version).sort(), ['contents', 'pull-requests'])
  assert.deepEqual(pack?.permissions, { contents: 'read' })
  assert.deepEqual([pack?.needs, publish?.needs, tag?.needs], ['version', 'pack', 'publish'])
  assert.equal(pack?.if, "needs.version.outputs.pending == 'false'")
  assert.match(commands(pack), /bash \.ci\/run[\s\S]*npm run build[\s\S]*npm run pack -- tarballs/)
  assert.deepEqual(mayWrite(tag), ['contents'])
})

test('there is no secret to keep', () => {
  for (const file of files) {
    const text = readFileSync(join(root, '.github/workflows', file), 'utf8')
    assert.doesNotMatch(text, /secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/, file)
  }
})

test('every package is published', () => {
  const names = ['scenarios', ...built].map(
    folder => JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')).name,
  )
  assert.ok(commands(workflow('release.yml').jobs.publish).includes(`for name in ${names.join(' ')}; do`))
})

const careful: Workflow = { name: 'w', on: { push: null }, permissions: {}, jobs: {} }
const faultsWithStep = (step: Step): string[] =>
  faultsOf({ ...careful, jobs: { j: { 'timeout-minutes': 5, steps: [step] } } })

test('each carelessness is noticed', () => {
  const { permissions: _, ...open } = careful
  const pinned = '3d3c42e5aac5ba805825da76410c181273ba90b1'
  assert.deepEqual(faultsOf(careful), [])
  assert.equal(faultsOf(open).length, 1)
  assert.equal(faultsOf({ ...careful, permissions: { contents: 'write' } }).length, 1)
  assert.equal(faultsOf({ ...careful, on: { pull_request_target: null } }).length, 1)
  assert.equal(faultsOf({ ...careful, jobs: { j: { steps: [] } } }).length, 1)
  assert.equal(faultsWithStep({ uses: 'actions/setup-node@v7' }).length, 1)
  assert.equal(faultsWithStep({ uses: `actions/checkout@${pinned}` }).length, 1)
  assert.equal(faultsWithStep({ run: `echo \${{ github.head_ref }}` }).length, 1)
  const good = { uses: `actions/checkout@${pinned}`, with: { 'persist-credentials': false } }
  assert.deepEqual(faultsWithStep(good), [])
})
