import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEntry } from './entry.ts'
import { Recorder } from './recorder.ts'

const request = { method: 'GET', target: '/', fields: [], index: 0 }

test('requests and connections are numbered from 1, and times count from the beginning of the log', () => {
  let nowMs = 5000
  const log = new Recorder({ now: () => nowMs })
  nowMs += 10
  const one = log.opened('a')
  nowMs += 10
  const two = log.opened('s')
  const entry = log.arrived({ ...request, connection: two })
  assert.deepEqual([one.number, one.openedAtMs, two.number, two.openedAtMs], [1, 10, 2, 20])
  assert.deepEqual([entry.number, entry.atMs, entry.connection, entry.origin], [1, 20, 2, 's'])
  assert.equal(log.arrived({ ...request, connection: one }).number, 2)
  assert.equal(log.nowMs(), 20)
})

test('times have no more than three decimals', () => {
  let nowMs = 0.1
  const log = new Recorder({ now: () => nowMs })
  nowMs = 98.86052999999956
  assert.equal(log.nowMs(), 98.761)
})

test('a connection is known again by its key', () => {
  const log = new Recorder()
  const [one, two] = [{}, {}]
  assert.equal(log.connectionOf(one, 'a'), log.connectionOf(one, 'a'))
  assert.equal(log.connectionOf(two, 'a').number, 2)
  assert.equal(log.connections.length, 2)
})

test('beyond the limit the oldest are forgotten, and the numbers go on', () => {
  const log = new Recorder({ limit: 3 })
  for (let count = 0; count < 5; count += 1) log.arrived({ ...request, connection: log.opened('a') })
  assert.deepEqual(
    log.entries.map(entry => entry.number),
    [3, 4, 5],
  )
  assert.deepEqual(
    log.connections.map(connection => connection.number),
    [3, 4, 5],
  )
})

test('who listens hears of each entry, and of each change that is told', () => {
  const heard: LogEntry[] = []
  const log = new Recorder({ heard: entry => heard.push(entry) })
  const entry = log.arrived({ ...request, connection: log.opened('a') })
  log.tell(entry)
  assert.deepEqual(heard, [entry, entry])
})
