import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked, clientOf, firstClosed, onlyEntry, stageFor } from '../../test/open-stages.ts'
import { requestTo } from '../../test/raw-client.ts'
import type { Break } from '../script/answer.ts'
import type { Stage } from './stage.ts'

const ENDING = { reset: 'reset', close: 'end' } as const
const HEAD = /^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\n/

for (const how of ['reset', 'close'] as const) {
  const broken = (at: Break['at'], afterBytes?: number): Promise<Stage> =>
    stageFor({
      status: 200,
      body: { text: 'abcdef' },
      break: { at, how, ...(afterBytes === undefined ? {} : { afterBytes }) },
    })

  test(`${how} at connect: a connection and no request`, async () => {
    const stage = await broken('connect')
    const client = await clientOf(stage)
    assert.equal(await client.ending(), ENDING[how])
    assert.equal(client.text, '')
    assert.deepEqual(stage.log.entries, [])
    assert.equal(stage.log.connections.length, 1)
  })

  test(`${how} at request: nothing is sent, and what was asked is known`, async () => {
    const stage = await broken('request')
    const client = await asked(stage, 'POST', ['Content-Length: 2', '', 'hi'])
    assert.equal(await client.ending(), ENDING[how])
    assert.equal(client.text, '')
    const { answer, body, droppedAtMs } = await onlyEntry(stage)
    assert.equal(body?.text, 'hi')
    assert.deepEqual([answer.status, answer.headAtMs, answer.broke, droppedAtMs], [null, null, how, null])
    assert.ok(answer.endAtMs !== null)
  })

  test(`${how} at head: half of the head`, async () => {
    const stage = await broken('head')
    const client = await asked(stage)
    assert.equal(await client.ending(), ENDING[how])
    assert.match(client.text, /^HTTP\/1.1 200 OK\r\nDate: /)
    assert.doesNotMatch(client.text, /\r\n\r\n/)
    assert.equal((await onlyEntry(stage)).answer.status, 200)
  })

  test(`${how} at body: the head, and as many bytes as said`, async () => {
    for (const [afterBytes, seen] of [
      [undefined, ''],
      [2, 'ab'],
      [6, 'abcdef'],
      [9, 'abcdef'],
    ] as const) {
      const stage = await broken('body', afterBytes)
      const client = await asked(stage)
      assert.equal(await client.ending(), ENDING[how])
      assert.equal(client.text.replace(HEAD, ''), seen)
      assert.match(client.text, /Content-Length: 6/)
      assert.equal((await onlyEntry(stage)).answer.bodyBytes, seen.length)
    }
  })
}

test('a stall is silence until the client leaves, and that is noted', async () => {
  for (const at of ['request', 'head', 'body'] as const) {
    const stage = await stageFor({ status: 200, body: { text: 'abcdef' }, break: { at, how: 'stall', afterBytes: 2 } })
    const client = await asked(stage)
    if (at === 'head') await client.until(/^HTTP/)
    if (at === 'body') await client.until(/\r\n\r\nab$/)
    const entry = await onlyEntry(stage)
    await stage.idle(30)
    assert.deepEqual([entry.answer.broke, entry.droppedAtMs], ['stall', null])
    client.destroy()
    await stage.idle(5000)
    assert.ok((entry.droppedAtMs ?? 0) >= (entry.answer.endAtMs ?? Number.POSITIVE_INFINITY))
  }
})

test('a stall at connect hears that the client leaves', async () => {
  const stage = await stageFor({ break: { at: 'connect', how: 'stall' } })
  const client = await asked(stage)
  client.destroy()
  await firstClosed(stage)
  assert.deepEqual(stage.log.entries, [])
})

test('a break at connect breaks a request on a connection that was kept', async () => {
  const stage = await stageFor({ status: 204 }, { break: { at: 'connect', how: 'reset' }, times: 2 }, { status: 200 })
  const client = await asked(stage)
  await client.until(/204/)
  client.write(requestTo(`${stage.bases.a}/`))
  assert.equal(await client.ending(), 'reset')
  assert.equal(await (await clientOf(stage)).ending(), 'reset')
  await (await asked(stage)).until(/200 OK/)
  assert.deepEqual(
    stage.log.entries.map(entry => entry.answer.index),
    [0, 1, 2],
  )
})

test('a chunked answer breaks between chunks, without a last one', async () => {
  const stage = await stageFor({
    status: 200,
    body: { text: 'abcdef' },
    framing: 'chunked',
    break: { at: 'body', how: 'close', afterBytes: 4 },
  })
  const client = await asked(stage)
  await client.ending()
  assert.equal(client.text.replace(HEAD, ''), '4\r\nabcd\r\n')
})

test('raw bytes break like written ones', async () => {
  const raw = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef'
  const stage = await stageFor({ raw, break: { at: 'body', how: 'close', afterBytes: 1 } })
  const client = await asked(stage)
  await client.ending()
  assert.equal(client.text, raw.slice(0, -5))
})

test('informational answers go out before a break at request', async () => {
  const stage = await stageFor({ interim: [{ status: 103 }], break: { at: 'request', how: 'reset' } })
  const client = await asked(stage)
  assert.equal(await client.ending(), 'reset')
  assert.match(client.text, /^HTTP\/1.1 103 Early Hints\r\n\r\n$/)
})

test('over TLS a reset is a reset of the connection, also before the handshake', async () => {
  const stage = await stageFor(
    { when: { origin: 't' }, break: { at: 'connect', how: 'reset' } },
    { status: 200, body: { text: '{s}{t}' }, break: { at: 'body', how: 'reset', afterBytes: 8 } },
  )
  assert.equal(await (await clientOf(stage, 't')).ending(), 'reset')
  const client = await clientOf(stage, 's')
  client.write(requestTo(`${stage.bases.s}/`))
  assert.equal(await client.ending(), 'reset')
  assert.match(client.text, /\r\n\r\nhttps:\/\/$/)
})
