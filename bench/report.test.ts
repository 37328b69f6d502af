import { deepEqual, match } from 'node:assert/strict'
import { test } from 'node:test'
import { goalsOf } from './goals.ts'
import { markdownOf } from './report.ts'
import type { Results } from './results.ts'

const results = (lookupNanos: number): Results => ({
  date: '2000-01-01',
  mode: 'quick',
  tookSeconds: 1,
  machine: { processor: 'A processor', cores: 2, memoryGigabytes: 8, system: 'linux x64', node: 'v24.0.0' },
  load: { before: 0.1, after: 1.2 },
  origin: 'an origin',
  pinned: 'held on cores',
  versions: { heed: '0.1.0' },
  rounds: [],
  flights: [],
  cold: [],
  sizes: [],
  micro: [{ name: 'lookup', nanos: lookupNanos, bytes: 0 }],
  leftOut: ['ky: it was not there'],
})

test('a goal is reached, missed, or not measured', () => {
  const lookup = (nanos: number) => goalsOf(results(nanos)).find(goal => goal.what === 'lookup')
  deepEqual(lookup(4), { what: 'lookup', goal: '<= 200 ns', measured: '4 ns', reached: true })
  deepEqual(lookup(201)?.reached, false)
  const explain = goalsOf(results(4)).find(goal => goal.what === 'explain')
  deepEqual(explain, { what: 'explain', goal: '<= 200 ns', measured: null, reached: null })
})

test('the report names machine, load, goals and what was left out', () => {
  const report = markdownOf(results(4))
  match(report, /A processor, 2 cores, 8 GB, linux x64, Node v24\.0\.0; load average 0\.1 before, 1\.2 after/)
  match(report, /\| lookup +\| +<= 200 ns \| +4 ns \| +yes \|/)
  match(report, /- ky: it was not there/)
})

test('a base that did not get its core says that the machine was busy', () => {
  const figures = { perSecond: 10_000, failed: 0, p50Micros: null, p99Micros: null }
  const withBase = (cpuMicros: number): Results => ({
    ...results(4),
    rounds: [
      [
        {
          contender: 'undici.request',
          figures: { small50: { ...figures, cpuMicros } },
          heap: { bytesPerRequest: 1, gcShare: 0 },
        },
      ],
    ],
  })
  match(markdownOf(withBase(50)), /undici\.request had 50 % of a core at 50 connections: the machine was busy/)
  match(markdownOf(withBase(95)), /undici\.request had 95 % of a core at 50 connections\.\n/)
})
