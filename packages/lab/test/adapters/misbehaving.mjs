// An adapter that does one thing wrong: node misbehaving.mjs <how> [file]. Every other job it does right, with a fetch.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [how, file] = process.argv.slice(2)
const print = value => process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
const forever = () => setInterval(() => {}, 1000)

/** What it does at its start. */
const STARTS = {
  mute: forever,
  'exits-at-once': () => {
    process.stderr.write('cannot find my settings\n')
    process.exit(3)
  },
  'starts-once': () => {
    if (existsSync(file)) process.exit(4)
    appendFileSync(file, 'x')
  },
  'breaks-hello': () => print({ client: 'breaker' }),
  'says-hello-twice': () => print(hello),
  'prints-junk': () => print('Debugger attached.'),
  'prints-without-end': () => process.stdout.write('x'.repeat(3_000_000)),
  'says-much': () => process.stderr.write('noise\n'.repeat(200_000)),
  stubborn: () => process.on('SIGTERM', () => {}),
  family: () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' })
    appendFileSync(file, `${process.pid}\n${child.pid}\n`)
  },
}

/** What it does with a job. */
const JOBS = {
  crashes: () => {
    process.stderr.write('first line\nTypeError: no such thing\n')
    process.exit(7)
  },
  'starts-once': () => process.exit(7),
  'crashes-once': job => {
    if (existsSync(file)) return print(done(job))
    appendFileSync(file, 'x')
    process.exit(7)
  },
  'ends-by-signal': () => process.kill(process.pid, 'SIGKILL'),
  'stops-listening': () => {
    forever()
    process.stdin.destroy()
  },
  'exits-with-0': () => process.exit(0),
  hangs: () => process.stderr.write('waiting for something\n'),
  stubborn: () => {},
  family: () => {},
  'leaves-a-child': () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' })
    appendFileSync(file, `${child.pid}\n`)
    process.exit(1)
  },
  'says-much': () => process.stderr.write('the last words\n', () => process.exit(1)),
  'no-id': () => print({ ok: true, status: 200 }),
  'number-as-status': job => print({ id: job.id, ok: true, status: '200' }),
  'unknown-id': job => [print({ id: 'somebody', ok: true, status: 200 }), print(done(job))],
  'answers-twice': job => [print(done(job)), print({ ...done(job), status: 500 })],
  'answers-before-it-exits': job => {
    process.stdout.write(JSON.stringify({ ...done(job), body: 'x'.repeat(60_000) }))
    process.exitCode = 1
    input.close()
    process.stdin.destroy()
  },
  // Right and wrong in turn, whichever process it is.
  'changes-its-mind': async job => {
    appendFileSync(file, 'x')
    const { readFileSync } = await import('node:fs')
    print({ ...done(job), status: readFileSync(file, 'utf8').length % 2 === 1 ? 200 : 500 })
  },
  'is-not-able': job => print({ id: job.id, ok: false, status: null, unsupported: 'It cannot do that.' }),
}

const hello = { client: 'misbehaving', version: '1.0.0', lacks: ['cache'] }
const done = job => ({ id: job.id, ok: true, status: 200 })

STARTS[how]?.()
if (how !== 'mute' && how !== 'breaks-hello' && how !== 'says-no-hello') print(hello)

const input = createInterface({ input: process.stdin })
if (how !== 'mute') {
  input.on('line', async line => {
    const job = JSON.parse(line)
    if (job.id === 'first') return print(done(job))
    const wrong = JOBS[how]
    if (wrong !== undefined) return wrong(job)
    const response = await fetch(job.url, { method: job.method, headers: job.headers, body: job.body })
    const { ok, status, url } = response
    print({ id: job.id, ok, status, url, body: await response.text() })
  })
  if (how !== 'stubborn' && how !== 'family') input.on('close', () => process.exit())
  else forever()
}
