import assert from 'node:assert/strict'
import { test } from 'node:test'
import { streamed } from './outgoing.ts'
import { Upload } from './upload.ts'

const never = (): never => assert.fail('nothing of the caller broke')

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.from('piece')
}

test('a body that is let go before its end breaks, so that no server takes it for whole', async () => {
  const upload = new Upload(endless())
  const reader = streamed(upload, null, never).getReader()
  assert.equal((await reader.read()).value?.length, 5)
  upload.stop()
  await assert.rejects(reader.read(), /over before its body/)
  assert.equal(upload.broken, false)
})

test('a body that came to its end stays whole when it is let go', async () => {
  async function* one(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('piece')
  }
  const upload = new Upload(one())
  const reader = streamed(upload, 5, never).getReader()
  await reader.read()
  assert.equal((await reader.read()).done, true)
  upload.stop()
  assert.equal((await reader.read()).done, true)
})
