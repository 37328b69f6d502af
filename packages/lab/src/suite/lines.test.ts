import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lines } from './lines.ts'

function cutIntoLines(...pieces: readonly string[]) {
  const heard: string[] = []
  const lines = new Lines(
    line => heard.push(line),
    longest => heard.push(`too long: ${longest}`),
  )
  for (const piece of pieces) lines.add(piece)
  lines.end()
  return heard
}

test('text in pieces becomes lines; empty ones do not count, the last needs no line break', () => {
  assert.deepEqual(cutIntoLines('on', 'e\ntwo\n', '\n \nthr', 'ee'), ['one', 'two', 'three'])
  assert.deepEqual(cutIntoLines('one\r\n'), ['one\r'])
})

test('a line that is too long is told once and left out; the next one counts', () => {
  const half = 'x'.repeat(700_000)
  assert.deepEqual(cutIntoLines(half, half, half, '\nnext\n'), ['too long: 1048576', 'next'])
})
