import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer } from '../script/answer.ts'
import { checkAnswers } from '../script/check-script.ts'
import { clash, compile, type Place } from './compile.ts'
import { readKnobs } from './read-query.ts'
import { KNOBS, type Knobs } from './table.ts'

const place: Place = { prefix: '/v/ada', informable: true, locate: text => (text.startsWith('/') ? text : null) }

function knobsOf(query: string): Knobs {
  const turned = readKnobs(query)
  if ('fault' in turned) throw new Error(turned.fault)
  return turned.knobs
}

const answersFor = (code: number, query: string): Answer[] => compile(code, knobsOf(query), place, 0)
const steps = (code: number, query: string): unknown[] =>
  answersFor(code, query).map(({ status, times }) => [status, times])

test('the answers are a script that the lab takes, for every code and knob', () => {
  const examples = Object.entries(KNOBS).map(([name, { example }]) => `${name}=${encodeURIComponent(example)}`)
  const together =
    'retry-after=date+2&times=2&then=503,200&delay=300&body=problem&etag=v1&reset=mid-body&seed=7&drip=5&coding=gzip'
  for (const query of ['', ...examples, together]) {
    for (const code of [200, 204, 206, 304, 302, 404, 412, 429, 503, 599]) {
      if (clash(code, knobsOf(query), place) !== null) continue
      assert.deepEqual(checkAnswers(answersFor(code, query)), [], `${code} ${query}`)
    }
  }
})

test('times and then tell a story of codes whose last one stays', () => {
  assert.deepEqual(steps(503, ''), [[503, 'always']])
  assert.deepEqual(steps(503, 'times=2'), [
    [503, 2],
    [200, 'always'],
  ])
  assert.deepEqual(steps(503, 'then=429,204'), [
    [503, 1],
    [429, 1],
    [204, 'always'],
  ])
  assert.deepEqual(steps(503, 'times=3&then=500'), [
    [503, 3],
    [500, 'always'],
  ])
})

test('waits belong to what is no success, troubles to the code that was asked for, validators to successes', () => {
  const [first, second, last] = answersFor(503, 'then=429,200&retry-after=2&delay=50&reset=after-head&rate=0/9/2')
  assert.deepEqual(
    [first, second, last].map(each => each?.fields?.['retry-after']),
    ['2', '2', undefined],
  )
  assert.deepEqual(
    [first, second, last].map(each => each?.delayMs),
    [50, undefined, undefined],
  )
  assert.deepEqual(
    [first, second, last].map(each => each?.break?.at),
    ['body', undefined, undefined],
  )
  assert.equal(first?.fields?.ratelimit, '"lab";r=0;t=2')
  const tagged = answersFor(503, 'times=1&etag=v1')
  assert.equal(tagged[0]?.fields?.etag, undefined)
  assert.deepEqual(
    tagged.map(({ status }) => status),
    [503, 412, 304, 304, 200],
  )
  assert.equal(tagged.at(-1)?.fields?.etag, '"v1"')
  assert.equal(answersFor(200, '')[0]?.fields?.['cache-control'], 'no-store')
  assert.equal(answersFor(200, 'etag=v1').at(-1)?.fields?.['cache-control'], undefined)
})

test('the dice fall the same again, for about the share that was asked for', () => {
  const run = (seed: number): (number | undefined)[] =>
    Array.from(
      { length: 400 },
      (_, count) => compile(503, knobsOf(`failure-rate=0.3&seed=${seed}`), place, count)[0]?.status,
    )
  assert.deepEqual(run(7), run(7))
  assert.notDeepEqual(run(7), run(8))
  const failures = run(7).filter(status => status === 503).length
  assert.ok(failures > 80 && failures < 160, String(failures))
  assert.equal(compile(503, knobsOf('failure-rate=0'), place, 1)[0]?.status, 200)
  assert.equal(compile(503, knobsOf('failure-rate=1&then=204'), place, 1)[0]?.status, 503)
})

test('what cannot be together is a sentence', () => {
  for (const [code, query, words] of [
    [503, 'failure-rate=0.5&times=2', /Leave one of them out/],
    [302, 'location=https://example.com/', /redirects to itself only/],
    [302, 'h-location=https://example.com/', /itself only\. Take \?location=/],
    [204, 'body=json', /204 has no body/],
    [204, 'reset=mid-body', /needs a body/],
    [503, 'reset=mid-body&body=empty', /needs a body/],
    [304, 'coding=gzip', /needs a body/],
    [503, 'body=empty&drip=1', /needs a body/],
  ] as const) {
    assert.match(clash(code, knobsOf(query), place) ?? 'none', words, query)
  }
  assert.equal(clash(204, knobsOf('body=empty'), place), null)
})
