import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../../test/is-alive.ts'
import { reportValidator } from '../../test/report-schema.ts'
import { inFolder } from '../folder.ts'

const BIN = inFolder('src', 'bin.ts')
const MISBEHAVING = inFolder('test', 'adapters', 'misbehaving.mjs')
const folder = mkdtempSync(join(tmpdir(), 'heed-lab-test-'))
after(() => rmSync(folder, { recursive: true }))

function start(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const all = ['--conditions=heed-source', BIN, 'grade', ...words]
  return spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
}

async function ended(child: ReturnType<typeof start>) {
  const [out, error] = [text(child.stdout), text(child.stderr)]
  const [code] = await once(child, 'close')
  return { code: code as number | null, out: await out, error: await error }
}

const graded = (words: readonly string[], env?: NodeJS.ProcessEnv) => ended(start(words, env))

const own = (how: string, ...more: string[]): string[] => ['--', process.execPath, MISBEHAVING, how, ...more]

test('a client that passes: the table on standard output, nothing else, exit code 0', async () => {
  const { code, out, error } = await graded(['heed', '--only', '200-json,500-sent-again'])
  assert.deepEqual([code, error], [0, ''])
  assert.match(out, /^group +passed +failed +unsupported\nsuccess +1\/1\nretry +1\/1\ntogether +2\/2\n\n$/)
})

test('a client that fails: each failure with what was seen and where to read about it, exit code 4', async () => {
  const { code, out } = await graded(['--only', '500-sent-again', ...own('nothing')])
  assert.equal(code, 4)
  assert.match(out, /^retry +0\/1 +1$/m)
  assert.match(out, /^failed retry\/500-sent-again\n {2}The .*\n( {2}.*\n)* {2}Seen: 1 request\.\n/m)
  assert.match(out, /^ {2}https:\/\/www\.rfc-editor\.org\/rfc\/rfc9110\.html#section-/m)
  assert.equal(out.includes('\u001b'), false)
  const { out: quiet } = await graded(['--quiet', '--only', '500-sent-again', ...own('nothing')])
  assert.equal(quiet.includes('Seen'), false)
})

test('an optional failure decides nothing', async () => {
  const [optional] = await optionalFailure()
  const { code, out } = await graded(['--only', optional ?? '', ...own('number-as-status')])
  assert.equal(code, 0)
  assert.match(out, /^optional +0\/1 +1$/m)
})

/** Ids of optional scenarios that ask for nothing that the test's adapter lacks. */
async function optionalFailure(): Promise<string[]> {
  const { out } = await graded(['--list', '--only', 'success'])
  return [...out.matchAll(/^ {2}(\S+)\n {6}optional:/gm)].map(([, id]) => id ?? '')
}

test('one table for several clients; one that cannot be run is left out with a sentence', async () => {
  const { code, out, error } = await graded(['heed', '--only', '200-json', ...own('exits-at-once')])
  assert.equal(code, 0)
  assert.match(out, /^group +passed/)
  assert.match(error, /misbehaving\.mjs exits-at-once was left out: The adapter exited with code 3/)
  const both = await graded(['heed', '--only', '200-json', ...own('nothing')])
  assert.match(both.out, /^group +heed +\S+/)
})

test('no client could be run: exit code 3', async () => {
  const { code, out, error } = await graded(['--only', '200-json', '--', 'no-such-program-here'])
  assert.deepEqual([code, out], [3, ''])
  assert.match(error, /^no-such-program-here was left out: There is no program "no-such-program-here"/)
})

test('what an adapter does wrong on the way is told on standard error', async () => {
  const { code, error } = await graded(['--only', '200-json', ...own('prints-junk')])
  assert.equal(code, 0)
  assert.match(error, /The adapter printed a line that is no JSON object: "Debugger attached\."/)
})

test('--json and --junit write files; --json - writes the report alone', async () => {
  const [json, junit] = [join(folder, 'report.json'), join(folder, 'junit.xml')]
  const files = await graded(['heed', '--only', '200-json', '--json', json, '--junit', junit])
  assert.equal(files.code, 0)
  const validate = reportValidator()
  assert.ok(validate(JSON.parse(readFileSync(json, 'utf8'))), JSON.stringify(validate.errors))
  assert.match(readFileSync(junit, 'utf8'), /<testsuite name="heed [\d.]+" tests="1" failures="0"/)
  const { out } = await graded(['heed', '--only', '200-json', '--json', '-'])
  assert.ok(validate(JSON.parse(out)))
})

test('--html writes the board', async () => {
  const board = join(folder, 'new', 'board')
  assert.equal((await graded(['heed', '--only', '200-json', '--html', board])).code, 0)
  assert.match(readFileSync(join(board, 'index.html'), 'utf8'), /<html/)
})

test('--list tells clients and scenarios', async () => {
  const { code, out } = await graded(['--list'])
  assert.equal(code, 0)
  assert.match(out, /^clients\n {2}heed\n/)
  assert.match(out, /^retry\n {2}500-sent-again\n {6}\w+: /m)
})

test('bad input is one sentence with the cure, and exit code 64', async () => {
  for (const [words, sentence] of [
    [[], /Which client\? .*--all.*--list/],
    [['hed'], /There is no client 'hed'\. Did you mean heed\?/],
    [['heed', '--twise'], /There is no option '--twise'\. Did you mean --twice\? See heed-lab grade --help\./],
    [['heed', '--only'], /--only <id or group>' lacks its value/],
    [['heed', '--only', 'sucess'], /'sucess' is none\. Did you mean success\?/],
    [['heed', '--jobs', '0'], /--jobs takes a whole number from 1 to 32, which "0" is not/],
    [['heed', '--json', join(folder, 'no', 'x.json')], /x\.json cannot be written: there is no folder .*no that/],
    [['heed', '--json', '-', '--junit', '-'], /cannot both/],
    [['heed', '--html', MISBEHAVING], /misbehaving\.mjs is no folder that the board can be written to/],
    [['heed', '--'], /After -- comes your program/],
  ] as const) {
    const { code, out, error } = await graded(words)
    assert.deepEqual([code, out], [64, ''], error)
    assert.match(error, sentence)
    assert.match(error, /^heed-lab: .*\n$/)
  }
})

test('Ctrl-C ends the run, its adapters and all that they started: exit code 130', async () => {
  const file = join(folder, 'family')
  const child = start(['--only', '200-json', ...own('family', file)])
  const ending = ended(child)
  while (!existsSync(file) || readFileSync(file, 'utf8').split('\n').length < 3) await pause(20)
  // The first job is answered by now, and the scenario's never will be.
  await pause(300)
  const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number)
  assert.deepEqual(pids.map(isAlive), [true, true])
  child.kill('SIGINT')
  assert.equal((await ending).code, 130)
  assert.deepEqual(pids.map(isAlive), [false, false])
})

test('FORCE_COLOR colours, NO_COLOR never does', async () => {
  const words = ['--only', '500-sent-again', ...own('nothing')]
  const [coloured, plain] = await Promise.all([
    graded(words, { FORCE_COLOR: '1', NO_COLOR: '' }),
    graded(words, { FORCE_COLOR: '1', NO_COLOR: '1' }),
  ])
  assert.deepEqual([coloured.out.includes('\u001b[31mfailed'), plain.out.includes('\u001b')], [true, false])
})
