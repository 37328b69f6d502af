import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostAtOnce } from './overlap.ts'

test('spans that meet are counted, those that follow each other are not', () => {
  assert.equal(mostAtOnce([]), 0)
  assert.equal(
    mostAtOnce([
      { fromMs: 0, toMs: 10 },
      { fromMs: 10, toMs: 20 },
    ]),
    1,
  )
  assert.equal(
    mostAtOnce([
      { fromMs: 0, toMs: 11 },
      { fromMs: 10, toMs: 20 },
    ]),
    2,
  )
  assert.equal(
    mostAtOnce([
      { fromMs: 0, toMs: null },
      { fromMs: 900, toMs: null },
      { fromMs: 5, toMs: 6 },
    ]),
    2,
  )
  assert.equal(mostAtOnce([{ fromMs: 4, toMs: 4 }]), 1)
  assert.equal(
    mostAtOnce([
      { fromMs: 4, toMs: 5 },
      { fromMs: 4, toMs: 6 },
    ]),
    2,
  )
})
