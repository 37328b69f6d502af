import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OptionError } from '../errors/errors.ts'
import { systemClock } from '../shared/clock.ts'
import { platform } from './web.ts'

test('what belongs to the connections of Node is refused with the cure', () => {
  const refused = (options: Parameters<typeof platform.transport>[0], option: string): void =>
    assert.throws(
      () => platform.transport(options, systemClock),
      error => error instanceof OptionError && error.option === option && /or pass a transport\.$/.test(error.message),
    )
  refused({ connectMs: 100 }, 'connectMs')
  const dispatcher = { dispatch: () => true } as unknown as NonNullable<
    Parameters<typeof platform.transport>[0]['dispatcher']
  >
  refused({ dispatcher }, 'dispatcher')
  assert.equal(typeof platform.transport({}, systemClock).send, 'function')
})

test('codings are the platform’s to offer', () => {
  assert.deepEqual(platform.fields, { 'user-agent': 'heed' })
})
