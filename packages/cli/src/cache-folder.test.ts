import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run, serve } from '../test/command.ts'

let asked = 0
const server = await serve((request, response) => {
  asked++
  if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { etag: '"v1"' }).end()
  else if (request.url === '/fresh') response.writeHead(200, { 'cache-control': 'max-age=60' }).end('kept')
  else response.writeHead(200, { etag: '"v1"', 'cache-control': 'no-cache' }).end('confirmed')
})
const { url } = server
let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-cli-cache-'))
})
after(() => server.close())

test('--cache: the second command finds what the first has kept, and says so', async () => {
  const cache = join(folder, 'a', 'b')
  asked = 0
  const first = await run([`${url}/fresh`, '--cache', cache])
  assert.deepEqual([first.code, first.stdout.toString()], [0, 'kept'])
  const second = await run([`${url}/fresh`, '--cache', cache])
  assert.deepEqual([second.code, second.stdout.toString(), asked], [0, 'kept', 1])
  assert.match(second.stderr, /200 OK.*cache hit/)
  assert.match(second.stderr, /[Ff]resh for \d+ s more/)
  const told = JSON.parse((await run([`${url}/fresh`, '--cache', cache, '--json'])).stdout.toString())
  assert.equal(told.cache.is, 'hit')
  assert.deepEqual(
    readdirSync(cache).filter(name => name.endsWith('.sqlite')),
    ['heed-cache.sqlite'],
  )
})

test('--cache: a 304 is told as what it confirms', async () => {
  const cache = join(folder, 'c')
  await run([`${url}/asked`, '--cache', cache])
  const second = await run([`${url}/asked`, '--cache', cache])
  assert.deepEqual([second.code, second.stdout.toString()], [0, 'confirmed'])
  assert.match(second.stderr, /304 Not Modified[\s\S]*200 OK.*cache validated/)
})

test('without --cache nothing is kept, and the report says null', async () => {
  asked = 0
  await run([`${url}/fresh`])
  const told = JSON.parse((await run([`${url}/fresh`, '--json'])).stdout.toString())
  assert.deepEqual([told.cache, asked], [null, 2])
})

test('--cache goes with -o, and not with --continue', async () => {
  const cache = join(folder, 'd')
  asked = 0
  for (const name of ['one', 'two']) await run([`${url}/fresh`, '--cache', cache, '-o', join(folder, name)])
  assert.equal(asked, 1)
  const both = await run([`${url}/fresh`, '--cache', cache, '-o', join(folder, 'three'), '--continue'])
  assert.equal(both.code, 64)
  assert.match(both.stderr, /--continue/)
})

test('a folder that cannot be one is told before anything is sent', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  asked = 0
  for (const bad of [join(file, 'x'), '']) {
    const { code, stderr } = await run([`${url}/fresh`, '--cache', bad])
    assert.equal(code, 64, stderr)
    assert.match(stderr, /--cache/)
  }
  assert.equal(asked, 0)
})
