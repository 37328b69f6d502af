import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybodyRingsOnce, ringer } from '../../test/alarm-orders.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { timersOn } from './timers.ts'

test('each alarm has a timer of its own, and none is left when all are cleared', () => {
  const clock = fakeClock({ steadyMs: 0 })
  const alarms = timersOn(clock)
  const all = Array.from({ length: 5 }, () => ringer(assert.fail))
  for (const each of all) alarms.set(each, 1000)
  assert.equal(clock.timersLeft, 5)
  for (const each of all) alarms.clear(each)
  for (const each of all) alarms.clear(each)
  assert.equal(clock.timersLeft, 0)
})

test('an alarm can be set inside its own ring', async () => {
  const clock = fakeClock({ steadyMs: 0 })
  const alarms = timersOn(clock)
  const rung: number[] = []
  const again = ringer(() => {
    rung.push(clock.steadyMs())
    if (rung.length < 3) alarms.set(again, clock.steadyMs() + 5)
  })
  alarms.set(again, 10)
  await clock.advance(100)
  assert.deepEqual(rung, [10, 15, 20])
})

test('any setting and clearing: everybody rings once, never early, unless cleared', () =>
  everybodyRingsOnce(timersOn, { earlyMs: 0.9 }, 3))
