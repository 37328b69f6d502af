import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drift } from './drift.ts'
import { resultLike, resultsLike, rowLike } from './invented.ts'
import type { Row } from './record.ts'

const drifted = (was: Row, is: Row): string[] =>
  drift(resultsLike(resultLike({ rows: [was] })), resultsLike(resultLike({ rows: [is] })))

const model = rowLike({ id: 'm' })
const heed = rowLike({ id: 'h', real: true })

test('equal results have not drifted', () => {
  assert.deepEqual([drifted(model, model), drifted(heed, heed)], [[], []])
})

test('a model may not move at all', () => {
  assert.deepEqual(drifted(model, rowLike({ id: 'm' }, { sends: 1501 })), ['outage-x, m: sends was 1500 and is 1501.'])
  const moved = rowLike({ id: 'm', series: { sends: '1 2', completed: '1 2' } })
  assert.deepEqual(drifted(model, moved), ['outage-x, m: its course over time is another one.'])
})

test('heed may move by a tenth, or by little, and not between recovered and not recovered', () => {
  const moved = (measures: Partial<Row['measures']>): number =>
    drifted(heed, rowLike({ id: 'h', real: true }, measures)).length
  assert.deepEqual([moved({ sends: 1650 }), moved({ sends: 1651 })], [0, 1])
  assert.deepEqual([moved({ failed: 160 }), moved({ failed: 161 })], [0, 1])
  assert.deepEqual([moved({ recoveryMs: 2200 }), moved({ recoveryMs: 2300 }), moved({ recoveryMs: null })], [0, 1, 1])
  const never = rowLike({ id: 'h', real: true }, { recoveryMs: null })
  assert.deepEqual(drifted(never, rowLike({ id: 'h', real: true }, { recoveryMs: 500 })).length, 1)
  assert.deepEqual([moved({ peakSends: 25 }), moved({ peakSends: 26 })], [0, 1])
  assert.deepEqual(drifted(heed, rowLike({ id: 'h', real: true, series: { sends: '1', completed: '1' } })), [])
})

test('who came and who went is told', () => {
  assert.deepEqual(drifted(model, heed), [
    'outage-x, h is not in results.json.',
    'outage-x, m is in results.json and is not played.',
  ])
})
