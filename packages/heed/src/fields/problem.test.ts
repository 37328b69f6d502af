import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseProblem } from './problem.ts'

const contentType = 'application/problem+json'
const nested = (levels: number): string => `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`

function parse(body: Uint8Array | string): NonNullable<ReturnType<typeof parseProblem>> {
  return parseProblem(contentType, body) ?? assert.fail('no problem')
}

test('all standard members and the extensions are read, from text and from bytes', () => {
  const members = {
    type: '/out-of-credit',
    title: 'Not enough',
    status: 403,
    detail: 'Balance: 30 €',
    instance: '/msgs/abc',
  }
  const body = JSON.stringify({ ...members, balance: 30, accounts: ['/a', '/b'] })
  for (const form of [body, new TextEncoder().encode(body), `\ufeff${body}`, Buffer.from(`\ufeff${body}`)]) {
    const { extensions, ...standard } = parse(form)
    assert.deepEqual(standard, members)
    assert.deepEqual({ ...extensions }, { balance: 30, accounts: ['/a', '/b'] })
  }
})

test('an empty object is a problem of the type about:blank', () => {
  const { extensions, ...standard } = parse('{}')
  assert.deepEqual(standard, {
    type: 'about:blank',
    title: undefined,
    status: undefined,
    detail: undefined,
    instance: undefined,
  })
  assert.deepEqual(Object.keys(extensions), [])
})

test('members of the wrong type count as absent', () => {
  for (const wrong of [null, true, [], {}, ['x']]) {
    const body = JSON.stringify({
      type: wrong,
      title: wrong,
      status: wrong,
      detail: wrong,
      instance: wrong,
      kept: wrong,
    })
    const { extensions, ...standard } = parse(body)
    assert.deepEqual(standard, {
      type: 'about:blank',
      title: undefined,
      status: undefined,
      detail: undefined,
      instance: undefined,
    })
    assert.deepEqual({ ...extensions }, { kept: wrong })
  }
  for (const status of ['"403"', '403.5', '1e999', '-1', '99', '1000'])
    assert.equal(parse(`{"status":${status}}`).status, undefined)
  assert.equal(parse('{"title":1}').title, undefined)
})

test('only application/problem+json is read', () => {
  assert.notEqual(parseProblem('Application/Problem+JSON; charset=utf-8', '{}'), null)
  for (const other of [
    null,
    undefined,
    '',
    'application/json',
    'application/problem+xml',
    'text/html',
    'application/problem+json, text/html',
  ]) {
    assert.equal(parseProblem(other, '{}'), null, String(other))
  }
})

test('what is no JSON object is no problem', () => {
  for (const body of ['', ' ', 'null', '1', '"x"', '[]', '[{}]', '{', '{"title":}', '<html>', '{}{}']) {
    assert.equal(parseProblem(contentType, body), null, body)
  }
})

test('64 KiB are read, a byte more is not', () => {
  const fits = `{"x":"${'a'.repeat(64 * 1024 - 8)}"}`
  assert.equal(fits.length, 64 * 1024)
  assert.notEqual(parseProblem(contentType, fits), null)
  assert.equal(parseProblem(contentType, `${fits} `), null)
  assert.notEqual(parseProblem(contentType, Buffer.from(fits)), null)
  assert.equal(parseProblem(contentType, Buffer.from(`${fits} `)), null)
  assert.equal(parseProblem(contentType, fits.replaceAll('a', 'ü')), null)
})

test('32 levels are read, one more is not, and brackets in strings are no levels', () => {
  assert.notEqual(parseProblem(contentType, nested(32)), null)
  assert.equal(parseProblem(contentType, nested(33)), null)
  assert.equal(parse(`{"title":"${'[{'.repeat(100)}\\"${'[{'.repeat(100)}"}`).title?.length, 401)
  assert.notEqual(parseProblem(contentType, `{"x":[${'[],{},'.repeat(100)}0]}`), null)
})

test('prototype keys are dropped at every depth, however they are spelt', () => {
  const evil = '"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},"prototype":{"a":1},"\\u005f_proto__":{"a":1}'
  const { extensions } = parse(`{${evil},"kept":{${evil},"deep":[{${evil},"x":1}]}}`)
  assert.equal(JSON.stringify(extensions), '{"kept":{"deep":[{"x":1}]}}')
  assert.equal(Object.getPrototypeOf(extensions), null)
  assert.equal('a' in {}, false)
  assert.equal('constructor' in extensions, false)
})

test('standard members are never taken from a prototype', () => {
  Object.defineProperty(Object.prototype, 'title', { value: 'polluted', configurable: true })
  try {
    assert.equal(parse('{}').title, undefined)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'title')
  }
})

const unsafeKeys = ['__proto__', 'constructor', 'prototype']

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(member)])
}

test('whatever JSON comes, the result can be merged into anything', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom(...unsafeKeys))
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.array(tie('tree')), fc.dictionary(key, tie('tree'))),
  }))
  fc.assert(
    fc.property(fc.dictionary(key, tree), members => {
      const problem = parseProblem(contentType, JSON.stringify(members))
      return problem === null || !keysOf(problem).some(name => unsafeKeys.includes(name))
    }),
  )
})

test('members without prototype keys come through unchanged', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().map(name => `x${name}`),
        fc.jsonValue({ maxDepth: 5 }),
      ),
      members => {
        const json = JSON.stringify(members)
        fc.pre(!unsafeKeys.some(key => json.includes(key)))
        assert.deepEqual({ ...parse(json).extensions }, JSON.parse(json))
      },
    ),
  )
})
