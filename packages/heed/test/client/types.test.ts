import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '../../src/index.ts'

// What the compiler has to accept and to refuse stands in test/face.
test('a client has every function that its type promises, and no other', () => {
  const promised = {
    ...{ get: 1, head: 1, options: 1, query: 1, post: 1, put: 1, patch: 1, delete: 1 },
    ...{ try: 1, update: 1, download: 1, origins: 1, extend: 1, close: 1 },
  } satisfies Record<keyof Client, number>
  assert.deepEqual(Object.keys(createClient()).sort(), Object.keys(promised).sort())
})
