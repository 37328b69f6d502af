import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Timeline } from './events.ts'

test('whatever is set and called off, the rest happens in the order of times, equal ones in the order they were set', () => {
  const appointment = fc.record({ atMs: fc.nat(50), off: fc.boolean() })
  const property = fc.property(fc.array(appointment, { maxLength: 200 }), appointments => {
    const timeline = new Timeline()
    const happened: number[] = []
    const set = appointments.map(({ atMs }, place) =>
      timeline.at(atMs, () => {
        assert.equal(timeline.nowMs, atMs)
        happened.push(place)
      }),
    )
    for (const [place, one] of set.entries()) if (appointments[place]?.off) timeline.callOff(one)
    timeline.run(100)
    const wanted = appointments
      .map(({ atMs, off }, place) => ({ atMs, off, place }))
      .filter(({ off }) => !off)
      .sort((one, other) => one.atMs - other.atMs || one.place - other.place)
    assert.deepEqual(
      happened,
      wanted.map(({ place }) => place),
    )
  })
  fc.assert(property, { numRuns: 200 })
})

test('what is set while something happens takes its turn, and a past time is now', () => {
  const timeline = new Timeline()
  const happened: string[] = []
  timeline.at(10, () => {
    happened.push('first')
    timeline.in(5, () => happened.push(`later ${timeline.nowMs}`))
    timeline.at(3, () => happened.push(`past ${timeline.nowMs}`))
  })
  timeline.at(12, () => happened.push('between'))
  timeline.run(14)
  assert.deepEqual([happened, timeline.nowMs], [['first', 'past 10', 'between'], 14])
  timeline.run(15)
  assert.equal(happened.at(-1), 'later 15')
})

test('settling: code that awaits goes on at the time of the event that lets it', async () => {
  const timeline = new Timeline()
  const sleep = (ms: number): Promise<void> => new Promise(done => timeline.in(ms, done))
  const seen: number[] = []
  const walk = async (): Promise<void> => {
    for (let step = 0; step < 3; step++) {
      await sleep(10)
      await Promise.resolve().then(() => Promise.resolve())
      seen.push(timeline.nowMs)
    }
  }
  const walked = walk()
  timeline.at(15, () => seen.push(-15))
  await timeline.runSettling(100)
  await walked
  assert.deepEqual(seen, [10, -15, 20, 30])
})
