import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../../test/is-alive.ts'
import { inFolder } from '../folder.ts'
import { AdapterProcess } from './adapter-process.ts'
import type { Job } from './job.ts'
import { firstJob } from './jobs.ts'

const folder = mkdtempSync(join(tmpdir(), 'heed-lab-test-'))
after(() => rmSync(folder, { recursive: true }))

const MISBEHAVING = inFolder('test', 'adapters', 'misbehaving.mjs')
const FIRST = firstJob('http://127.0.0.1:9/')

const job = (id: string): Job => ({ ...FIRST, id })

async function started(command: readonly [string, ...string[]]) {
  const complaints: string[] = []
  const adapter = await AdapterProcess.start({
    command,
    env: process.env,
    signal: new AbortController().signal,
    firstJob: FIRST,
    onComplaint: sentence => complaints.push(sentence),
  })
  return { adapter, complaints }
}

/** Starts the adapter that does this wrong and hands it jobs; what came of them, and what was complained of. */
async function misbehaved(how: string, ids: readonly string[] = ['one'], limitMs = 5000) {
  const { adapter, complaints } = await started([process.execPath, MISBEHAVING, how])
  assert.ok(typeof adapter === 'object', String(adapter))
  const replies = await Promise.all(ids.map(id => adapter.ask(job(id), limitMs)))
  const sentences = replies.map(reply => (reply.kind === 'trouble' ? reply.sentence : `status ${reply.result.status}`))
  const { running, hello } = adapter
  await adapter.end()
  return { sentences, complaints, running, hello }
}

test('a program that is not there, or that may not run, is a sentence', async () => {
  const { adapter: absent } = await started(['no-such-program-here'])
  assert.equal(absent, 'There is no program "no-such-program-here": check the name, or give its path.')
  const file = join(folder, 'plain.txt')
  writeFileSync(file, 'text')
  const { adapter: plain } = await started([file])
  assert.equal(plain, `"${file}" may not be run: chmod +x makes it a program, or put its interpreter before it.`)
})

test('one that exits before it reads is told with its code and its last words', async () => {
  const { adapter } = await started([process.execPath, MISBEHAVING, 'exits-at-once'])
  assert.equal(
    adapter,
    'The adapter exited with code 3 before it gave a result. It last said: "cannot find my settings"',
  )
})

test('hello is optional; a broken or a second one is complained of', async () => {
  const silent = await misbehaved('says-no-hello', [])
  assert.deepEqual([silent.hello, silent.complaints], [null, []])
  const broken = await misbehaved('breaks-hello', [])
  assert.equal(broken.hello, null)
  assert.deepEqual(broken.complaints, [
    'The adapter\'s hello breaks schema/hello.json: the line lacks the member "version".',
  ])
  const twice = await misbehaved('says-hello-twice', [])
  assert.equal(twice.hello?.client, 'misbehaving')
  assert.deepEqual(twice.complaints, ['The adapter said hello more than once; the first one counts.'])
})

test('a crash is told to every job under way, with how it ended and its last words', async () => {
  const { sentences, running } = await misbehaved('crashes', ['one', 'two'])
  const sentence =
    'The adapter exited with code 7 before it gave a result. It last said: "first line / TypeError: no such thing"'
  assert.deepEqual([sentences, running], [[sentence, sentence], false])
  const signalled = await misbehaved('ends-by-signal')
  assert.deepEqual(signalled.sentences, ['The adapter was ended by SIGKILL before it gave a result.'])
  const quiet = await misbehaved('exits-with-0')
  assert.match(quiet.sentences[0] ?? '', /exited with code 0 .*goes on reading jobs until its standard input ends\.$/)
})

test('a result that was written just before the exit counts, also without a line break', async () => {
  const { sentences } = await misbehaved('answers-before-it-exits')
  assert.deepEqual(sentences, ['status 200'])
})

test('one that hangs is stopped, even when it does not want to', async () => {
  const hung = await misbehaved('hangs', ['one', 'two'], 300)
  assert.equal(
    hung.sentences[0],
    'The adapter gave no result within 300 ms. It last said: "waiting for something / waiting for something"',
  )
  assert.deepEqual([hung.sentences[1], hung.running], [hung.sentences[0], false])
  const { sentences } = await misbehaved('stubborn', ['one'], 200)
  assert.deepEqual(sentences, ['The adapter gave no result within 200 ms.'])
})

test('one that listens no more is stopped like one that hangs', async () => {
  const { adapter } = await started([process.execPath, MISBEHAVING, 'stops-listening'])
  assert.ok(typeof adapter === 'object')
  const one = adapter.ask(job('one'), 400)
  await pause(150)
  // More than the system takes for somebody who does not read: the rest fails when the process is gone.
  const two = adapter.ask({ ...job('two'), body: 'x'.repeat(5_000_000) }, 400)
  assert.deepEqual([(await one).kind, (await two).kind], ['trouble', 'trouble'])
  await adapter.end()
})

test('a result that breaks the contract is a sentence, also where it has no id', async () => {
  const typed = await misbehaved('number-as-status', ['one', 'two'])
  const wrong = "The adapter's result breaks schema/result.json: status must be a whole number or null."
  assert.deepEqual([typed.sentences, typed.running], [[wrong, wrong], true])
  const nameless = await misbehaved('no-id')
  assert.deepEqual(nameless.sentences, [
    'The adapter\'s result breaks schema/result.json: the line lacks the member "id".',
  ])
  // With two jobs under way nobody knows which one it is for.
  const unclear = await misbehaved('no-id', ['one', 'two'], 400)
  assert.equal(unclear.sentences[0], 'The adapter gave no result within 400 ms.')
  assert.equal(unclear.complaints.length, 2)
})

test('an unknown id, a second result and junk are complained of, and the job is answered', async () => {
  const unknown = await misbehaved('unknown-id')
  assert.deepEqual(unknown.sentences, ['status 200'])
  assert.deepEqual(unknown.complaints, ['The adapter answered a job that it was not given: "somebody".'])
  const twice = await misbehaved('answers-twice', ['one', 'two'])
  assert.deepEqual(twice.sentences, ['status 200', 'status 200'])
  assert.deepEqual(new Set(twice.complaints), new Set(['The adapter answered a job twice; the first result counts.']))
  const junk = await misbehaved('prints-junk', [])
  assert.match(junk.complaints.join(), /no JSON object: "Debugger attached\."\. Standard output is for results/)
})

test('a line or last words without end cost no memory', async () => {
  const { complaints, hello } = await misbehaved('prints-without-end', [])
  assert.deepEqual(complaints, ['The adapter printed a line of more than 1048576 characters, which was left out.'])
  // What followed on the same line was hello.
  assert.equal(hello, null)
  const { sentences } = await misbehaved('says-much')
  assert.match(sentences[0] ?? '', /It last said: "noise \/ noise \/ the last words"$/)
})

test('what an adapter started ends with it', async () => {
  const file = join(folder, 'family')
  const { adapter } = await started([process.execPath, MISBEHAVING, 'family', file])
  assert.ok(typeof adapter === 'object')
  const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number)
  assert.deepEqual(pids.map(isAlive), [true, true])
  const reply = adapter.ask(job('one'), 5000)
  await adapter.end()
  assert.deepEqual(await reply, { kind: 'trouble', sentence: 'The adapter was stopped.' })
  await pause(50)
  assert.deepEqual(pids.map(isAlive), [false, false])
})

test('what was started ends when starting it throws', async () => {
  const file = join(folder, 'thrown')
  const firstJob = { ...FIRST, toJSON: () => waitFor(file) }
  const start = AdapterProcess.start({
    command: [process.execPath, MISBEHAVING, 'family', file],
    env: process.env,
    signal: new AbortController().signal,
    firstJob,
    onComplaint: () => {},
  })
  await assert.rejects(start, /not today/)
  await pause(50)
  const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number)
  assert.deepEqual(pids.map(isAlive), [false, false])
})

/** Holds everything up until the family is complete, and then throws. */
function waitFor(file: string): never {
  const complete = (): boolean => existsSync(file) && readFileSync(file, 'utf8').trim().split('\n').length === 2
  const nap = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 0; tries < 500 && !complete(); tries += 1) Atomics.wait(nap, 0, 0, 10)
  throw new Error('not today')
}

test('what an adapter leaves behind when it crashes ends too', async () => {
  const file = join(folder, 'orphan')
  const { adapter } = await started([process.execPath, MISBEHAVING, 'leaves-a-child', file])
  assert.ok(typeof adapter === 'object')
  await adapter.ask(job('one'), 5000)
  await pause(50)
  assert.equal(isAlive(Number(readFileSync(file, 'utf8'))), false)
})

test('a job after the end is answered with why it ended', async () => {
  const { adapter } = await started([process.execPath, MISBEHAVING, 'crashes'])
  assert.ok(typeof adapter === 'object')
  await adapter.ask(job('one'), 5000)
  const reply = await adapter.ask(job('two'), 5000)
  assert.match(reply.kind === 'trouble' ? reply.sentence : '', /exited with code 7/)
  await adapter.end()
})
