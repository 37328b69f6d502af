import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { onTerminal, run, serve } from '../test/command.ts'

const routes: Record<string, (response: ServerResponse) => void> = {
  '/text': response => response.end('no line break'),
  '/evil': response => {
    response.setHeader('x-evil', '\u009b31m')
    response.end('a\u001b[31mred\u009b32m\rover\r\nb')
  },
  '/binary': response => response.end(Buffer.from([0, 1, 2, 3])),
  '/moved': response => response.writeHead(302, { location: '/text' }).end(),
  '/soon': response => response.writeHead(503, { 'retry-after': '1' }).end(),
}

const server = await serve((request, response) => routes[request.url ?? '']?.(response))
const { url } = server
test.after(() => server.close())

test('no colour when piped; FORCE_COLOR brings it, NO_COLOR wins', async () => {
  const coloured = (text: string): boolean => text.includes('\u001b[1m') || text.includes('\u001b[32m')
  assert.ok(!coloured((await run([`${url}/text`])).stderr))
  assert.ok(coloured((await run([`${url}/text`], { env: { FORCE_COLOR: '1' } })).stderr))
  assert.ok(!coloured((await run([`${url}/text`], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr))
  assert.ok(coloured(await onTerminal([`${url}/text`], 80)))
  assert.ok(!coloured(await onTerminal([`${url}/text`], 80, { NO_COLOR: '1' })))
})

test('on a terminal no server gets its control characters through, and lines end', async () => {
  const shown = await onTerminal([`${url}/evil`, '-i', '-q'], 80)
  assert.ok(!shown.includes('\u001b') && !shown.includes('\u009b'), JSON.stringify(shown))
  assert.match(shown, /a\ufffd\[31mred\ufffd32m\ufffdover\r\nb\r\n$/)
  assert.match(await onTerminal([`${url}/binary`, '-q'], 80), /^\(binary/)
  assert.equal(await onTerminal([`${url}/text`, '-q'], 80), 'no line break\r\n')
})

test('on a terminal of 40 columns no line of the story is longer', async () => {
  const shown = await onTerminal([`${url}/moved`], 40, { NO_COLOR: '1' })
  assert.match(shown, /302 Found/)
  const longest = Math.max(...shown.split('\r\n').map(line => [...line].length))
  assert.ok(longest <= 40, shown)
})

test('a wait counts down on a terminal and leaves no trace when it is over', async () => {
  let answers = 0
  await using flaky = await serve((_request, response) => {
    answers++
    if (answers === 1) response.writeHead(503, { 'retry-after': '1' }).end()
    else response.end('fine')
  })
  const shown = await onTerminal([flaky.url], 80, { NO_COLOR: '1' })
  assert.match(shown, /━─+ 0\.\d s/)
  assert.ok(shown.includes('\r\u001b[K→ GET'), shown)
  const piped = await run([`${url}/soon`, '--attempts', '2'])
  assert.doesNotMatch(piped.stderr, /━/)
})
