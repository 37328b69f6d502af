import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked, clientOf, onlyEntry, stageFor } from '../../test/open-stages.ts'
import { requestTo } from '../../test/raw-client.ts'
import { openStage } from './stage.ts'

/** What keeps the process alive: sockets, servers, timers. */
const handles = (): string[] => process.getActiveResourcesInfo().filter(name => /TCP|TLS|Timeout/.test(name))

test('only the origins that the script names are open', async () => {
  const names = { run: 'r', scenario: 'x' }
  const plain = await openStage({ answers: [{ status: 200 }] }, names)
  assert.deepEqual(Object.keys(plain.bases), ['a'])
  assert.match(plain.bases.a, /^http:\/\/127\.0\.0\.1:\d+\/s\/r\/x$/)
  await plain.close()
  const named = await openStage(
    { answers: [{ status: 302, fields: { location: '{b}/' } }, { when: { origin: 't' } }] },
    names,
  )
  assert.deepEqual(Object.keys(named.bases), ['a', 'b', 't'])
  assert.match(named.bases.t ?? '', /^https:/)
  await named.close()
  const asGiven = await openStage({ answers: [{ status: 200 }] }, { ...names, origins: ['b'] })
  assert.deepEqual(Object.keys(asGiven.bases), ['a', 'b'])
  await asGiven.close()
})

test('names that would not fit into a path are refused', async () => {
  const wrong = openStage({ answers: [] }, { run: 'a/b', scenario: 'x' })
  await assert.rejects(wrong, new RangeError('The name of the run is "a/b"; use letters, digits and - _ . ~ only.'))
})

test('a target is told from the prefix on; one outside of it stays whole', async () => {
  const stage = await stageFor({ status: 204 })
  const client = await clientOf(stage)
  const targets = [
    [`${stage.prefix}/x?y`, '/x?y'],
    [`${stage.prefix}?y`, '?y'],
    [`${stage.bases.a}/x`, '/x'],
    ['/elsewhere', '/elsewhere'],
    [`${stage.prefix}x/y`, `${stage.prefix}x/y`],
    ['http://example.com/x', 'http://example.com/x'],
    ['*', '*'],
  ] as const
  client.write(targets.map(([target]) => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
  await client.until(/(204[\s\S]*?){7}/)
  assert.deepEqual(
    stage.log.entries.map(entry => entry.target),
    targets.map(([, seen]) => seen),
  )
})

test('each origin plays its own part of the script, and the log says which', async () => {
  const stage = await stageFor(
    { when: { origin: 'b' }, status: 201 },
    { when: { origin: 's' }, status: 202 },
    { status: 200 },
  )
  for (const [origin, code] of [
    ['a', '200'],
    ['b', '201'],
    ['s', '202'],
  ] as const) {
    const client = await clientOf(stage, origin)
    client.write(requestTo(`${stage.bases[origin]}/`))
    await client.until(new RegExp(`^HTTP/1.1 ${code}`))
  }
  assert.deepEqual(
    stage.log.entries.map(({ number, origin, connection, answer }) => [number, origin, connection, answer.index]),
    [
      [1, 'a', 1, 2],
      [2, 'b', 2, 0],
      [3, 's', 3, 1],
    ],
  )
})

test('a request that no answer is for gets a 404 that says so', async () => {
  const client = await asked(await stageFor({ status: 200, when: { method: 'PUT' } }))
  await client.until(/^HTTP\/1.1 404 [\s\S]*No answer of this script is for GET \/ at origin a\.$/)
})

test('Date and the times of a script are counted from one moment', async () => {
  const stage = await stageFor({ status: 503, delayMs: 5, fields: { 'retry-after': '{date+2}' } })
  const text = await (await asked(stage)).until(/Retry-After: .*\r\n/)
  const [date, after] = [/Date: (.*)/, /Retry-After: (.*)/].map(pattern => Date.parse(pattern.exec(text)?.[1] ?? ''))
  assert.equal((after ?? 0) - (date ?? 0), 2000)
  assert.match(stage.fill('{a}/x {unix}'), /^http:.*\/x \d{10}$/)
})

test('the log begins at 0, and its times are in order', async () => {
  const stage = await stageFor({ status: 200, delayMs: 3, body: { text: 'x' } })
  await (await asked(stage)).until(/x$/)
  await stage.idle(1000)
  const { atMs, answer } = await onlyEntry(stage)
  const times = [0, stage.log.connections[0]?.openedAtMs, atMs, answer.headAtMs, answer.endAtMs, stage.nowMs()].map(
    Number,
  )
  assert.deepEqual(
    times,
    [...times].sort((one, other) => one - other),
  )
})

test('idle waits for what is under way, and no longer than it is told', async () => {
  const stage = await stageFor({ status: 204, delayMs: 30 }, { status: 200, delayMs: 60_000 })
  const client = await asked(stage)
  const { answer } = await onlyEntry(stage)
  await stage.idle(10_000)
  assert.ok(answer.endAtMs !== null)
  client.write(requestTo(`${stage.bases.a}/`))
  while (stage.log.entries.length < 2) await new Promise(setImmediate)
  await stage.idle(10)
  assert.equal(stage.log.entries[1]?.answer.endAtMs, null)
})

test('a close ends everything at once, and what it cut short is not laid on the client', async () => {
  const stage = await stageFor(
    { status: 200, break: { at: 'request', how: 'stall' } },
    { status: 200, delayMs: 60_000 },
  )
  const clients = [await asked(stage), await asked(stage)]
  while (stage.log.entries.length < 2) await new Promise(setImmediate)
  await Promise.all([stage.close(), stage.close()])
  await Promise.all(clients.map(client => client.ending()))
  assert.deepEqual(
    stage.log.entries.map(entry => entry.droppedAtMs),
    [null, null],
  )
  assert.deepEqual(
    stage.log.connections.map(connection => connection.closedAtMs),
    [null, null],
  )
  await assert.rejects(fetch(stage.bases.a))
})

test('200 stages, opened, used in many ways and closed, leave nothing behind', async () => {
  const before = handles().length
  const answers = [
    { status: 200, delayMs: 60_000 },
    { status: 200, body: { zeros: 2 ** 24 }, coding: ['gzip'] },
    { status: 200, interim: [{ status: 103, times: 'endless', everyMs: 1000 }] },
    { status: 200, body: { text: 'abc' }, bodyDrip: { bytes: 1, everyMs: 60_000 } },
    { status: 413, connection: 'close', early: true },
    { break: { at: 'request', how: 'stall' } },
    { status: 200, body: { endless: true } },
    { break: { at: 'connect', how: 'stall' } },
  ] as const
  for (let count = 0; count < 200; count += 1) {
    const answer = answers[count % answers.length] as (typeof answers)[number]
    const stage = await openStage(
      { answers: [answer] },
      { run: 'r', scenario: `x${count}`, origins: count % 20 === 0 ? ['s'] : [] },
    )
    const answered = fetch(`${stage.bases.a}/`).then(response => response.text())
    while (stage.log.connections.length === 0) await new Promise(setImmediate)
    await Promise.all([stage.close(), answered.catch(() => {})])
  }
  await new Promise(resolve => setTimeout(resolve, 50))
  assert.ok(handles().length <= before + 1, `${before} handles before, now ${handles().join(' ')}`)
})
