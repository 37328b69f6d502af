import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startLab } from 'heed-lab'
import { NEXT_COMMANDS } from './tour.ts'
import { tourCalls } from './tour-calls.ts'

const START = fileURLToPath(new URL('start.ts', import.meta.url))
const PACKAGE = new URL('../../../package.json', import.meta.url)
const ESCAPE = '\u001b'

interface Ending {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

const start = (words: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ['--conditions=heed-source', START, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
  })

async function ending(child: ChildProcess): Promise<Ending> {
  if (!child.stdout || !child.stderr) throw new Error('the child has no output')
  const [out, error] = [text(child.stdout), text(child.stderr)]
  const [code] = await once(child, 'close')
  return { code, out: await out, error: await error }
}

async function serve(listener: RequestListener): Promise<Server & AsyncDisposable & { url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(server, { url: `http://127.0.0.1:${port}` })
}

test('the tour makes all its calls in order, keeps its promises and closes with a table, within 30 seconds', async () => {
  const startMs = performance.now()
  const { code, out, error } = await ending(start([]))
  assert.deepEqual([code, error], [0, ''], out)
  assert.ok(performance.now() - startMs < 30_000)
  const headings = out.match(/^\d+ of 16 · .+$/gm)
  assert.deepEqual(
    headings,
    tourCalls.map(({ name }, index) => `${index + 1} of 16 · ${name}`),
  )
  assert.equal(out.match(/^ {2}You get: /gm)?.length, 16)
  assert.ok(!out.includes(ESCAPE))
  const table = out.slice(out.indexOf('All in one table'))
  for (const { name } of tourCalls) assert.match(table, new RegExp(`^  ${name} {2,}\\S`, 'm'))
  assert.match(table, /^ {2}Rate limited +429 → 200 +2 +retry +value$/m)
  assert.match(table, /^ {2}Connection refused +refused +3 +retry +WireError$/m)
  for (const [command] of NEXT_COMMANDS) assert.ok(table.includes(`  ${command} · `))
})

test('what the tour tells to try next exists', () => {
  const { scripts } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { scripts: Record<string, string> }
  for (const [command] of NEXT_COMMANDS) {
    const name = /^npm (?:run )?(\S+) -- /.exec(command)?.[1] ?? ''
    assert.ok(name in scripts, command)
  }
})

test('the tour goes to another lab, as a visitor of its own', async () => {
  const paths: string[] = []
  await using lab = Object.assign(await startLab({ onRequest: ({ path }) => paths.push(path) }), {
    [Symbol.asyncDispose]: () => lab.close(),
  })
  const both = await Promise.all([1, 2].map(() => ending(start(['--lab', `${lab.url}/`]))))
  assert.deepEqual(
    both.map(({ code }) => code),
    [0, 0],
  )
  assert.ok(
    paths.every(path => /^\/v\/tour-\w+\//.test(path)),
    paths.join(' '),
  )
  assert.equal(new Set(paths.map(path => path.split('/')[2])).size, 2)
})

test('a server that answers otherwise breaks the promises: exit code 1, and a sentence that names them', async () => {
  await using server = await serve((_, response) => response.end('{}'))
  const { code, out, error } = await ending(start(['--lab', server.url]))
  assert.equal(code, 1)
  assert.match(error, /^heed: not as the tour says: Success, Created, No content, Moved, .*Time-out\. .*\n$/)
  assert.match(out, /^✗ The tour promised 404, and what came was 200\.$/m)
  assert.match(out, /^ {2}✗ Not found +200 /m)
})

test('one address is told the same way, with the exit code of the heed command', async () => {
  await using server = await serve((request, response) => {
    const status = Number(request.url?.slice(1))
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"a":1}')
  })
  const fine = await ending(start([`${server.url}/200`]))
  assert.deepEqual([fine.code, fine.error], [0, ''])
  assert.match(fine.out, /^ {2}await heed\.get\('http:.*\/200'\)\.json\(\)$/m)
  assert.match(fine.out, /^← 200 OK[\s\S]*^✓ 200 OK[\s\S]*^ {2}Next: [\s\S]*^ {2}You get: { a: 1 }$/m)
  const missing = await ending(start([`${server.url}/404`]))
  assert.equal(missing.code, 4)
  assert.match(missing.out, /^✗ 404 Not Found[\s\S]*^ {2}You get: StatusError/m)
})

test('a connection that is refused is explained, exit code 1', async () => {
  const { code, out, error } = await ending(start(['http://127.0.0.1:1/']))
  assert.deepEqual([code, error], [1, ''])
  assert.match(out, /^✗ refused[\s\S]*Nothing listens[\s\S]*^ {2}Next: /m)
})

test('a wrong command line is one sentence with the cure, exit code 64, and nothing is sent', async () => {
  for (const [words, sentence] of [
    [['http://'], /'http:\/\/' is no address.*https:\/\//],
    [['ftp://example.com/'], /must begin with http:\/\/ or https:\/\/.*ftp:/],
    [['https://ada:secret@example.com/'], /must not hold user name and password/],
    [['http://127.0.0.1:1/', 'http://127.0.0.1:1/'], /one address/],
    [['http://127.0.0.1:1/', '--lab', 'http://127.0.0.1:1/'], /--lab is for the tour/],
    [['--lab', 'ftp://example.com/'], /must begin with http/],
    [['--lab', 'http://127.0.0.1:1/?a'], /--lab .*query/],
    [['--wrong'], /'--wrong'.*--help/],
  ] as const) {
    const { code, out, error } = await ending(start(words))
    assert.deepEqual([code, out], [64, ''], words.join(' '))
    assert.match(error, /^heed: .+\n$/)
    assert.match(error, sentence)
    assert.ok(!error.includes('secret'))
  }
})

test('--help tells of everything', async () => {
  const { code, out } = await ending(start(['--help']))
  assert.equal(code, 0)
  for (const word of ['<url>', '--lab', '--help', 'Exit code', 'NO_COLOR']) assert.ok(out.includes(word), word)
})

test('colour can be asked for and refused', async () => {
  await using server = await serve((_, response) => response.end())
  assert.ok((await ending(start([server.url], { FORCE_COLOR: '1' }))).out.includes(ESCAPE))
  assert.ok(!(await ending(start([server.url], { FORCE_COLOR: '1', NO_COLOR: '1' }))).out.includes(ESCAPE))
})

test('Ctrl-C ends at once with 130, and a reader that goes away with 0', async () => {
  let asked = (): void => {}
  const arrival = new Promise<void>(resolve => {
    asked = resolve
  })
  await using server = await serve(() => asked())
  const child = start([server.url])
  const ended = ending(child)
  await arrival
  child.kill('SIGINT')
  assert.equal((await ended).code, 130)
  server.closeAllConnections()
  const unread = start([])
  unread.stdout?.destroy()
  assert.equal((await once(unread, 'close'))[0], 0)
})
