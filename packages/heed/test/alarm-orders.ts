import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Alarms, Clock, Ringer } from '../src/ports.ts'
import { type FakeClockOptions, fakeClock } from '../src/testing/fake-clock.ts'

export const ringer = (ring: () => void): Ringer => ({ alarmMs: Number.NaN, earlier: null, later: null, ring })

/** Whatever is set and cleared, everybody rings once, not early and `lateMs` late at most, unless cleared; no timer is left. */
export async function everybodyRingsOnce(
  make: (clock: Clock) => Alarms,
  time: FakeClockOptions,
  lateMs: number,
): Promise<void> {
  const step = fc.record({ atMs: fc.nat(1000), clear: fc.option(fc.nat(50), { nil: null }), passMs: fc.nat(30) })
  const property = fc.asyncProperty(fc.array(step, { maxLength: 50 }), async steps => {
    const clock = fakeClock({ steadyMs: 0, ...time })
    const alarms = make(clock)
    const set: { ringer: Ringer; dueMs: number; rungMs: number[]; cleared: boolean }[] = []
    for (const { atMs, clear, passMs } of steps) {
      const rungMs: number[] = []
      const rings = ringer(() => rungMs.push(clock.steadyMs()))
      const one = { dueMs: clock.steadyMs() + atMs, rungMs, cleared: false, ringer: rings }
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
      if (!cleared) assert.ok((rungMs[0] ?? 0) >= dueMs && (rungMs[0] ?? 0) <= dueMs + lateMs)
    }
    assert.equal(clock.timersLeft, 0)
  })
  await fc.assert(property, { numRuns: 50 })
}
