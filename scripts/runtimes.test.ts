import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behaviours } from './runtimes/behaviours.ts'
import { differencesOf } from './runtimes/differences.ts'
import { committed, judge } from './runtimes/measured.ts'
import { runtimes } from './runtimes/players.ts'
import { startServer } from './runtimes/server.ts'

// The others play in `npm run runtimes`, which installs them.
const ofThisWorkspace = new Set(['Node 24', 'Node 24 over fetch', 'Chromium'])

for (const runtime of runtimes.filter(({ name }) => ofThisWorkspace.has(name))) {
  test(`${runtime.name} does what every runtime does, but for what is known`, async t => {
    const missing = runtime.missing()
    if (missing !== null) return t.skip(missing)
    const server = await startServer()
    t.after(() => server.close())
    const { failures } = judge(runtime.name, await runtime.play(server, 'sources'), server)
    assert.deepEqual(failures, [])
  })
}

test('the record knows every runtime and every behaviour, and none failed', () => {
  const measured = committed()
  assert.deepEqual(
    measured.map(({ name }) => name),
    runtimes.map(({ name }) => name),
  )
  const ids = behaviours.map(({ id }) => id)
  for (const { name, marks } of measured) {
    assert.deepEqual(Object.keys(marks), ids, name)
    const differing = ids.filter(id => marks[id] === 'd')
    assert.deepEqual(
      differing,
      ids.filter(id => Object.hasOwn(differencesOf(name), id)),
      name,
    )
    assert.ok(!Object.values(marks).includes('f'), name)
  }
})
