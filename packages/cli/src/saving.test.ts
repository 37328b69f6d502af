import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { onTerminal, run } from '../test/command.ts'
import { Store } from '../test/store.ts'
import type { Report } from './report.ts'

const schema = JSON.parse(readFileSync(new URL('../schema/report.json', import.meta.url), 'utf8'))
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<Report>(schema)

/** A store, and a folder for what comes from it. */
async function scene(t: TestContext, bytes = 1_000_000) {
  const folder = mkdtempSync(join(tmpdir(), 'heed-saving-'))
  const store = new Store(randomBytes(bytes))
  await store.start()
  t.after(async () => {
    await store.kill()
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'big.iso')
  return { store, folder, file, part: `${file}.part` }
}

/** Does it once the part is so long. */
function atBytes(part: string, bytes: number, then: (child: ChildProcess) => void) {
  return {
    during(child: ChildProcess) {
      const timer = setInterval(() => {
        if (!existsSync(part) || statSync(part).size < bytes) return
        clearInterval(timer)
        then(child)
      }, 20)
      child.once('close', () => clearInterval(timer))
    },
  }
}

test('a download that breaks off goes on by itself, and says so', async t => {
  const { store, file, folder } = await scene(t)
  store.stops.push({ bytes: 300_000, next: 'break' }, { bytes: 300_000, next: 'break' })
  const { code, stderr, stdout } = await run([store.url, '-o', file])
  assert.equal(code, 0, stderr)
  assert.equal(stdout.length, 0)
  assert.ok(readFileSync(file).equals(store.content))
  // What the system still had in hand when it broke may be asked for again.
  assert.equal(store.ranges.length, 3)
  assert.match(store.ranges.slice(1).join(), /^bytes=[1-9]\d+-,bytes=[1-9]\d+-$/)
  assert.match(stderr, /✗ truncated/)
  assert.match(stderr, /✓ 206 Partial Content · 3 attempts/)
  assert.match(stderr, /Saved: 1\.0 MB as .*; it\s+went\s+on\s+after\s+2\s+breaks\./s)
  assert.doesNotMatch(stderr, /━/)
  assert.deepEqual(readdirSync(folder), ['big.iso'])
})

test('a killed server: the beginning is kept, and --continue fetches the rest when it is back', async t => {
  const { store, file, folder, part } = await scene(t)
  writeFileSync(file, 'old')
  store.stops.push({ bytes: 400_000, next: 'wait' })
  const broken = await run(
    [store.url, '-o', file],
    atBytes(part, 400_000, () => void store.kill()),
  )
  assert.equal(broken.code, 1, broken.stderr)
  assert.match(broken.stderr, /✗ refused/)
  assert.match(broken.stderr, /Kept: 400 kB in \S+big\.iso\.part\. The same\s+command\s+with\s+--continue\s+goes on/)
  assert.equal(readFileSync(file, 'utf8'), 'old')
  assert.deepEqual(readdirSync(folder).sort(), ['big.iso', 'big.iso.part', 'big.iso.part.json'])
  await store.start()
  const { code, stderr } = await run([store.url, '-o', file, '--continue'])
  assert.equal(code, 0, stderr)
  assert.ok(readFileSync(file).equals(store.content))
  assert.equal(store.ranges.at(-1), 'bytes=400000-')
  assert.match(stderr, /400 kB of\s+it\s+were\s+there\s+already/)
  assert.deepEqual(readdirSync(folder), ['big.iso'])
})

test('Ctrl-C keeps the beginning, and --continue fetches the rest', async t => {
  const { store, file, part } = await scene(t)
  store.stops.push({ bytes: 400_000, next: 'wait' })
  const stopped = await run(
    [store.url, '-o', file],
    atBytes(part, 400_000, child => void child.kill('SIGINT')),
  )
  assert.equal(stopped.code, 130)
  assert.match(stopped.stderr, /You stopped it\..*Kept: 400 kB/s)
  const { code, stderr } = await run([store.url, '-o', file, '--continue'])
  assert.equal(code, 0, stderr)
  assert.ok(readFileSync(file).equals(store.content))
})

test('kill -9 leaves what --continue can trust', async t => {
  const { store, file, part } = await scene(t, 12 * 2 ** 20)
  store.stops.push({ bytes: 11 * 2 ** 20, next: 'wait' })
  const killed = await run(
    [store.url, '-o', file],
    atBytes(part, 11 * 2 ** 20, child => void child.kill('SIGKILL')),
  )
  assert.equal(killed.code, null)
  const { code, stderr } = await run([store.url, '-o', file, '--continue'])
  assert.equal(code, 0, stderr)
  assert.ok(readFileSync(file).equals(store.content))
  const first = Number(/^bytes=(\d+)-$/.exec(store.ranges.at(-1) ?? '')?.[1])
  assert.ok(first >= 8 * 2 ** 20 && first <= 11 * 2 ** 20, String(first))
})

test('--continue starts anew when the content has changed, when nothing was left, and when it was of another address', async t => {
  const { store, file, part } = await scene(t)
  for (const change of [
    () => {
      store.content = randomBytes(1_000_000)
      store.etag = '"two"'
    },
    () => rmSync(part),
    () =>
      writeFileSync(
        `${part}.json`,
        readFileSync(`${part}.json`, 'utf8').replace(/"place":"[^"]*"/, `"place":"elsewhere"`),
      ),
  ]) {
    store.stops.push({ bytes: 400_000, next: 'break' })
    await run([store.url, '-o', file, '--attempts', '1', '-q'])
    assert.ok(statSync(part).size > 0)
    change()
    const { code, stderr } = await run([store.url, '-o', file, '--continue'])
    assert.equal(code, 0, stderr)
    assert.ok(readFileSync(file).equals(store.content))
    assert.doesNotMatch(stderr, /of it were/)
  }
})

test('what cannot be continued is not kept', async t => {
  const { store, file, folder } = await scene(t)
  store.etag = null
  store.stops.push({ bytes: 400_000, next: 'break' })
  const { code, stderr } = await run([store.url, '-o', file, '--attempts', '1'])
  assert.equal(code, 1)
  assert.doesNotMatch(stderr, /Kept/)
  assert.deepEqual(readdirSync(folder), [])
})

test('--deadline bounds the body too', async t => {
  const { store, file, part } = await scene(t)
  store.stops.push({ bytes: 400_000, next: 'wait' })
  const { code, stderr } = await run([store.url, '-o', file, '--deadline', '2s'])
  assert.equal(code, 2, stderr)
  assert.match(stderr, /✗ deadline.*Kept: \d+ kB/s)
  assert.ok(statSync(part).size > 0)
})

test('a part that is not of a download is left alone', async t => {
  const { store, file, part } = await scene(t)
  writeFileSync(part, 'mine')
  const { code, stderr } = await run([store.url, '-o', file])
  assert.equal(code, 1)
  assert.match(stderr, /^heed: \S+big\.iso\.part is in the way/)
  assert.equal(readFileSync(part, 'utf8'), 'mine')
  assert.deepEqual(store.ranges, [])
})

test('the JSON document tells the whole of a download, and of one that broke off', async t => {
  const { store, file } = await scene(t)
  store.stops.push({ bytes: 300_000, next: 'break' })
  const reported = async (...words: string[]): Promise<Report> => {
    const { stdout } = await run([store.url, '-o', file, '--json', '-q', ...words])
    const report: unknown = JSON.parse(stdout.toString())
    assert.ok(isReport(report), JSON.stringify(isReport.errors))
    return report
  }
  const whole = await reported()
  assert.deepEqual([whole.outcome, whole.savedAs, whole.status, whole.body], ['delivered', file, 206, null])
  assert.deepEqual(
    whole.trail.flatMap(entry => (entry.what === 'send' ? [entry.attempt] : [])),
    [1, 2],
  )
  store.stops.push({ bytes: 300_000, next: 'break' })
  const broken = await reported('--attempts', '1')
  assert.deepEqual(
    [broken.outcome, broken.savedAs, broken.error?.code, broken.error?.fault, broken.exitCode],
    ['failed', null, 'HEED_DOWNLOAD', 'truncated', 1],
  )
})

test('a promised digest is checked, and told', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-saving-'))
  const server = createServer((request, response) => {
    const of = request.url === '/right' ? 'right' : 'wrong'
    const base64 = createHash('sha256').update('right').digest('base64')
    response.writeHead(200, { 'repr-digest': `sha-256=:${base64}:` }).end(of)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const right = await run([`${url}/right`, '-o', join(folder, 'x')])
  assert.match(right.stderr, /its\s+sha-256\s+is\s+right\./)
  const wrong = await run([`${url}/wrong`, '-o', join(folder, 'y')])
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /sha-256 of\s+Repr-Digest/)
  assert.deepEqual(readdirSync(folder), ['x'])
})

test('--continue goes with a plain GET to a file', async t => {
  const { store, file } = await scene(t)
  for (const words of [
    [],
    ['-o', '/dev/null'],
    ['-o', file, '-X', 'POST'],
    ['-o', file, '--no-follow'],
    ['-o', file, '-H', 'Range: bytes=0-1'],
    ['-o', file, '--if-none-match', 'one'],
  ]) {
    const { code, stderr } = await run([store.url, '--continue', ...words])
    assert.equal(code, 64, `${words}`)
    assert.match(stderr, /^heed: --continue goes /)
  }
  assert.match((await run(['-C', '-', store.url])).stderr, /use --continue/)
  assert.deepEqual(store.ranges, [])
})

test('a bar shows how far it is on a terminal of any width, and leaves no trace', async t => {
  const { store, file } = await scene(t)
  store.pieces = 10
  store.pauseMs = 100
  for (const columns of [80, 24]) {
    const shown = await onTerminal([store.url, '-o', file], columns, { NO_COLOR: '1' })
    const bars = shown.match(/[━─]{5,} \d+ %[^\r]*/g) ?? []
    assert.ok(bars.length > 2, shown)
    assert.ok(
      bars.every(bar => bar.length + 2 < columns),
      bars.join('\n'),
    )
    if (columns === 80)
      assert.ok(
        bars.some(bar => /kB of 1\.0 MB {2}\S+ [kM]B\/s {2}0:0\d left/.test(bar)),
        shown,
      )
    assert.ok(shown.includes('\r\u001b[K\r\n✓ 200 OK') || shown.includes('\u001b[K✓ 200 OK'), JSON.stringify(shown))
  }
  assert.equal(await onTerminal([store.url, '-o', file, '-q'], 80), '')
  assert.doesNotMatch((await run([store.url, '-o', file])).stderr, /[━─]/)
})
