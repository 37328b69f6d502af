import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ofGo, ofNode, ofPython } from './adapter-kinds.ts'
import { AdapterProcess } from './adapter-process.ts'
import { SHIPPED } from './adapters.ts'
import { openGreeting } from './greeting.ts'
import type { Job } from './job.ts'
import { firstJob } from './jobs.ts'

const greeting = await openGreeting()
const stop = new AbortController()
after(() => {
  stop.abort()
  greeting.close()
})

const FIRST = firstJob(greeting.url)

const jobs: readonly Job[] = [
  { ...FIRST, id: 'get', headers: { 'x-note': 'one' } },
  { ...FIRST, id: 'post', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'text' },
  { ...FIRST, id: 'put', method: 'PUT', body: 'text' },
  { ...FIRST, id: 'patch', method: 'PATCH', body: 'text' },
  { ...FIRST, id: 'delete', method: 'DELETE' },
  { ...FIRST, id: 'head', method: 'HEAD' },
  { ...FIRST, id: 'cache', options: { ...FIRST.options, cache: true } },
]

for (const adapter of SHIPPED) {
  test(`${adapter.name} says who it is and does plain jobs`, { skip: adapter.missing() ?? false }, async () => {
    const complaints: string[] = []
    const started = await AdapterProcess.start({
      command: adapter.command,
      env: process.env,
      signal: stop.signal,
      firstJob: FIRST,
      onComplaint: sentence => complaints.push(sentence),
    })
    assert.ok(typeof started === 'object', String(started))
    const replies = await Promise.all(jobs.map(job => started.ask(job, 10_000)))
    await started.end()
    for (const [at, reply] of replies.entries()) {
      const { id, method } = jobs[at] ?? FIRST
      assert.ok(reply.kind === 'result', `${id}: ${JSON.stringify(reply)}`)
      const { ok, status, error, body, headers } = reply.result
      assert.deepEqual([ok, status, error ?? null], [true, 200, null], id)
      assert.equal(body ?? '', method === 'HEAD' ? '' : 'hello', id)
      assert.equal(headers?.['content-type'], 'text/plain', id)
    }
    assert.match(started.hello?.version ?? '', /^\d+\.\d+/)
    assert.ok(started.hello?.setup)
    assert.deepEqual(complaints, [])
  })
}

test('what is missing is told with the command that installs it', () => {
  assert.equal(
    ofNode('ky', 'ky', ['no-such-package']).missing(),
    'no-such-package is not installed here: npm install no-such-package',
  )
  assert.equal(
    ofNode('curl', 'curl', [], ['no-such-program']).missing(),
    'no-such-program is not installed here: apt install no-such-program',
  )
  assert.equal(
    ofPython('python-requests', 'requests', ['no_such_module'], ['python3-none']).missing(),
    'no Python with no_such_module is installed here: apt install python3-none',
  )
  assert.equal(
    ofGo('go-retryablehttp', 'Go', ['example.com/none'], ['golang-go', 'golang-none-dev']).missing(),
    'Go with example.com/none is not installed here: apt install golang-go golang-none-dev',
  )
})
