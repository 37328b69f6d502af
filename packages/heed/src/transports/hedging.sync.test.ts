import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asFault, type Sending, send } from '../../test/wire.ts'
import type { Disposal, FaultName, Judge, WireAnswer, WireFault } from '../ports.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { hedgingTransport } from './hedging.ts'

/** One of the two, in the test's own hands. */
interface Sent {
  readonly judge: Judge
  readonly aborts: FaultName[]
}

/** Transports may tell of a head before `send` has given its flight, as those of mocks do. */
function promptly(onSend: (sent: Sent, all: readonly Sent[], sending: () => Sending) => void, landsMs = 0) {
  const clock = fakeClock()
  const all: Sent[] = []
  let asked = 0
  const transport = hedgingTransport({
    transport: {
      send(_request, _limits, judge) {
        const { promise, resolve } = Promise.withResolvers<WireAnswer | WireFault>()
        const sent: Sent = { judge, aborts: [] }
        all.push(sent)
        onSend(sent, all, () => sending)
        return {
          landed: promise,
          abort(name, cause) {
            sent.aborts.push(name)
            clock.set(landsMs, () => resolve({ kind: 'fault', name, sent: true, cause }))
          },
        }
      },
      close: async () => {},
    },
    clock,
    afterMs: () => 100,
    mayHedge: () => ++asked > 0,
  })
  const sending = send(transport, 'https://a.test')
  return { clock, all, sending, asked: () => asked }
}

test('a head while the first is sent: no second is asked for', async () => {
  const { clock, all, sending, asked } = promptly(({ judge }) => judge.head(200, '', {}))
  await clock.advance(1000)
  assert.deepEqual([all.length, asked(), sending.heads.length, clock.timersLeft], [1, 0, 1, 0])
})

test('a head while the second is sent: the first is aborted', async () => {
  const { clock, all, sending } = promptly(({ judge }, { length }) => length === 2 && judge.head(200, '', {}))
  await clock.advance(1000)
  assert.deepEqual([all.map(each => each.aborts), sending.heads.length], [[['aborted'], []], 1])
})

test('the head of the first while the second is sent: the second is aborted once it can be', async () => {
  const { clock, all, sending } = promptly((_sent, all) => all.length === 2 && all[0]?.judge.head(200, '', {}))
  await clock.advance(1000)
  assert.deepEqual([all.map(each => each.aborts), sending.heads.length], [[[], ['aborted']], 1])
})

test('an abort while the second is sent ends both, that one as soon as it can be', async () => {
  const { clock, all, sending } = promptly(
    (_sent, { length }, own) => length === 2 && own().flight.abort('closed', null),
  )
  await clock.advance(1000)
  assert.deepEqual(
    all.map(each => each.aborts),
    [['closed'], ['closed']],
  )
  assert.equal(asFault(await clock.runUntilSettled(sending.landed)).name, 'closed')
})

test('a head that comes after the race is over is thrown away and told to nobody', async () => {
  const { clock, all, sending } = promptly(() => {})
  await clock.advance(100)
  const disposals: (Disposal | undefined)[] = all.map(({ judge }) => judge.head(200, '', {}))
  assert.deepEqual([disposals, sending.heads.length], [['keep', 'discard'], 1])
})

test('an abort that lands late: no second is asked for meanwhile', async () => {
  const { clock, all, sending, asked } = promptly(() => {}, 500)
  sending.flight.abort('aborted', null)
  assert.equal(asFault(await clock.runUntilSettled(sending.landed)).name, 'aborted')
  assert.deepEqual([all.length, asked()], [1, 0])
})
