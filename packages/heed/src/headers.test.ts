import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FieldHeaders } from './headers.ts'

const fields = { 'x-b': ['1', '2'], 'set-cookie': ['a=1, x', 'b=2'], 'content-type': 'text/plain' }
const headers = new FieldHeaders(fields)

/** The standard's own view of the same lines. */
const standard = new Headers(
  Object.entries(fields).flatMap(([name, lines]) => [lines].flat().map((line): [string, string] => [name, line])),
)

test('names are found in any case, and several lines are joined', () => {
  assert.equal(headers.get('Content-TYPE'), 'text/plain')
  assert.equal(headers.get('x-b'), '1, 2')
  assert.equal(headers.has('X-B'), true)
  assert.equal(headers.get('x-c'), null)
  assert.equal(headers.has('x-c'), false)
})

test('what every object inherits is no field', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    assert.equal(headers.get(name), null)
    assert.equal(headers.has(name), false)
  }
})

test('cookies keep their lines', () => {
  assert.deepEqual(headers.getSetCookie(), ['a=1, x', 'b=2'])
  assert.deepEqual(new FieldHeaders({ 'set-cookie': 'a=1' }).getSetCookie(), ['a=1'])
  assert.deepEqual(new FieldHeaders({}).getSetCookie(), [])
})

test('it is walked through as standard Headers are', () => {
  assert.deepEqual([...headers], [...standard])
  assert.deepEqual([...headers.keys()], [...standard.keys()])
  assert.deepEqual([...headers.values()], [...standard.values()])
  const visited: [string, string][] = []
  headers.forEach((value, name) => {
    visited.push([name, value])
  })
  assert.deepEqual(visited, [...standard])
  assert.deepEqual([...new Headers([...headers])], [...standard])
  assert.equal(String(headers), '[object Headers]')
})
