import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLab } from '../../test/open-lab.ts'
import { startLab } from '../index.ts'

const { lab, reports, send } = await openLab()

test('the answer is late by what was asked', async () => {
  const sentMs = performance.now()
  const late = await send('/slow?ms=60')
  assert.deepEqual(await late.json(), { waitedMs: 60 })
  assert.ok(performance.now() - sentMs >= 50)
})

test('a client that leaves ends the wait', async () => {
  const before = reports.length
  const socket = connect(lab.port, '127.0.0.1')
  socket.write('GET /slow?ms=60000 HTTP/1.1\r\nHost: lab\r\n\r\n')
  await once(socket, 'connect')
  await sleep(50)
  socket.destroy()
  for (let tries = 0; tries < 100 && reports.length === before; tries++) await sleep(20)
  assert.deepEqual(reports.slice(before), [{ method: 'GET', path: '/slow?ms=60000', status: null }])
})

test('close cuts a late answer short and ends its socket', async () => {
  const closing = await startLab()
  const late = fetch(`${closing.url}/slow?ms=60000`)
  await sleep(100)
  const first = closing.close()
  assert.equal(closing.close(), first)
  await first
  const cut = await late
  assert.equal(cut.status, 503)
  assert.equal(cut.headers.get('connection'), 'close')
  await assert.rejects(fetch(closing.url), TypeError)
})

test('close ends a socket that never finishes its request', async () => {
  const closing = await startLab()
  const socket = connect(closing.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /posts HTTP/1.1\r\nHost: lab\r\nContent-Length: 10\r\n\r\nhalf')
  await once(socket, 'connect')
  await sleep(50)
  const ended = once(socket, 'close')
  await closing.close()
  await ended
})
