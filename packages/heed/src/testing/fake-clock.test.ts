import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fakeClock } from './fake-clock.ts'

test('timers ring in the order of their times, each at its own, and none before time passes', async () => {
  const clock = fakeClock({ steadyMs: 0 })
  const rung: string[] = []
  const note = (name: string) => () => rung.push(`${name} at ${clock.steadyMs()}`)
  clock.set(20, note('late'))
  clock.set(10, note('early'))
  clock.set(10, note('early too'))
  clock.clear(clock.set(5, note('cleared')))
  await clock.advance(0)
  assert.deepEqual(rung, [])
  await clock.advance(15)
  assert.deepEqual([rung, clock.steadyMs(), clock.timersLeft], [['early at 10', 'early too at 10'], 15, 1])
  await clock.advance(5)
  assert.deepEqual(rung.at(-1), 'late at 20')
})

test('what a timer starts happens in the same stretch of time', async () => {
  const clock = fakeClock({ steadyMs: 0 })
  const rung: number[] = []
  const again = async (): Promise<void> => {
    await Promise.resolve()
    rung.push(clock.steadyMs())
    clock.set(10, again)
  }
  clock.set(10, again)
  await clock.advance(35)
  assert.deepEqual(rung, [10, 20, 30])
})

test('the date moves on with time, and alone when it is told to', async () => {
  const clock = fakeClock({ steadyMs: 0, wallMs: 1_000 })
  await clock.advance(50)
  assert.deepEqual([clock.steadyMs(), clock.wallMs()], [50, 1_050])
  clock.moveDate(-500)
  assert.deepEqual([clock.steadyMs(), clock.wallMs()], [50, 550])
})

test('timers may ring a little early, as real ones do', async () => {
  const clock = fakeClock({ steadyMs: 0, earlyMs: 0.5 })
  let atMs = 0
  clock.set(10, () => {
    atMs = clock.steadyMs()
  })
  await clock.advance(10)
  assert.equal(atMs, 9.5)
})

test('a timer at rest rings, but counts for nothing', async () => {
  const clock = fakeClock()
  let rung = 0
  const timer = clock.set(10, () => rung++)
  clock.rest(timer, true)
  assert.equal(clock.timersLeft, 0)
  await clock.advance(10)
  assert.equal(rung, 1)
})

test('it runs until a promise settles, no longer, and hands on how it did', async () => {
  const clock = fakeClock({ steadyMs: 0 })
  const after = (ms: number) => new Promise<number>(resolve => clock.set(ms, () => resolve(ms)))
  clock.set(500, () => {})
  assert.equal(await clock.runUntilSettled(after(30).then(ms => after(ms + 1))), 31)
  assert.equal(clock.steadyMs(), 61)
  await assert.rejects(clock.runUntilSettled(after(1).then(() => Promise.reject(new Error('mine')))), /^Error: mine$/)
})

test('it has patience with what is done in real time, and says so when nothing comes', async () => {
  const clock = fakeClock()
  assert.match(await clock.runUntilSettled(readFile(import.meta.filename, 'utf8')), /has patience/)
  await assert.rejects(clock.runUntilSettled(new Promise(() => {})), /It hangs: no timer is left to ring/)
})

test('fake timers of a test runner do not stop it', async t => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] })
  const clock = fakeClock()
  assert.equal(await clock.runUntilSettled(new Promise(resolve => clock.set(9, () => resolve('rung')))), 'rung')
})

test('time passes forwards, and timers hold what platforms hold', async () => {
  const clock = fakeClock()
  for (const byMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(clock.advance(byMs), /time passes by 0 ms or more; moveDate sets the date back/)
  }
  for (const delayMs of [-1, Number.NaN, 2 ** 31]) assert.throws(() => clock.set(delayMs, () => {}), RangeError)
  assert.throws(() => clock.rest(null, true), /no timer to rest/)
})
