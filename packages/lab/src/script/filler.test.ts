import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FILLER_BLOCK, fillerText } from './filler.ts'

test('the filler is as long as asked, and begins alike at every length', () => {
  assert.equal(FILLER_BLOCK.length, 65_536)
  for (const bytes of [0, 1, 33, 65_536, 65_537, 200_000]) assert.equal(fillerText(bytes).length, bytes)
  assert.ok(fillerText(200_000).startsWith(fillerText(70_000)))
})

test('no two lines of a block are alike', () => {
  const lines = FILLER_BLOCK.split('\n')
  assert.equal(new Set(lines).size, lines.length)
})
