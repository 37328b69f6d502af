import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goals } from './goals.ts'
import { resultLike, resultsLike, rowLike } from './invented.ts'
import { mannersBlock } from './page.ts'
import type { Result, Row } from './record.ts'

const plain = rowLike({})
const heed = (measures: Partial<Row['measures']>): Row => rowLike({ id: 'h', name: 'heed', real: true }, measures)

const reached = (result: Result): string[] =>
  goals(resultsLike(result)).map(goal => `${goal.measured}: ${goal.reached}`)

test('an outage has two goals: few requests for each of its calls, and no peak afterwards', () => {
  assert.deepEqual(reached(resultLike({ rows: [plain, heed({ spellSends: 360, peakSends: 20 })] })), [
    '1.20: true',
    '2.00 times: true',
  ])
  assert.deepEqual(reached(resultLike({ rows: [plain, heed({ spellSends: 361, peakSends: 21 })] })), [
    '1.20: false',
    '2.10 times: false',
  ])
})

test('a brown-out has the second goal alone', () => {
  assert.deepEqual(reached(resultLike({ id: 'brown-out', rows: [heed({})] })), ['1.50 times: true'])
})

test('a quota is measured by its 429s beside those of plain backoff', () => {
  const quota = (throttled: number): Result =>
    resultLike({ id: 'quota-x', spellSeconds: null, rows: [plain, heed({ throttled })] })
  assert.deepEqual(reached(quota(50)), ['90 % fewer: true'])
  assert.deepEqual(reached(quota(51)), ['89 % fewer: false'])
  assert.deepEqual(reached(quota(600)), ['20 % more: false'])
  assert.deepEqual(reached(resultLike({ id: 'quota-x', spellSeconds: null, rows: [heed({})] })), [])
})

test('the page has the goals, and a plot and a table for each scenario', () => {
  const outage = resultLike({ rows: [plain, heed({ recoveryMs: null })] })
  const quota = resultLike({
    id: 'quota-x',
    title: 'A quota',
    spellSeconds: null,
    rows: [plain, heed({ throttled: 1234 })],
  })
  const page = mannersBlock(resultsLike(outage, quota))
  assert.match(page, /\| An outage \| heed \| At most 1\.2 requests for each call of the outage \| 1\.20 \| yes \|/)
  assert.match(page, /!\[An outage: [^\]]+\]\(manners\/outage-x\.svg\)/)
  assert.match(page, /\| \*\*heed\*\* \| 900 \| 40 \| 60 \| 1,500 \| 560 \| 1\.20 \| not at all \| 1\.5 times \|/)
  assert.match(page, /\| Plain & simple \| 900 \| 40 \| 60 \| 1,500 \| 560 \| 1\.20 \| 1\.2 s \| 1\.5 times \|/)
  assert.match(page, /\| \*\*heed\*\* \| 900 \| 40 \| 60 \| 1,500 \| 560 \| 1,234 \| 1\.20 \|/)
  assert.match(page, /\| Plain & simple \| a book \|/)
})
