import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDigests } from './content-digest.ts'

// RFC 9530 appendix B.1: of `{"hello": "world"}` and a line end.
const SHA256 = 'RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg='

test('the example of RFC 9530 is read', () => {
  assert.deepEqual(parseDigests(`sha-256=:${SHA256}:`), [{ algorithm: 'sha-256', base64: SHA256 }])
})

test('what is written is read back, among others, over several lines, and in every order', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.boolean(), (bytes, turned) => {
      const of = (algorithm: string): string => createHash(algorithm).update(bytes).digest('base64')
      const lines = [`sha-512=:${of('sha512')}:`, ` md5=:${of('md5')}: , sha-256=:${of('sha256')}:\t`]
      const found = parseDigests(turned ? lines.toReversed() : lines)
      assert.deepEqual(
        new Map(found.map(({ algorithm, base64 }) => [algorithm, base64])),
        new Map([
          ['sha-256', of('sha256')],
          ['sha-512', of('sha512')],
        ]),
      )
    }),
  )
})

test('padding may be missing, and the last of two counts', () => {
  const zeros = `${'A'.repeat(43)}=`
  assert.deepEqual(parseDigests(`sha-256=:${zeros}:, sha-256=:${SHA256.slice(0, -1)}:`), [
    { algorithm: 'sha-256', base64: SHA256 },
  ])
})

test('what is not to the letter says nothing', () => {
  for (const wrong of [
    undefined,
    null,
    '',
    'sha-256',
    `sha-256=${SHA256}`,
    `sha-256="${SHA256}"`,
    `sha-256=:${SHA256}`,
    `SHA-256=:${SHA256}:`,
    `sha-256 =:${SHA256}:`,
    `sha-256=:${SHA256}:;x=1`,
    `sha-256=:${SHA256}:,`,
    `sha-256=:${SHA256}: x=:AA==:`,
    `sha-256=:${SHA256}:, md5=1`,
    `sha-256=:${SHA256.slice(2)}:`,
    `sha-512=:${SHA256}:`,
    `sha-512=:${SHA256}:, sha-256=:${SHA256}:`,
    'sha-256=:=AAA:',
    'sha-256=:A:',
    'md5=:AAAA:',
  ]) {
    assert.deepEqual(parseDigests(wrong), [], String(wrong))
  }
})

test('it never throws, and is linear', () => {
  fc.assert(fc.property(fc.string(), text => Array.isArray(parseDigests(text))))
  const startMs = performance.now()
  for (const long of [`sha-256=:${'A'.repeat(2 ** 20)}`, 'a=::,'.repeat(2 ** 18), ','.repeat(2 ** 20)]) {
    assert.deepEqual(parseDigests(long), [])
  }
  assert.ok(performance.now() - startMs < 2_000)
})
