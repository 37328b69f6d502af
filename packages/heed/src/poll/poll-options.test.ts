import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OptionError } from '../errors/errors.ts'
import { CONDITIONS } from '../fields/conditions.ts'
import { checkedPoll } from './poll-options.ts'

test('a poll asks for the whole, so a condition or a range of the caller is refused, in any letter case', () => {
  assert.ok((CONDITIONS as readonly string[]).includes('if-unmodified-since'))
  for (const name of [...CONDITIONS, 'range']) {
    for (const written of [name, name.toUpperCase()]) {
      assert.throws(
        () => checkedPoll({ headers: { [written]: 'x' } }),
        (error: unknown) => error instanceof OptionError && error.message.includes(`must leave out ${name}: a poll`),
        written,
      )
    }
  }
  assert.deepEqual(checkedPoll({ headers: { accept: 'text/plain' } }).options, { headers: { accept: 'text/plain' } })
})
