import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'
import { curlLine } from '../exercise.ts'
import { exercises } from './all.ts'

const { clock, send } = await openLab()

let visitors = 0
for (const sample of exercises.flatMap(exercise => exercise.samples)) {
  const name = `${sample.method} ${sample.path} ${JSON.stringify(sample.headers ?? {})} ${sample.body ?? ''}`
  test(`${name} answers ${sample.answers.join(', ')}`, async () => {
    const prefix = `/v/sample-${visitors++}`
    const { method, headers = {}, body } = sample
    for (const expected of sample.answers) {
      const answer = await send(prefix + sample.path, { method, headers, ...(body === undefined ? {} : { body }) })
      assert.equal(answer.status, expected)
      const text = await answer.text()
      if (expected >= 400) {
        assert.equal(answer.headers.get('content-type'), 'application/problem+json')
        const problem = JSON.parse(text)
        assert.deepEqual([problem.type, problem.status], ['about:blank', expected])
        assert.ok(problem.title.length > 0 && problem.detail.length > 0)
      }
      // Dates belong to knobs, which look at no clock.
      clock.nowMs += (Number(answer.headers.get('retry-after')) || 0) * 1000
    }
  })
}

test('the lab has every exercise of the lesson', () => {
  const paths = new Set(exercises.flatMap(({ methods, path }) => methods.map(method => `${method} ${path}`)))
  const lesson = [
    ['GET /users/:who', 'GET /posts/:id', 'POST /posts', 'DELETE /users/:who', 'GET /old', 'GET /new', 'GET /data'],
    ['GET /private-data', 'DELETE /admin/users', 'POST /users', 'GET /limited', 'GET /error', 'GET /flaky'],
    ['GET /maintenance', 'GET /slow', 'GET /status/:code', 'POST /reset'],
  ].flat()
  assert.deepEqual(
    lesson.filter(route => !paths.has(route)),
    [],
  )
})

test('a curl line names the method only when curl would choose another, and quotes what a shell would change', () => {
  const get = { method: 'GET', path: '/slow?ms=1', answers: [200], about: '' }
  assert.equal(curlLine('http://h:1', get), "curl -i 'http://h:1/slow?ms=1'")
  const post = { ...get, method: 'POST', path: '/posts', headers: { 'Content-Type': 'text/plain' }, body: "it's" }
  assert.equal(curlLine('http://h:1', post), "curl -i -H 'Content-Type: text/plain' -d 'it'\\''s' http://h:1/posts")
  assert.equal(curlLine('http://h:1', { ...get, method: 'DELETE', path: '/x' }), 'curl -i -X DELETE http://h:1/x')
  assert.equal(curlLine('http://h:1', { ...get, method: 'POST', path: '/x' }), 'curl -i -X POST http://h:1/x')
})
