import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKnobs } from './read-query.ts'
import { KNOBS } from './table.ts'

function faultOf(query: string): string {
  const turned = readKnobs(query)
  if ('fault' in turned) return turned.fault
  throw new Error(`${query} is taken`)
}

function knobsOf(query: string): object {
  const turned = readKnobs(query)
  if ('knobs' in turned) return turned.knobs
  throw new Error(turned.fault)
}

test('every knob takes its own example', () => {
  for (const [name, { example }] of Object.entries(KNOBS)) {
    assert.ok(name in knobsOf(`${name}=${encodeURIComponent(example)}`), name)
  }
})

test('a bad value is a sentence with the knob, what it takes, what was given and an example', () => {
  for (const [query, words] of [
    [
      'delay=10001',
      /^The knob \?delay= takes a whole number of milliseconds from 0 to 10000, which "10001" is not\. .*delay=300\.$/,
    ],
    ['delay=-1', /"-1" is not/],
    ['delay=', /"" is not/],
    ['times=0', /from 1 to 1000/],
    ['times=2.5', /"2\.5"/],
    ['then=199', /from 200 to 599/],
    ['then=503,', /from 200 to 599/],
    ['then=600', /from 200 to 599/],
    ['body=10485761', /from 0 to 10485760/],
    ['body=xml', /problem, json, text, html or empty/],
    ['reset=body', /before-head, in-head, after-head, mid-body or stall/],
    ['coding=lzma', /gzip, deflate, br or zstd/],
    ['coding=gzip,gzip,gzip,gzip,gzip', /at most 4/],
    ['interim=101', /102 to 199/],
    ['interim=103*101', /at most 100 times/],
    ['rate=1/2', /three whole numbers/],
    ['failure-rate=1.1', /from 0 to 1/],
    ['failure-rate=.', /from 0 to 1/],
    ['seed=x', /whole number/],
    ['drip=1001', /from 0 to 1000/],
    ['etag=a%22b', /entity tag/],
    ['retry-after=', /seconds/],
    ['cache-control=a%0d%0aX:%20y', /at most 1000 characters/],
    ['h-x={99999*y}', /at most 1000 characters/],
    [`h-x=${'y'.repeat(1001)}`, /at most 1000 characters/],
    ['delay=%zz', /an escape in it is broken/],
  ] as const) {
    assert.match(faultOf(query), words, query)
  }
})

test('an unknown knob is told with the nearest one', () => {
  assert.match(faultOf('retry_after=2'), /no knob "retry_after"\. Did you mean "retry-after"\?/)
  assert.match(faultOf('tims=2'), /Did you mean "times"\?/)
  assert.match(faultOf('zzzzzz=2'), /GET \/ lists all/)
  assert.match(faultOf('constructor=2'), /no knob "constructor"/)
  assert.match(faultOf('times=1&times=2'), /twice/)
  assert.match(faultOf('%zz=2'), /no knob "%zz"/)
  assert.match(faultOf('h-=2'), /names no field/)
  assert.match(faultOf('h-a%20b=2'), /names no field/)
  assert.match(faultOf(Array.from({ length: 41 }, (_, at) => `h-x=${at}`).join('&')), /more than 40/)
})

test('a plus is a plus, escapes are undone, and fields gather', () => {
  assert.deepEqual(knobsOf('retry-after=date+2&h-X-A=1&h-x-a=b%20c&h-y=='), {
    'retry-after': '{date+2}',
    fields: { 'x-a': ['1', 'b c'], y: ['='] },
  })
  assert.deepEqual(knobsOf(''), { fields: {} })
  assert.deepEqual(knobsOf('etag=W/v1&body=0&failure-rate=.5'), {
    etag: 'W/"v1"',
    body: 0,
    'failure-rate': 0.5,
    fields: {},
  })
  assert.deepEqual(knobsOf('h-__proto__=1&h-constructor=2'), { fields: { ['__proto__']: ['1'], constructor: ['2'] } })
})
