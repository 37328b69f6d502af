import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { exercises } from './exercises/all.ts'
import { startLab } from './index.ts'

const BIN = fileURLToPath(new URL('bin.ts', import.meta.url))

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=heed-source', BIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
}

interface Ending {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

async function ending(child: ChildProcess): Promise<Ending> {
  if (!child.stdout || !child.stderr) throw new Error('the child has no output')
  const [out, error] = [text(child.stdout), text(child.stderr)]
  const [code] = await once(child, 'close')
  return { code, out: await out, error: await error }
}

async function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let seen = ''
  for await (const [chunk] of child.stdout ? onChunks(child.stdout) : []) {
    seen += String(chunk)
    const found = pattern.exec(seen)
    if (found) return found[1] ?? found[0]
  }
  throw new Error(`never printed: ${pattern}`)
}

async function* onChunks(stream: NodeJS.ReadableStream): AsyncGenerator<[unknown]> {
  for (;;) yield (await once(stream, 'data')) as [unknown]
}

test('it prints its address and one curl line an exercise, serves, and stops on Ctrl-C with 0', async () => {
  const child = start('--port', '0')
  const ended = ending(child)
  const url = await printed(child, /heed lab at (http:\S+)[\s\S]*Ctrl-C/)
  assert.equal((await fetch(`${url}/users/octocat`)).status, 200)
  child.kill('SIGINT')
  const { code, out, error } = await ended
  assert.equal(code, 0)
  assert.equal(out.match(/^ {2}curl -i /gm)?.length, exercises.flatMap(exercise => exercise.samples).length)
  assert.match(out.split('\n').slice(-3).join('\n'), new RegExp(`^${url}/ has this list`))
  assert.equal(error, 'GET /users/octocat 200\n')
})

test('--quiet prints the address alone', async () => {
  const child = start('--quiet')
  const ended = ending(child)
  const url = await printed(child, /(http:\S+)\n/)
  await fetch(url)
  child.kill('SIGTERM')
  const { code, out, error } = await ended
  assert.deepEqual([code, out, error], [0, `${url}\n`, ''])
})

test('a wrong option is one sentence with the cure, and exit code 64', async () => {
  for (const [words, sentence] of [
    [['--prot', '1'], /'--prot'.*--help/],
    [['--port'], /--port.*--help/],
    [['--port', 'x'], /from 0 to 65535, which "x" is not/],
    [['--port', '65536'], /from 0 to 65535/],
    [['--port=-1'], /from 0 to 65535/],
    [['extra'], /'extra'.*--help/],
  ] as const) {
    const { code, out, error } = await ending(start(...words))
    assert.deepEqual([code, out], [64, ''], error)
    assert.match(error, /^heed-lab: .*\.\n$/)
    assert.match(error, sentence)
  }
})

test('a port in use and a foreign address are one sentence, and exit code 1', async () => {
  const lab = await startLab()
  const taken = await ending(start('--port', String(lab.port)))
  await lab.close()
  assert.deepEqual([taken.code, taken.out], [1, ''])
  assert.match(taken.error, /^heed-lab: Port \d+ is in use.*--port 0.*\n$/)
  const foreign = await ending(start('--host', '192.0.2.1'))
  assert.equal(foreign.code, 1)
  assert.match(foreign.error, /^heed-lab: 192\.0\.2\.1 is no address of this machine.*\n$/)
})

test('--help names every option', async () => {
  const { code, out } = await ending(start('--help'))
  assert.equal(code, 0)
  for (const option of ['--port', '--host', '--quiet', '--help']) assert.ok(out.includes(option))
})
