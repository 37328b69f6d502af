import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, test } from 'node:test'
import { setTimeout as pass } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { asked, clientOf, onlyEntry, stageFor } from '../../test/open-stages.ts'
import { requestTo } from '../../test/raw-client.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

/** How far the memory of the process goes beyond what it is now, while this is done. */
async function grownBytes(doing: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss()
  let most = before
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 5)
  await doing()
  look()
  clearInterval(timer)
  return most - before
}

test('a gibibyte of zeros in gzip is sent, whole, in less than 50 MiB', async () => {
  const stage = await stageFor({ status: 200, body: { zeros: GIB }, coding: ['gzip'] })
  const client = await clientOf(stage)
  // What the client itself does with it must not count: it only keeps the bytes as they are, about one MiB.
  client.write(requestTo(`${stage.bases.a}/`, 'GET', ['Connection: close']))
  const grown = await grownBytes(() => client.ending())
  assert.ok(grown < 50 * MIB, `${Math.round(grown / MIB)} MiB`)
  const { answer } = await onlyEntry(stage)
  const start = client.text.indexOf('\r\n\r\n') + 4
  const coded = Buffer.from(client.text.slice(start), 'latin1')
  assert.equal(coded.length, answer.bodyBytes)
  assert.match(client.text, new RegExp(`Content-Length: ${coded.length}\r\n`))
  let zeros = 0
  const gunzip = createGunzip()
  gunzip.end(coded)
  for await (const piece of gunzip) zeros += (piece as Buffer).length
  assert.equal(zeros, GIB)
})

test('a body without end waits for a client that does not read', async () => {
  const stage = await stageFor({ status: 200, body: { endless: true } })
  const client = await asked(stage)
  const { answer } = await onlyEntry(stage)
  client.socket.pause()
  let sent = -1
  const grown = await grownBytes(async () => {
    while (sent !== answer.bodyBytes || sent === 0) {
      sent = answer.bodyBytes
      await pass(100)
    }
  })
  assert.ok(grown < 50 * MIB, `${Math.round(grown / MIB)} MiB`)
  assert.equal(answer.endAtMs, null)
  client.destroy()
  await stage.idle(5000)
  assert.ok((await onlyEntry(stage)).droppedAtMs !== null)
})

test('informational answers without end leave room for all else, and end with the client', async () => {
  const stage = await stageFor(
    { when: { path: '/endless' }, status: 200, interim: [{ status: 102, times: 'endless' }] },
    { status: 204 },
  )
  const client = await clientOf(stage)
  client.write(requestTo(`${stage.bases.a}/endless`))
  await client.until(/102 Processing/)
  const other = await asked(stage)
  await other.until(/204 No Content/)
  client.destroy()
  await stage.idle(5000)
  const [entry] = stage.log.entries
  assert.ok(entry && entry.droppedAtMs !== null)
  assert.equal(entry.answer.interim.length, 40)
  assert.equal(entry.answer.headAtMs, null)
})

test('a client in another process that reads as fast as it can does not keep the lab from anything else', async () => {
  const stage = await stageFor(
    { when: { path: '/endless' }, status: 200, interim: [{ status: 102, times: 'endless' }] },
    { status: 204 },
  )
  const { hostname, port } = new URL(stage.bases.a)
  const reads = `require('net').connect(${port}, '${hostname}').on('error', () => {}).on('data', () => {}).write(process.argv[1])`
  const reader = spawn(process.execPath, ['-e', reads, requestTo(`${stage.bases.a}/endless`)])
  after(() => reader.kill())
  await onlyEntry(stage)
  for (let count = 0; count < 20; count += 1) await (await asked(stage)).until(/204 No Content/)
  reader.kill()
  await stage.idle(5000)
  assert.ok(stage.log.entries[0]?.droppedAtMs)
})
