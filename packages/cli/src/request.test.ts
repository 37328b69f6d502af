import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run, serve, shell } from '../test/command.ts'

const seen: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: Buffer }[] = []
const bytes = randomBytes(70_000)
const BIG = 64 * 2 ** 20

const routes: Record<string, (response: ServerResponse) => void> = {
  '/bytes': response => response.end(bytes),
  '/text': response => response.end('no line break'),
  '/missing': response => response.writeHead(404).end('gone for now'),
  '/broken': response => response.writeHead(500).end('oops'),
  '/moved': response => response.writeHead(302, { location: '/text' }).end(),
  '/circle': response => response.writeHead(302, { location: '/circle' }).end(),
  '/same': response => response.writeHead(304, { etag: '"v1"' }).end(),
  '/later': response => response.writeHead(429, { 'retry-after': '3600' }).end('slow down'),
  '/soon': response => response.writeHead(503, { 'retry-after': '30' }).end(),
  '/half': response => {
    response.writeHead(200, { 'content-length': '100000' })
    response.write('x'.repeat(50_000))
    setTimeout(() => response.destroy(), 100)
  },
  '/silent': () => {},
  '/big': response => {
    response.writeHead(200, { 'content-length': String(BIG) })
    const piece = Buffer.alloc(2 ** 20, 'y')
    let left = BIG / piece.length
    const pour = (): void => {
      while (left > 0) {
        left--
        if (!response.write(piece)) {
          response.once('drain', pour)
          return
        }
      }
      response.end()
    }
    pour()
  },
}

const server = await serve((request, response, body) => {
  seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
  const route = routes[request.url ?? '']
  if (route === undefined) response.end('fine')
  else route(response)
})
const { url } = server
let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-cli-'))
})
after(() => server.close())

const last = () => seen.at(-1)

test('stdout holds the bytes of the body exactly, stderr the story', async () => {
  const { code, stdout, stderr } = await run([`${url}/bytes`])
  assert.equal(code, 0)
  assert.ok(stdout.equals(bytes))
  assert.match(stderr, /→ GET http.*\/bytes\n← 200 OK · use/)
  assert.match(stderr, /✓ 200 OK/)
})

for (const [path, flags, code, words] of [
  ['/text', [], 0, /200 OK/],
  ['/missing', [], 4, /404 Not Found/],
  ['/broken', ['--attempts', '1'], 5, /Stopped: All attempts are used up/],
  ['/moved', [], 0, /↳ GET .*\/text · follow/],
  ['/moved', ['--no-follow'], 3, /302 Found/],
  ['/circle', [], 6, /lead back/],
  ['/same', ['--if-none-match', 'v1'], 0, /✓ 304 Not Modified/],
  ['/same', [], 3, /✗ 304/],
  ['/later', [], 7, /longer than --max-wait/],
  ['/soon', ['--deadline', '5s'], 7, /does not fit/],
  ['/later', ['--fail-fast'], 4, /✗ 429/],
  ['/broken', ['--fail-fast'], 5, /✗ 500/],
  ['/silent', ['--deadline', '300ms'], 2, /✗ deadline/],
  ['/silent', ['--per-attempt', '200ms', '--attempts', '1'], 2, /✗ attempt-timeout/],
  ['/half', [], 1, /✗ truncated/],
] as const) {
  test(`${path} ${flags.join(' ')} exits with ${code}`, async () => {
    const ran = await run([`${url}${path}`, ...flags])
    assert.equal(ran.code, code, ran.stderr)
    assert.match(ran.stderr, words)
  })
}

test('a refused connection exits with 1 and says what to check', async () => {
  const { code, stderr } = await run(['http://127.0.0.1:1/', '--attempts', '1'])
  assert.equal(code, 1)
  assert.match(stderr, /Check host and port/)
})

test('the body of an error goes to stdout too', async () => {
  assert.equal((await run([`${url}/missing`, '-q'])).stdout.toString(), 'gone for now')
})

test('-q tells nothing of a success and one paragraph of a failure; -v tells the fields', async () => {
  assert.equal((await run([`${url}/text`, '-q'])).stderr, '')
  const failed = await run([`${url}/missing`, '-q'])
  assert.match(failed.stderr, /^✗ GET http.*: 404 Not Found/)
  assert.doesNotMatch(failed.stderr, /→/)
  assert.match((await run([`${url}/text`, '-v'])).stderr, /content-length: 13/)
})

test('-i puts the head before the body', async () => {
  const { stdout } = await run([`${url}/text`, '-i', '-q'])
  assert.match(stdout.toString(), /^HTTP 200 OK\r\n(.+\r\n)+\r\nno line break$/)
})

test('what is sent: method, fields, and each kind of body', async () => {
  const file = join(folder, 'body.txt')
  writeFileSync(file, 'from a file\n')
  await run([url, '-q', '-X', 'put', '-H', 'X-One: 1', '-H', 'x-one: 2', '-H', 'accept:', '-d', 'text'])
  assert.equal(last()?.method, 'PUT')
  assert.equal(last()?.headers['x-one'], '1, 2')
  assert.equal(last()?.headers.accept, undefined)
  assert.equal(last()?.headers['content-type'], undefined)
  assert.equal(last()?.body.toString(), 'text')
  await run([url, '-q', '-d', `@${file}`, '--idempotency-key', 'auto'])
  assert.equal(last()?.method, 'POST')
  assert.equal(last()?.headers['content-length'], '12')
  assert.match(String(last()?.headers['idempotency-key']), /^[0-9a-f-]{36}$/)
  assert.equal(last()?.body.toString(), 'from a file\n')
  await run([url, '-q', '-d', '@-'], { input: bytes })
  assert.ok(last()?.body.equals(bytes))
  await run([url, '-q', '--json-body', '{"n": 12345678901234567890}'])
  assert.equal(last()?.headers['content-type'], 'application/json')
  assert.equal(last()?.body.toString(), '{"n": 12345678901234567890}')
  await run([url, '-q', '--form', 'a=1 2', '--form', 'b=x&y'])
  assert.equal(last()?.body.toString(), 'a=1+2&b=x%26y')
})

test('-o makes the whole file, keeps its rights and links, and nothing else', async () => {
  const file = join(folder, 'out.bin')
  assert.equal((await run([`${url}/bytes`, '-o', file])).code, 0)
  assert.ok(readFileSync(file).equals(bytes))
  chmodSync(file, 0o600)
  const link = join(folder, 'link.bin')
  symlinkSync(file, link)
  await run([`${url}/text`, '-o', link, '-q'])
  assert.equal(readFileSync(file, 'utf8'), 'no line break')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal((await run([`${url}/text`, '-o', '/dev/null', '-q'])).code, 0)
  assert.ok(statSync('/dev/null').isCharacterDevice())
})

test('-o leaves the old file and no half one when the answer breaks off, is no result, or is unchanged', async () => {
  const own = mkdtempSync(join(tmpdir(), 'heed-cli-'))
  const file = join(own, 'kept')
  writeFileSync(file, 'old')
  for (const [words, code] of [
    [[`${url}/half`, '-o', file], 1],
    [[`${url}/missing`, '-o', file], 4],
    [[`${url}/same`, '-o', file, '--if-none-match', 'v1'], 0],
  ] as const) {
    const ran = await run(words)
    assert.equal(ran.code, code, ran.stderr)
    assert.equal(ran.stdout.length, 0)
    assert.equal(readFileSync(file, 'utf8'), 'old')
    assert.deepEqual(readdirSync(own), ['kept'])
  }
})

test('output that cannot be written is told and exits with 1', async () => {
  assert.equal((await run([`${url}/text`, '-q', '-o', '/dev/full'])).code, 1)
  assert.equal(await shell(`$HEED -q ${url}/text 2>&1 >/dev/full | grep -c 'cannot be written'`), '1\n')
  assert.equal(await shell(`$HEED explain 404 >/dev/full 2>/dev/null; echo $?`), '1\n')
})

test('-o to where nobody may write is told before anything is sent', async () => {
  const before = seen.length
  const ran = await run([url, '-o', join(folder, 'no-such-folder', 'x')])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /cannot be written \(ENOENT\)/)
  assert.equal(seen.length, before)
})

test('Ctrl-C during a wait ends at once, with a sentence, and leaves nothing behind', async () => {
  const own = mkdtempSync(join(tmpdir(), 'heed-cli-'))
  const before = seen.length
  const ran = await run([`${url}/soon`, '--deadline', '100s', '-o', join(own, 'x')], {
    during: (child, stderr) =>
      child.stderr?.on('data', () => {
        if (!child.killed && stderr().includes('waits')) child.kill('SIGINT')
      }),
  })
  assert.equal(ran.code, 130)
  assert.match(ran.stderr, /You stopped it\./)
  assert.equal(seen.length, before + 1)
  assert.deepEqual(readdirSync(own), [])
})

test('a reader that has enough ends it quietly', async () => {
  assert.equal(await shell(`$HEED -q ${url}/big 2>&1 | head -c 3; echo " \${PIPESTATUS[0]}"`), 'yyy 0\n')
})

test('a large body passes through without being held', async () => {
  const node = [
    '--max-old-space-size=48',
    '--import',
    'data:text/javascript,process.on("exit",()=>console.error("rss",process.resourceUsage().maxRSS))',
  ]
  const { code, stdout, stderr } = await run([`${url}/big`, '-q'], { node })
  assert.equal(code, 0)
  assert.equal(stdout.length, BIG)
  const rssKiB = Number(/rss (\d+)/.exec(stderr)?.[1])
  assert.ok(rssKiB < 170 * 1024, `${rssKiB} KiB`)
})
