import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logOf } from '../../test/wire-log.ts'
import type { FieldLines } from './entry.ts'
import { isSecretField, maskSecrets } from './secrets.ts'

test('secret fields are known by their names, in any case', () => {
  for (const name of [
    'Authorization',
    'proxy-authorization',
    'COOKIE',
    'Set-Cookie',
    'X-API-Key',
    'x-csrf-token',
    'My-Secret',
    'x-password-2',
  ]) {
    assert.equal(isSecretField(name), true, name)
  }
  for (const name of ['accept', 'www-authenticate', 'etag', 'host', 'if-match'])
    assert.equal(isSecretField(name), false, name)
})

test('secrets are numbered, so that the same one is seen to be the same', () => {
  const fields: FieldLines = [
    ['Authorization', 'Bearer one'],
    ['X-Api-Key', 'two'],
    ['Accept', 'text/html'],
    ['X-Token', 'one'],
    ['Cookie', 'a=b; c=d'],
    ['Proxy-Authorization', 'custom scheme'],
  ]
  const [entry] = maskSecrets(logOf({ fields }, { fields: [['Set-Cookie', 'a=b; c=d']] })).entries
  assert.deepEqual(entry?.fields, [
    ['Authorization', 'Bearer [secret-1]'],
    ['X-Api-Key', '[secret-2]'],
    ['Accept', 'text/html'],
    ['X-Token', '[secret-1]'],
    ['Cookie', '[secret-3]'],
    ['Proxy-Authorization', '[secret-4]'],
  ])
  assert.deepEqual(entry.answer.fields, [['Set-Cookie', '[secret-3]']])
})

test('targets and addresses lose their credentials and nothing else', () => {
  const masked = (target: string): unknown => maskSecrets(logOf({ target })).entries[0]?.target
  assert.equal(masked('/x?a=1&access_token=abc&b=token#f'), '/x?a=1&access_token=[secret-1]&b=token#f')
  assert.equal(masked('http://user:pass@host/x@y'), 'http://[secret-1]@host/x@y')
  assert.equal(masked('/x@y?z'), '/x@y?z')
  const [entry] = maskSecrets(logOf({}, { fields: [['Location', 'https://u:p@host/?apikey=1']] })).entries
  assert.deepEqual(entry?.answer.fields, [['Location', 'https://[secret-1]@host/?apikey=[secret-2]']])
})

test('the log itself stays as it is', () => {
  const log = logOf({ target: '/?key=1', fields: [['Cookie', 'x']] })
  const before = structuredClone(log)
  maskSecrets(log)
  assert.deepEqual(log, before)
})
