import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '../packages/heed/test/transports/contract.ts'
import { behaviours } from './runtimes/behaviours.ts'
import { contractDifferencesOf } from './runtimes/contract-differences.ts'
import { holders } from './runtimes/contract-players.ts'
import { differencesOf } from './runtimes/differences.ts'
import { committed, judge, judgeContract, type Measured } from './runtimes/measured.ts'
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

test('Node 24 keeps the contract of the transports over its own fetch, but for what is known', async t => {
  // Here undici is not imported, unlike in the contract's own test: then Node's fetch would send over that.
  const holder = holders.find(({ name }) => name === 'Node 24 over fetch')
  if (holder === undefined) return t.skip('It plays no contract.')
  const { kept } = await holder.play()
  assert.deepEqual(judgeContract(holder.name, kept).failures, [])
})

/** The record has every player and every row; what differs in it is what is known to, and nothing failed. */
function agrees(
  measured: readonly Measured[],
  players: readonly { readonly name: string }[],
  ids: readonly string[],
  differencesOf: (name: string) => object,
): void {
  assert.deepEqual(
    measured.map(({ name }) => name),
    players.map(({ name }) => name),
  )
  for (const { name, marks } of measured) {
    assert.deepEqual(Object.keys(marks), ids, name)
    assert.ok(!Object.values(marks).includes('f'), name)
    const differing = ids.filter(id => marks[id] === 'd')
    assert.deepEqual(differing.toSorted(), Object.keys(differencesOf(name)).toSorted(), name)
  }
}

test('the record knows every runtime and every behaviour, and none failed', () => {
  const ids = behaviours.map(({ id }) => id)
  agrees(committed().program, runtimes, ids, differencesOf)
})

test('the record knows every runtime that plays the contract and every clause, and none failed', () => {
  const names = contract.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  agrees(committed().contract, holders, names, contractDifferencesOf)
})
