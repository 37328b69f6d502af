import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hedging } from '../../test/hedging.ts'
import { asAnswer, asFault, text } from '../../test/wire.ts'
import type { WireRequest } from '../ports.ts'
import { hedgeAfterMs, noHeads, noteHead, USUAL_HEDGE } from '../rules/manners/hedge.ts'
import type { Line } from '../testing/script.ts'
import { BrokenBody } from './broken-body.ts'

const never = Number.POSITIVE_INFINITY

test('a first that is quick enough stays alone', async () => {
  const { clock, start, seen, asked, headsMs } = hedging([{ status: 200, body: 'one', headMs: 99 }])
  const sending = start()
  assert.equal(text(asAnswer(await clock.runUntilSettled(sending.landed))), 'one')
  await clock.advance(1000)
  assert.deepEqual([seen.length, asked, sending.heads.length, clock.timersLeft], [1, [], 1, 0])
  assert.deepEqual(headsMs, [99])
})

test('a slow first gets a second; the head of the second wins and the first is aborted without a disposal', async () => {
  const { clock, start, seen, headsMs } = hedging([
    { status: 200, body: 'one', headMs: 1000 },
    { status: 201, body: 'two', headMs: 30, bodyMs: 2000 },
  ])
  const sending = start()
  const answer = asAnswer(await clock.runUntilSettled(sending.landed))
  assert.deepEqual([answer.status, text(answer)], [201, 'two'])
  assert.deepEqual([seen[0]?.aborted, seen[0]?.disposal, seen[1]?.aborted], ['aborted', null, null])
  assert.equal((seen[1]?.atMs ?? 0) - (seen[0]?.atMs ?? 0), 100)
  assert.deepEqual([sending.heads.length, headsMs, clock.timersLeft], [1, [130], 0])
})

test('each request has its own delay', async () => {
  const afterMs = ({ url }: WireRequest) => Number(url.pathname.slice(1))
  const line: Line = { status: 200, headMs: 300 }
  const { clock, start, seen } = hedging([line, line, line, line], { afterMs })
  const sendings = [start({ path: '/250' }), start({ path: '/20' })]
  await Promise.all(sendings.map(({ landed }) => clock.runUntilSettled(landed)))
  const from = seen[0]?.atMs ?? 0
  assert.deepEqual(
    seen.map(({ request, atMs }) => [request.url.pathname, atMs - from]),
    [
      ['/250', 0],
      ['/20', 0],
      ['/20', 20],
      ['/250', 250],
    ],
  )
})

test('the head of the first wins also after the second went', async () => {
  const { clock, start, seen } = hedging([
    { status: 200, body: 'one', headMs: 120 },
    { status: 200, body: 'two', headMs: 50 },
  ])
  const sending = start()
  assert.equal(text(asAnswer(await clock.runUntilSettled(sending.landed))), 'one')
  await clock.advance(1000)
  assert.deepEqual([seen[0]?.aborted, seen[1]?.aborted, seen[1]?.disposal], [null, 'aborted', null])
  assert.deepEqual([sending.heads.length, clock.timersLeft], [1, 0])
})

test('two heads at the same moment: one wins', async () => {
  const { clock, start, seen } = hedging([
    { status: 200, body: 'one', headMs: 150 },
    { status: 200, body: 'two', headMs: 50 },
  ])
  const sending = start()
  assert.equal(text(asAnswer(await clock.runUntilSettled(sending.landed))), 'one')
  assert.deepEqual([sending.heads.length, seen[1]?.disposal], [1, null])
})

test('without leave there is no second; nor for a method that is not safe, a one-shot body, or no known delay', async () => {
  const slow: Line = { status: 200, body: 'one', headMs: 500 }
  for (const own of [{ mayHedge: () => false }, { afterMs: () => null }]) {
    const { clock, start, seen } = hedging([slow], own)
    await clock.runUntilSettled(start().landed)
    assert.equal(seen.length, 1)
  }
  async function* once() {
    yield new Uint8Array(3)
  }
  for (const options of [{ method: 'PUT' }, { method: 'POST', body: 'x' }, { method: 'QUERY', body: once() }]) {
    const { clock, start, seen, asked } = hedging([slow])
    await clock.runUntilSettled(start(options).landed)
    assert.deepEqual([seen.length, asked], [1, []])
  }
})

test('head times are learnt before there is a delay, and the delay follows from them', async () => {
  const heads = noHeads()
  const quick: Line = { status: 200, headMs: 12 }
  const slow: Line = { status: 200, headMs: 900 }
  const { clock, start, seen } = hedging([...new Array<Line>(20).fill(quick), slow, quick], {
    afterMs: () => hedgeAfterMs(USUAL_HEDGE, heads),
    headed: (_request, headMs) => noteHead(heads, headMs),
  })
  for (let turn = 0; turn < 21; turn++) await clock.runUntilSettled(start().landed)
  assert.equal(heads.heard, 21)
  assert.equal((seen[21]?.atMs ?? 0) - (seen[20]?.atMs ?? 0), 12)
})

test('the fault of one waits for the other, either way round', async () => {
  const falls: Line = { fault: 'reset', sent: true, afterMs: 150 }
  const answers: Line = { status: 200, body: 'ok', headMs: 400 }
  for (const lines of [
    [falls, answers],
    [answers, { ...falls, afterMs: 20 }],
  ]) {
    const { clock, start, seen } = hedging(lines)
    const sending = start()
    assert.equal(text(asAnswer(await clock.runUntilSettled(sending.landed))), 'ok')
    assert.deepEqual([seen.length, sending.heads.length, clock.timersLeft], [2, 1, 0])
  }
})

test('a first that fails before the second went is the end, and no second goes', async () => {
  const { clock, start, seen, asked } = hedging([{ fault: 'refused', sent: false, afterMs: 50 }])
  const fault = asFault(await clock.runUntilSettled(start().landed))
  await clock.advance(1000)
  assert.deepEqual([fault.name, fault.sent, seen.length, asked, clock.timersLeft], ['refused', false, 1, [], 0])
})

test('when both fail the later fault is told, and that something was sent when either was', async () => {
  const cases: [boolean, boolean, boolean][] = [
    [true, false, true],
    [false, true, true],
    [false, false, false],
  ]
  for (const [first, second, sent] of cases) {
    const { clock, start } = hedging([
      { fault: 'reset', sent: first, afterMs: 150 },
      { fault: 'refused', sent: second, afterMs: 90 },
    ])
    const sending = start()
    const fault = asFault(await clock.runUntilSettled(sending.landed))
    assert.deepEqual([fault.name, fault.sent, sending.heads.length], ['refused', sent, 0])
  }
})

test('a fault after the head is that of the exchange; the other is gone', async () => {
  const { clock, start } = hedging([
    { status: 200, headMs: 1000 },
    { status: 200, headMs: 10, breaks: 'truncated' },
  ])
  assert.equal(asFault(await clock.runUntilSettled(start().landed)).name, 'truncated')
  assert.equal(clock.timersLeft, 0)
})

test('an abort ends both, and before the second went it never goes', async () => {
  for (const afterMs of [50, 120]) {
    const { clock, start, seen, asked } = hedging([
      { status: 200, headMs: never },
      { status: 200, headMs: never },
    ])
    const sending = start()
    await clock.advance(afterMs)
    sending.flight.abort('deadline', 'late')
    sending.flight.abort('aborted', null)
    const fault = asFault(await sending.landed)
    await clock.advance(1000)
    assert.deepEqual([fault.name, fault.cause, sending.heads.length], ['deadline', 'late', 0])
    assert.deepEqual(new Set(seen.map(each => each.aborted)), new Set(['deadline']))
    const went = afterMs < 100 ? 0 : 1
    assert.deepEqual([seen.length, asked.length, clock.timersLeft], [1 + went, went, 0])
  }
})

test('an abort while leave is asked: the second does not go', async () => {
  const line: Line = { status: 200, headMs: never }
  const { clock, start, seen } = hedging([line, line], {
    mayHedge: () => {
      sending.flight.abort('aborted', null)
      return true
    },
  })
  const sending = start()
  await clock.advance(200)
  assert.deepEqual([asFault(await sending.landed).name, seen.length], ['aborted', 1])
})

test('a stream of the winner flows, breaks and is told to be over once', async () => {
  const lines: Line[] = [
    { status: 200, headMs: never },
    { status: 200, headMs: 10, bodyMs: 500, body: 'flows' },
  ]
  const whole = hedging(lines)
  const sending = whole.start({ disposal: 'stream' })
  const { stream } = asAnswer(await whole.clock.runUntilSettled(sending.landed))
  const read = new Response(stream).text()
  assert.equal(await whole.clock.runUntilSettled(read), 'flows')
  assert.deepEqual([sending.streamsOver(), whole.seen[0]?.aborted, whole.clock.timersLeft], [1, 'aborted', 0])

  const broken = hedging(lines)
  const cut = broken.start({ disposal: 'stream' })
  const reader = asAnswer(await broken.clock.runUntilSettled(cut.landed)).stream?.getReader()
  cut.flight.abort('deadline', null)
  await assert.rejects(
    async () => await reader?.read(),
    error => error instanceof BrokenBody && error.fault.name === 'deadline',
  )
  assert.deepEqual([cut.streamsOver(), broken.clock.timersLeft], [1, 0])
})

test('a judge that aborts at the head is heard, by the first as by the second', async () => {
  for (const headMs of [10, 1000]) {
    const { clock, start } = hedging([
      { status: 200, headMs },
      { status: 200, headMs: 10 },
    ])
    const sending = start({ onHead: () => sending.flight.abort('aborted', 'enough') })
    assert.equal(asFault(await clock.runUntilSettled(sending.landed)).cause, 'enough')
    assert.equal(clock.timersLeft, 0)
  }
})

test('informational answers of both count against one limit', async () => {
  const noted = [{ status: 200, headMs: 300, interims: [103, 103] }]
  const { clock, start } = hedging([{ status: 103, headMs: 50 }, ...noted])
  const sending = start()
  assert.equal(asAnswer(await clock.runUntilSettled(sending.landed)).status, 200)
  assert.deepEqual(sending.interims, [103, 103, 103])
})

test('a transport that throws at the second leaves the first alone', async () => {
  const { clock, start } = hedging([{ status: 200, body: 'one', headMs: 300 }])
  assert.equal(text(asAnswer(await clock.runUntilSettled(start().landed))), 'one')
})

test('after close no second goes', async () => {
  const { clock, start, seen, transport, asked } = hedging([{ status: 200, headMs: 300 }])
  const { landed } = start()
  await transport.close()
  await clock.runUntilSettled(landed)
  assert.deepEqual([seen.length, asked], [1, []])
})
