import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Ringer } from '../ports.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { timersOn } from './timers.ts'

const ringer = (ring: () => void): Ringer => ({ alarmMs: Number.NaN, earlier: null, later: null, ring })

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

test('any setting and clearing: everybody rings once, never early, unless cleared', async () => {
  const step = fc.record({ atMs: fc.nat(1000), clear: fc.option(fc.nat(50), { nil: null }), passMs: fc.nat(30) })
  const property = fc.asyncProperty(fc.array(step, { maxLength: 50 }), async steps => {
    const clock = fakeClock({ steadyMs: 0, earlyMs: 0.9 })
    const alarms = timersOn(clock)
    const set: { ringer: Ringer; dueMs: number; rungMs: number[]; cleared: boolean }[] = []
    for (const { atMs, clear, passMs } of steps) {
      const rungMs: number[] = []
      const one = {
        dueMs: clock.steadyMs() + atMs,
        rungMs,
        cleared: false,
        ringer: ringer(() => rungMs.push(clock.steadyMs())),
      }
      alarms.set(one.ringer, one.dueMs)
      set.push(one)
      const other = clear === null ? undefined : set[clear]
      if (other !== undefined && other.rungMs.length === 0) {
        alarms.clear(other.ringer)
        other.cleared = true
      }
      await clock.advance(passMs)
    }
    await clock.advance(2000)
    for (const { dueMs, rungMs, cleared } of set) {
      assert.equal(rungMs.length, cleared ? 0 : 1)
      if (!cleared) assert.ok((rungMs[0] ?? 0) >= dueMs && (rungMs[0] ?? 0) <= dueMs + 3)
    }
    assert.equal(clock.timersLeft, 0)
  })
  await fc.assert(property, { numRuns: 50 })
})
