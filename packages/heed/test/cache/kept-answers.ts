import assert from 'node:assert/strict'
import type { KeptHead } from '../../src/keeping.ts'

export const keptHead = (changes: Partial<KeptHead> = {}): KeptHead => ({
  status: 200,
  statusText: 'OK',
  fields: { etag: '"1"', 'cache-control': 'max-age=60' },
  varied: {},
  askedMs: 1_795_000_000_000.25,
  answeredMs: 1_795_000_000_010.5,
  bornMs: 1_795_000_000_010.5,
  freshMs: 60_000,
  staleWhileRevalidateMs: 0,
  staleIfErrorMs: 0,
  noCache: false,
  mustRevalidate: false,
  immutable: false,
  part: null,
  hasBody: true,
  bodyBytes: 0,
  ...changes,
})

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export function text(body: Uint8Array | null): string {
  assert.ok(body instanceof Uint8Array, 'the body is gone')
  return new TextDecoder().decode(body)
}
