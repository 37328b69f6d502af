import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybodyRingsOnce, ringer } from '../../test/alarm-orders.ts'
import type { Clock, Ringer } from '../ports.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { alarmsOn } from './alarms.ts'

/** Alarms on a fake clock whose start is 0; `rung` tells who rang and when. */
function rig() {
  const clock = fakeClock({ steadyMs: 0 })
  let timersMade = 0
  const counting: Clock = {
    ...clock,
    set: (delayMs, ring) => {
      timersMade++
      return clock.set(delayMs, ring)
    },
  }
  const alarms = alarmsOn(counting)
  const rung: string[] = []
  const named = (name: string, then: () => void = () => {}) =>
    ringer(() => {
      rung.push(`${name} ${clock.steadyMs()}`)
      then()
    })
  return { clock, alarms, rung, named, made: () => timersMade }
}

test('alarms ring in the order of their times, equal ones in the order they were set', async () => {
  const { clock, alarms, rung, named } = rig()
  for (const [name, atMs] of [
    ['c', 30],
    ['a', 10],
    ['d', 40],
    ['b1', 20],
    ['b2', 20],
  ] as const) {
    alarms.set(named(name), atMs)
  }
  await clock.advance(100)
  assert.deepEqual(rung, ['a 10', 'b1 20', 'b2 20', 'c 30', 'd 40'])
  assert.equal(clock.timersLeft, 0)
})

test('a thousand calls share one timer', () => {
  const { clock, alarms, named, made } = rig()
  const ringers = Array.from({ length: 1000 }, (_, at) => named(String(at)))
  for (const [at, each] of ringers.entries()) alarms.set(each, 10_000 + at)
  assert.deepEqual([clock.timersLeft, made()], [1, 1])
  for (const each of ringers) alarms.clear(each)
  assert.equal(clock.timersLeft, 0, 'what is left keeps no process alive')
})

test('one call after the other sets no new timer', () => {
  const { clock, alarms, named, made } = rig()
  for (let turn = 0; turn < 100; turn++) {
    const one = named('one')
    alarms.set(one, 10_000 + turn)
    assert.equal(clock.timersLeft, 1, 'a call under way keeps the process alive')
    alarms.clear(one)
    assert.equal(clock.timersLeft, 0)
  }
  assert.equal(made(), 1)
})

test('what was cleared does not ring, and clearing twice or for nothing does no harm', async () => {
  const { clock, alarms, rung, named } = rig()
  const [first, middle, last, never] = [named('first'), named('middle'), named('last'), named('never')]
  alarms.set(first, 10)
  alarms.set(middle, 20)
  alarms.set(last, 30)
  alarms.clear(middle)
  alarms.clear(middle)
  alarms.clear(never)
  alarms.clear(first)
  await clock.advance(100)
  assert.deepEqual(rung, ['last 30'])
})

test('an alarm that is earlier than all others rings in time', async () => {
  const { clock, alarms, rung, named } = rig()
  alarms.set(named('late'), 1000)
  await clock.advance(5)
  alarms.set(named('soon'), 10)
  await clock.advance(10)
  assert.deepEqual(rung, ['soon 10'])
})

test('a ringer that is cleared inside the ring of another does not ring', async () => {
  const { clock, alarms, rung, named } = rig()
  const second = named('second')
  alarms.set(
    named('first', () => alarms.clear(second)),
    10,
  )
  alarms.set(second, 10)
  await clock.advance(100)
  assert.deepEqual(rung, ['first 10'])
  assert.equal(clock.timersLeft, 0)
})

test('a ringer can be set inside a ring, its own included, for later and for now', async () => {
  const { clock, alarms, rung, named } = rig()
  const again: Ringer = named('again', () => {
    if (rung.length < 3) alarms.set(again, clock.steadyMs() + 5)
  })
  alarms.set(again, 10)
  alarms.set(
    named('other', () => alarms.set(named('now'), clock.steadyMs())),
    12,
  )
  await clock.advance(100)
  assert.deepEqual(rung, ['again 10', 'other 12', 'now 12', 'again 15'])
})

test('a ringer that throws takes no other ring away', async () => {
  const { clock, alarms, rung, named } = rig()
  const bad = named('bad', () => {
    throw new Error('broken')
  })
  alarms.set(bad, 10)
  alarms.set(named('good'), 10)
  await assert.rejects(clock.advance(10), /broken/)
  alarms.set(named('later'), 50)
  await clock.advance(100)
  assert.deepEqual(rung, ['bad 10', 'good 11', 'later 50'])
})

test('a timer that rings early rings nobody early', async () => {
  const clock = fakeClock({ steadyMs: 0, earlyMs: 0.9 })
  const alarms = alarmsOn(clock)
  let rungMs = 0
  alarms.set(
    ringer(() => {
      rungMs = clock.steadyMs()
    }),
    10.5,
  )
  await clock.advance(100)
  assert.ok(rungMs >= 10.5 && rungMs < 12, String(rungMs))
})

test('any setting and clearing: everybody rings once, in time, unless cleared', () =>
  everybodyRingsOnce(alarmsOn, {}, 1))
