import { memoryStore } from '../../src/stores/memory-store.ts'
import { keptHead } from './kept-answers.ts'

// Keeps ten thousand answers as they come off the wire, and prints how much memory that took once garbage is gone.
const wanted = 10_000
const letters = (text: string): string => Buffer.from(text).toString('latin1')
const values = (at: number): Record<string, string> => ({
  date: `Sun, 22 Nov 2026 12:00:${at % 60} GMT`,
  'content-type': 'application/json; charset=utf-8',
  'content-length': '1024',
  etag: `"abcdef0123456789-${at}"`,
  'last-modified': `Sun, 22 Nov 2026 11:${at % 60}:00 GMT`,
  'cache-control': 'private, max-age=3600',
  server: 'nginx/1.22.1',
  'x-request-id': `request-${at}-0123456789abcdef`,
  vary: 'accept-encoding',
  'strict-transport-security': 'max-age=31536000',
})

function fields(at: number): Record<string, string> {
  // Each text anew, as a parser makes them, in an object that grew field by field.
  const made: Record<string, string> = {}
  for (const [name, value] of Object.entries(values(at))) made[letters(name)] = letters(value)
  return made
}

const taken = (): number => {
  for (let round = 0; round < 6; round++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
const url = (at: number): string => `https://api.example.com/v1/posts/${at}?page=${at}&size=20`

const store = memoryStore({ maxBytes: 64 * 1024 * 1024 })
const before = taken()
for (let at = 0; at < wanted; at++) {
  const head = keptHead({ fields: fields(at), varied: { 'accept-encoding': 'gzip' }, bodyBytes: 1024 })
  // A small piece of what came with one read.
  store.keep(url(at), '', head, Buffer.alloc(16_384, 120).subarray(500, 1524), [])
}
const grownBytes = taken() - before
let kept = 0
for (let at = 0; at < wanted; at++) if ((await store.find(url(at), '')).length === 1) kept++
process.stdout.write(JSON.stringify({ kept, grownBytes }))
