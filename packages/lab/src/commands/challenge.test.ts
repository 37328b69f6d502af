import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { waitAsTold } from '../challenges/wait-as-told.ts'
import { inFolder } from '../folder.ts'

const BIN = inFolder('src', 'bin.ts')
const folder = mkdtempSync(join(tmpdir(), 'heed-lab-challenge-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0
const freshFile = (): string => {
  files += 1
  return join(folder, `${files}.json`)
}

interface Run {
  readonly child: ChildProcess
  /** Resolves with the first group once the output has this. */
  printed(pattern: RegExp): Promise<string>
  readonly ended: Promise<{ code: number | null; out: string; error: string }>
}

function start(words: readonly string[], file = freshFile()): Run {
  const child = spawn(process.execPath, ['--conditions=heed-source', BIN, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HEED_LAB_PROGRESS: file },
  })
  let [out, error] = ['', '']
  child.stdout.on('data', piece => {
    out += piece
  })
  child.stderr.on('data', piece => {
    error += piece
  })
  return {
    child,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(out)
        if (found !== null) return found[1] ?? found[0]
        await once(child.stdout, 'data')
      }
    },
    ended: once(child, 'close').then(([code]) => ({ code, out, error })),
  }
}

const ADDRESS = /(http:\/\/127\S+)\n[\s\S]*Ctrl-C/
const solvedIn = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')).challenges

test('played on a pipe: the goal, a line for each request, the verdict, what to read; exit code 0', async () => {
  const file = freshFile()
  const run = start(['challenge', '1', '--port', '0'], file)
  const url = await run.printed(ADDRESS)
  await (await fetch(new URL('/favicon.ico', url))).text()
  await (await fetch(url)).text()
  const { code, out, error } = await run.ended
  assert.deepEqual([code, error], [0, ''])
  assert.match(out, /^Challenge 1 of 12: Fetch a page \(easy\)\n\n {2}Fetch the page with one GET/)
  assert.match(out, /\n {4}0\.00 s {2}GET \/favicon\.ico {2}404 Not Found \(does not count\)\n/)
  assert.match(out, /\n +\d\.\d\d s {2}GET \/page {2}200 OK\n\nSolved with 1 request\.\n {2}A 200 is/)
  assert.match(out, /To read:\n {4}https:\/\/www\.rfc-editor\.org\/\S+\n[\s\S]*\nNext: heed-lab challenge 2\n$/)
  assert.equal(out.includes('\u001b') || out.includes('Press h'), false)
  const { 'fetch-a-page': tries } = solvedIn(file) as Record<string, { tries: number; solvedAt: string; hint: number }>
  assert.deepEqual([tries?.tries, tries?.hint], [1, 0])
  assert.ok(Date.now() - Date.parse(tries?.solvedAt ?? '') < 60_000)
})

test('lost: the sentence at once, what was seen and how to go on; exit code 4; a later list shows the try', async () => {
  const file = freshFile()
  const run = start(['challenge', 'fetch-a-page', '--port', '0'], file)
  await fetch(await run.printed(ADDRESS), { method: 'HEAD' })
  const { code, out } = await run.ended
  assert.equal(code, 4)
  assert.match(
    out,
    /\n\nNot solved\.\n {2}The first request was not a GET\. [\s\S]*\n {2}Seen: the 1st was HEAD \/page at a: /,
  )
  assert.match(out, /\nAgain: {2}heed-lab challenge 1\nA hint: heed-lab challenge 1 --hint\n$/)
  const { out: list } = await start(['challenges'], file).ended
  assert.match(list, /^0 of 12 challenges solved\n\neasy\n {3}1 {2}tried {3}Fetch a page\n {3}2 {10}Follow the move\n/)
})

test('the time is over: exit code 4, and a challenge without a request is no try', async () => {
  const file = freshFile()
  const { code, out } = await start(['challenge', '3', '--limit', '1', '--port', '0'], file).ended
  assert.equal(code, 4)
  assert.match(out, /\nNot solved\. The time is over\.\n {2}The report was not asked for/)
  assert.equal(existsSync(file), false)
})

test('stopped in the middle: what is missing, exit code 130', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const run = start(['challenge', '3', '--port', '0'])
    await (await fetch(await run.printed(ADDRESS))).text()
    await run.printed(/429 Too Many Requests\n/)
    run.child.kill(signal)
    const { code, out } = await run.ended
    assert.equal(code, 130)
    assert.match(out, /\nStopped\. The first 429 was taken for the end\. /)
  }
})

test('hints come one at a time, and then begin anew; one by its number', async () => {
  const file = freshFile()
  const shown: string[] = []
  for (const words of [[], [], ['2'], [], []]) {
    const { code, out } = await start(['challenge', '3', '--hint', ...words], file).ended
    assert.equal(code, 0)
    shown.push(/^ {2}(Hint \d of 3): /.exec(out)?.[1] ?? out)
    assert.ok(waitAsTold.hints.some(hint => out.replace(/\s+/g, ' ').includes(hint)))
  }
  assert.deepEqual(shown, ['Hint 1 of 3', 'Hint 2 of 3', 'Hint 2 of 3', 'Hint 3 of 3', 'Hint 1 of 3'])
})

test('without a name it is the first that is not solved; when there is none, it says so', async () => {
  const file = freshFile()
  const tries = { tries: 1, solvedAt: '2026-01-02T03:04:05.000Z', hint: 0 }
  writeFileSync(file, JSON.stringify({ version: 1, challenges: { 'fetch-a-page': tries } }))
  const { out } = await start(['challenge', '--limit', '1', '--port', '0'], file).ended
  assert.match(out, /^Challenge 2 of 12/)
  const { CHALLENGES } = await import('../challenges/all.ts')
  const all = Object.fromEntries(CHALLENGES.map(({ slug }) => [slug, tries]))
  writeFileSync(file, JSON.stringify({ version: 1, challenges: all }))
  const played = await start(['challenge'], file).ended
  assert.deepEqual(
    [played.code, played.out],
    [0, 'All challenges are solved. heed-lab challenge 1 plays the first again.\n'],
  )
  const { out: list } = await start(['challenges'], file).ended
  assert.match(list, /^12 of 12 challenges solved\n[\s\S]*\nAll are solved\. /)
})

test('a port that is asked for and in use is one sentence, exit code 1; its own port in use is no matter', async () => {
  const one = start(['challenge', '1', '--limit', '20'])
  const url = await one.printed(ADDRESS)
  const { code, out, error } = await start(['challenge', '2', '--port', new URL(url).port]).ended
  assert.deepEqual([code, out], [1, ''])
  assert.match(error, /^heed-lab: Port \d+ is in use\. Choose another one, or leave --port out\.\n$/)
  const two = start(['challenge', '1', '--limit', '20'])
  const otherUrl = await two.printed(ADDRESS)
  assert.notEqual(otherUrl, url)
  await Promise.all([(await fetch(url)).text(), (await fetch(otherUrl)).text()])
  assert.deepEqual([(await one.ended).code, (await two.ended).code], [0, 0])
})

test('a wrong command line is one sentence with the cure, exit code 64', async () => {
  for (const [words, sentence] of [
    [['challenge', '13'], /no challenge '13'; they are numbered from 1 to 12\. heed-lab challenges lists them/],
    [['challenge', 'wait-as-tol'], /Did you mean wait-as-told\?/],
    [['challenge', '3', '4'], /Too many arguments.*--help/],
    [['challenge', '3', '--hint', '4'], /--hint takes a whole number from 1 to 3/],
    [['challenge', '3', '--port', '65536'], /--port takes a whole number from 0 to 65535/],
    [['challenge', '3', '--limit', '0'], /--limit takes a whole number from 1 to 86400/],
    [['challenges', '3'], /Too many arguments.*--help/],
  ] as const) {
    const { code, out, error } = await start(words).ended
    assert.deepEqual([code, out], [64, ''], error)
    assert.match(error, /^heed-lab: .*\.\n$/)
    assert.match(error, sentence)
  }
})

test('a broken file of progress is told and set aside, and play goes on', async () => {
  const file = freshFile()
  writeFileSync(file, '{')
  const { code, out, error } = await start(['challenge', '1', '--hint'], file).ended
  assert.deepEqual([code, out.slice(0, 14)], [0, '  Hint 1 of 3:'])
  assert.equal(error, `heed-lab: ${file} is no JSON. It is kept as ${file}.broken-1, and progress begins anew.\n`)
  assert.equal(readFileSync(`${file}.broken-1`, 'utf8'), '{')
})
