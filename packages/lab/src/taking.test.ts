import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLab } from '../test/open-lab.ts'
import { startLab } from './index.ts'
import type { WireLog } from './log/entry.ts'

const { lab, send } = await openLab()

test('a flood from one visitor is refused, and slows nobody else', async () => {
  const agent = new Agent({ maxSockets: 200 })
  const answers: IncomingMessage[] = []
  const held = Array.from({ length: 70 }, () =>
    request(`${lab.url}/v/flood/status/200?reset=stall`, { agent }, answer => answers.push(answer.resume()))
      .on('error', () => {})
      .end(),
  )
  for (let tries = 0; tries < 200 && answers.length < 6; tries++) await sleep(10)
  assert.equal(answers.length, 6)
  for (const { statusCode, headers } of answers) assert.deepEqual([statusCode, headers['retry-after']], [429, '1'])
  const refused = await send('/v/flood/get')
  assert.match(((await refused.json()) as { detail: string }).detail, /64 requests under way/)
  // None of the 64 is ever answered, so what the others get does not wait for them.
  for (const prefix of ['/v/calm', '', '/v/flood-2']) assert.equal((await send(`${prefix}/get`)).status, 200)
  assert.equal((await send('/v/flood/log')).status, 200)
  for (const each of held) each.destroy()
  for (let tries = 0; tries < 200 && (await send('/v/flood/get')).status === 429; tries++) await sleep(10)
  assert.equal((await send('/v/flood/get')).status, 200)
})

test('close ends stalls, pieces, waits and those who watch', async () => {
  const closing = await startLab()
  const sockets = [
    '/status/200?reset=stall',
    '/status/200?body=10000&drip=1000',
    '/status/200?delay=10000',
    '/log/live',
  ].map(path => {
    const socket = connect(closing.port, '127.0.0.1')
    socket.on('error', () => {}).resume()
    socket.write(`GET ${path} HTTP/1.1\r\nHost: lab\r\n\r\n`)
    return once(socket, 'close')
  })
  await sleep(100)
  await closing.close()
  await Promise.all(sockets)
})

test('2,000 visitors at once, each with a state of its own', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const status = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(lab.url + path, { agent }, answer => answer.resume().once('end', () => resolve(answer.statusCode)))
        .on('error', reject)
        .end()
    })
  const visitors = Array.from({ length: 1990 }, (_, at) => `/v/many-${at}`)
  const first = await Promise.all(visitors.map(prefix => status(`${prefix}/status/503?times=1`)))
  const second = await Promise.all(visitors.map(prefix => status(`${prefix}/status/503?times=1`)))
  agent.destroy()
  assert.deepEqual([new Set(first), new Set(second)], [new Set([503]), new Set([200])])
})

test('an answer that would go on for ever is ended', async () => {
  const short = await startLab({ longestAnswerMs: 100 })
  for (const path of ['/v/ada/status/200?reset=stall', '/v/ada/status/200?body=10000&drip=1000']) {
    const answer = fetch(short.url + path)
    await assert.rejects(
      answer.then(each => each.text()),
      TypeError,
      path,
    )
  }
  const { entries } = (await (await fetch(`${short.url}/v/ada/log`)).json()) as WireLog
  assert.deepEqual(
    entries.map(({ answer, droppedAtMs }) => [answer.endAtMs !== null, droppedAtMs]),
    [
      [true, null],
      [true, null],
    ],
  )
  await short.close()
})
