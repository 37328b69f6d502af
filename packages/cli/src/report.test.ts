import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { run, serve } from '../test/command.ts'
import type { Report } from './report.ts'

const schema = JSON.parse(readFileSync(new URL('../schema/report.json', import.meta.url), 'utf8'))
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<Report>(schema)

let flaky = 0
const server = await serve((request, response) => {
  switch (request.url?.split('?')[0]) {
    case '/secret':
      response.writeHead(200, { 'set-cookie': 'session=hush-hush', 'x-api-key': 'hush-hush' }).end('{"a":1}')
      break
    case '/bytes':
      response.end(Buffer.from([255, 0, 254]))
      break
    case '/flaky':
      flaky++
      if (flaky < 2) response.writeHead(503, { 'retry-after': '0' }).end()
      else response.end('fine')
      break
    case '/moved':
      response.writeHead(302, { location: '/secret' }).end()
      break
    case '/hints':
      response.writeEarlyHints({ link: '</x>; rel=preload' }, () => response.end('fine'))
      break
    default:
      response.writeHead(429, { 'retry-after': '3600' }).end()
  }
})
const { url } = server
test.after(() => server.close())

async function reported(...words: string[]): Promise<Report> {
  const { stdout, code } = await run([...words, '--json', '-q'])
  const report: unknown = JSON.parse(stdout.toString())
  assert.ok(isReport(report), JSON.stringify(isReport.errors, null, 2))
  assert.equal(report.exitCode, code)
  return report
}

test('a result: answer, body, explanation; no secret in any of it', async () => {
  const report = await reported(`${url}/secret?token=hush-hush`, '-H', 'authorization: Bearer hush-hush')
  assert.equal(report.outcome, 'delivered')
  assert.equal(report.status, 200)
  assert.deepEqual(report.body, { bytes: 7, text: '{"a":1}' })
  assert.equal(report.headers?.['set-cookie'], '[hidden]')
  assert.equal(report.request.headers.authorization, '[hidden]')
  assert.equal(report.explanation?.code, 200)
  assert.doesNotMatch(JSON.stringify(report), /hush/)
})

test('waits, hops, early hints and bodies that are no text fit the schema', async () => {
  assert.deepEqual((await reported(`${url}/bytes`)).body, { bytes: 3, base64: '/wD+' })
  const waited = await reported(`${url}/flaky`)
  assert.ok(waited.trail.some(entry => entry.what === 'wait'))
  const moved = await reported(`${url}/moved`)
  assert.ok(moved.trail.some(entry => entry.what === 'hop'))
  const hinted = await reported(`${url}/hints`)
  assert.ok(hinted.trail.some(entry => entry.what === 'note'))
})

test('failures: a status with its date, and a fault', async () => {
  const late = await reported(`${url}/limited`)
  assert.equal(late.outcome, 'failed')
  assert.equal(late.exitCode, 7)
  assert.equal(late.error?.stopped, 'max-wait')
  assert.match(late.error?.retryAt ?? '', /^\d{4}-.*Z$/)
  const refused = await reported('http://127.0.0.1:1/', '--attempts', '1')
  assert.equal(refused.error?.fault, 'refused')
  assert.equal(refused.status, null)
})
