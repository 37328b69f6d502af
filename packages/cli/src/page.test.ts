import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageOf } from './page.ts'

const columnsOf = (columns: number | undefined, isTTY = true): number =>
  pageOf({ isTTY, ...(columns === undefined ? {} : { columns }) }, false).columns

test('a terminal is filled between 20 and 100 columns', () => {
  assert.deepEqual(
    [1, 20, 63, 100, 400].map(columns => columnsOf(columns)),
    [20, 20, 63, 100, 100],
  )
})

test('a terminal that does not know its width yet, or says 0, has the usual one', () => {
  assert.deepEqual([columnsOf(0), columnsOf(undefined)], [80, 80])
})

test('what is no terminal has the usual width, and its long words stay whole', () => {
  assert.equal(columnsOf(40, false), 80)
  assert.deepEqual([pageOf({ isTTY: false }, true).breakWords, pageOf({ isTTY: true }, true).breakWords], [false, true])
})
