import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { COMMANDS } from './all.ts'
import { main } from './main.ts'

async function printed(words: readonly string[], columns: number): Promise<string> {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns })
  const streams = { stdout, stderr: new PassThrough(), env: { NO_COLOR: '1' } }
  assert.equal(await main(words, streams), 0)
  return String(stdout.read())
}

test('every help text fits a terminal of 40 columns', async () => {
  for (const words of [[], ...COMMANDS.map(({ name }) => [name])]) {
    const lines = (await printed([...words, '--help'], 40)).split('\n')
    const long = lines.filter(line => line.length > 40)
    assert.deepEqual(long, [], words.join(' '))
  }
})

test('where there is no room beside an option, its words stand below it', async () => {
  assert.match(
    await printed(['serve', '--help'], 40),
    /^ {2}--port <number>\n {6}where to listen, 0 to 65535; 0,\n {6}the/m,
  )
})

test('on a wide terminal the lines stay as they were written', async () => {
  assert.match(await printed(['serve', '--help'], 120), /^Ctrl-C or a SIGTERM .* an option is wrong;$/m)
})
