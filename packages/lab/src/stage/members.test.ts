// Every member of an answer, seen on the wire. The type of the table names a member that nothing shows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked, clientOf, onlyEntry, stageFor, wholeAnswer } from '../../test/open-stages.ts'
import { requestTo } from '../../test/raw-client.ts'
import type { Answer } from '../script/answer.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const TEXT = 'Content-Type: text/plain; charset=utf-8\r\n'

const shown: { readonly [Member in keyof Answer]-?: () => Promise<void> } = {
  async when() {
    const stage = await stageFor({ when: { path: '/x?y' }, status: 201 }, { status: 202 })
    const client = await clientOf(stage)
    client.write(requestTo(`${stage.bases.a}/`) + requestTo(`${stage.bases.a}/x?y`))
    await client.until(/202 Accepted[\s\S]*201 Created/)
  },
  async times() {
    const stage = await stageFor({ status: 503, times: 2 }, { status: 204 })
    const client = await clientOf(stage)
    client.write(requestTo(`${stage.bases.a}/`).repeat(3))
    await client.until(/503 [\s\S]*503 [\s\S]*204 /)
  },
  async status() {
    for (const status of [0, 42, 204, 299, 600, 999, 12_345]) {
      const client = await asked(await stageFor({ status }))
      await client.until(new RegExp(`^HTTP/1.1 ${status} .*\r\n(?:.+\r\n)+\r\n`))
    }
  },
  async phrase() {
    assert.match(await wholeAnswer(await stageFor({ status: 404, phrase: 'Not here' })), /^HTTP\/1.1 404 Not here\r\n/)
    assert.match(await wholeAnswer(await stageFor({ status: 404 })), /^HTTP\/1.1 404 Not Found\r\n/)
    assert.match(await wholeAnswer(await stageFor({ status: 404, phrase: '' })), /^HTTP\/1.1 404 \r\n/)
  },
  async fields() {
    const stage = await stageFor({ status: 302, fields: { location: '{b}/x', 'x-two': ['1', 'é'] } })
    const rest = `Location: ${stage.bases.b}/x\r\nX-Two: 1\r\nX-Two: Ã©\r\n\r\n`
    assert.equal(await wholeAnswer(stage), `HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n${rest}`)
  },
  async body() {
    const json = await wholeAnswer(await stageFor({ status: 200, body: { json: { to: '{prefix}', n: [1] } } }))
    assert.match(json, /Content-Type: application\/json\r\n[\s\S]*\r\n\r\n{"to":"\/s\/run\/scenario","n":\[1\]}$/)
    const text = await wholeAnswer(await stageFor({ status: 200, body: { text: 'é{prefix}' } }))
    assert.match(text, /text\/plain[\s\S]*Content-Length: 17\r\n[\s\S]*\r\n\r\nÃ©\/s\/run\/scenario$/)
    assert.match(await wholeAnswer(await stageFor({ status: 200, body: { base64: '/wA=' } })), /\r\n\r\n\xff\0$/)
    const filler = /: 70\r\n[\s\S]*\r\n\r\nfiller of the lab, line 0000000\nfiller of the lab, line 0000001\nfiller$/
    assert.match(await wholeAnswer(await stageFor({ status: 200, body: { bytes: 70 } })), filler)
    assert.match(await wholeAnswer(await stageFor({ status: 200, body: { zeros: 3 } })), /\r\n\r\n\0\0\0$/)
    const client = await asked(await stageFor({ status: 200, body: { endless: true } }))
    await client.until(/Transfer-Encoding: chunked\r\n[\s\S]*line 0002047\n[\s\S]*line 0000000\n/)
  },
  async coding() {
    const text = await wholeAnswer(await stageFor({ status: 200, body: { text: 'x' }, coding: ['br', 'gzip'] }))
    assert.match(text, /Content-Encoding: br, gzip\r\nContent-Length: \d+\r\n/)
    assert.ok(text.includes('\r\n\r\n\x1f\x8b'))
  },
  async framing() {
    const body = { text: 'body' }
    const head = `${OK}${TEXT}`
    const close = 'Connection: close\r\n'
    const chunked = await wholeAnswer(await stageFor({ status: 200, body, framing: 'chunked' }))
    assert.equal(chunked, `${head}Transfer-Encoding: chunked\r\n${close}\r\n4\r\nbody\r\n0\r\n\r\n`)
    assert.equal(
      await wholeAnswer(await stageFor({ status: 200, body, framing: 'length' })),
      `${head}Content-Length: 4\r\n${close}\r\nbody`,
    )
    const client = await asked(await stageFor({ status: 200, body, framing: 'close' }))
    assert.equal(await client.ending(), 'end')
    assert.ok(client.text.endsWith(`${TEXT}${close}\r\nbody`), client.text)
  },
  async declaredBytes() {
    const short = await wholeAnswer(await stageFor({ status: 200, body: { text: 'body' }, declaredBytes: 9 }))
    assert.match(short, /Content-Length: 9\r\n[\s\S]*\r\n\r\nbody$/)
    const long = await wholeAnswer(await stageFor({ status: 200, body: { text: 'body' }, declaredBytes: 1 }))
    assert.match(long, /Content-Length: 1\r\n[\s\S]*\r\n\r\nbody$/)
    const none = await wholeAnswer(await stageFor({ status: 204, declaredBytes: 5 }))
    assert.match(none, /^HTTP\/1.1 204 No Content\r\nContent-Length: 5\r\nConnection: close\r\n\r\n$/)
  },
  async raw() {
    const stage = await stageFor({ raw: 'HTTP/1.1 200\r\nA:\xff{prefix}\nB\r\n\r\nrest' })
    assert.equal(await wholeAnswer(stage), 'HTTP/1.1 200\r\nA:\xff/s/run/scenario\nB\r\n\r\nrest')
    const [entry] = stage.log.entries
    assert.equal(entry?.answer.status, null)
    assert.equal(entry?.answer.bodyBytes, 4)
  },
  async extra() {
    const stage = await stageFor(
      { status: 200, extra: 'HTTP/1.1 200 Poison\r\nContent-Length: 0\r\n\r\n' },
      { status: 204 },
    )
    const client = await asked(stage)
    await client.until(/200 OK[\s\S]*200 Poison\r\nContent-Length: 0\r\n\r\n$/)
    client.write(requestTo(`${stage.bases.a}/`))
    await client.until(/Poison[\s\S]*204 No Content/)
  },
  async interim() {
    const interim = [
      { status: 103, fields: { link: '<{prefix}/x>' } },
      { status: 199, times: 3, everyMs: 1 },
    ]
    const stage = await stageFor({ status: 204, interim })
    const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </s/run/scenario/x>\r\n\r\n'
    const text = await wholeAnswer(stage)
    assert.ok(text.startsWith(hint), text)
    assert.equal(text.slice(hint.length).match(/HTTP\/1.1 199 .*\r\n\r\n/g)?.length, 3)
    assert.match(text, /199 .*\r\n\r\nHTTP\/1.1 204 No Content\r\nConnection: close\r\n\r\n$/)
    assert.deepEqual(stage.log.entries[0]?.answer.interim, [103, 199, 199, 199])
  },
  async delayMs() {
    const stage = await stageFor({ status: 204, delayMs: 30 })
    await wholeAnswer(stage)
    const [entry] = stage.log.entries
    assert.ok((entry?.answer.headAtMs ?? 0) - (entry?.atMs ?? 0) >= 29)
  },
  async headDrip() {
    const stage = await stageFor({ status: 204, headDrip: { bytes: 20, everyMs: 10 } })
    await wholeAnswer(stage)
    const { headAtMs, endAtMs } = stage.log.entries[0]?.answer ?? {}
    // A head of about 100 bytes in pieces of 20: at least four waits.
    assert.ok((endAtMs ?? 0) - (headAtMs ?? 0) >= 36)
  },
  async bodyDrip() {
    const stage = await stageFor({
      status: 200,
      body: { text: 'abcd' },
      framing: 'chunked',
      bodyDrip: { bytes: 1, everyMs: 10 },
    })
    assert.match(await wholeAnswer(stage), /\r\n\r\n1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n0\r\n\r\n$/)
    const { headAtMs, endAtMs } = stage.log.entries[0]?.answer ?? {}
    assert.ok((endAtMs ?? 0) - (headAtMs ?? 0) >= 27)
  },
  async break() {
    const stage = await stageFor({
      status: 200,
      body: { text: 'abcdef' },
      break: { at: 'body', how: 'close', afterBytes: 2 },
    })
    const client = await asked(stage)
    assert.equal(await client.ending(), 'end')
    assert.match(client.text, /Content-Length: 6\r\n\r\nab$/)
    assert.equal(stage.log.entries[0]?.answer.broke, 'close')
  },
  async connection() {
    const body = { text: 'x' }
    const close = await asked(await stageFor({ status: 200, body, connection: 'close' }))
    assert.equal(await close.ending(), 'end')
    assert.match(close.text, /Connection: close\r\n\r\nx$/)
    const unsaid = await asked(await stageFor({ status: 200, body, connection: 'close-unsaid' }))
    assert.equal(await unsaid.ending(), 'end')
    assert.doesNotMatch(unsaid.text, /Connection/)
    const kept = await stageFor({ status: 200, body, connection: 'keep' })
    const client = await asked(kept)
    assert.doesNotMatch(await client.until(/\r\n\r\nx$/), /Connection/)
    client.write(requestTo(`${kept.bases.a}/`))
    await client.until(/\r\n\r\nx[\s\S]*\r\n\r\nx$/)
    assert.equal(kept.log.connections.length, 1)
  },
  async early() {
    const stage = await stageFor({ status: 413, early: true }, { status: 204 })
    const client = await asked(stage, 'POST', ['Content-Length: 4', 'Expect: 100-continue'])
    assert.match(await client.until(/\r\n\r\n/), /^HTTP\/1.1 413 /)
    assert.equal((await onlyEntry(stage)).body, null)
    client.write(`late${requestTo(`${stage.bases.a}/`)}`)
    await client.until(/204 No Content/)
    assert.equal(stage.log.entries[0]?.body?.text, 'late')
  },
}

for (const [member, shows] of Object.entries(shown)) test(`an answer's \`${member}\``, shows)
