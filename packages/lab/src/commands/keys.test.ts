import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Streams } from './command.ts'
import { listenForKeys } from './keys.ts'

/** A terminal, or one end of it that is none. */
function terminal(ends = { stdin: true, stdout: true }) {
  const modes: boolean[] = []
  const stdin = Object.assign(new PassThrough(), { isTTY: ends.stdin, setRawMode: (on: boolean) => modes.push(on) })
  const stdout = Object.assign(new PassThrough(), { isTTY: ends.stdout })
  const streams: Streams = { stdin, stdout, stderr: new PassThrough(), env: {} }
  return { streams, stdin, modes }
}

test('a letter does what it is for, in either case; Ctrl-C and Ctrl-D stop; the terminal is given back as it was', async () => {
  const { streams, stdin, modes } = terminal()
  const done: string[] = []
  const giveBack = listenForKeys(streams, { letters: { h: () => done.push('h') }, stop: () => done.push('stop') })
  stdin.write('hxH\u0003')
  stdin.write(Buffer.from('\u0004'))
  await turn()
  assert.deepEqual([done, modes], [['h', 'h', 'stop', 'stop'], [true]])
  const before = process.listenerCount('SIGCONT')
  giveBack?.()
  assert.deepEqual([modes, process.listenerCount('SIGCONT')], [[true, false], before - 1])
  stdin.write('h')
  await turn()
  assert.equal(done.length, 4)
})

test('without a terminal at both ends there are no keys', () => {
  const keys = { letters: {}, stop: () => {} }
  for (const ends of [
    { stdin: false, stdout: true },
    { stdin: true, stdout: false },
  ]) {
    const { streams, modes } = terminal(ends)
    assert.deepEqual([listenForKeys(streams, keys), modes], [null, []])
  }
  const { stdin: _, ...streams } = terminal().streams
  assert.equal(listenForKeys(streams, keys), null)
})
