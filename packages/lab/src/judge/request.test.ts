import assert from 'node:assert/strict'
import { test } from 'node:test'
import { content, entries, look } from '../../test/evidence.ts'

const two = entries(
  {
    fields: [
      ['Accept', 'text/plain'],
      ['accept', 'text/html'],
    ],
    body: content('hello'),
  },
  { method: 'POST', target: '/next?x=1', origin: 'b', fields: [['Authorization', 'Bearer secret']] },
)

test('a request is compared by origin, method, path, fields and content', () => {
  const check = { that: 'request', number: 2, origin: 'b', method: 'POST', path: '/next?x=1', body: '' } as const
  assert.deepEqual(look(check, { entries: two }), { holds: true, seen: 'the 2nd was POST /next?x=1 at b' })
  assert.deepEqual(look({ ...check, origin: 'a' }, { entries: two }), {
    holds: false,
    seen: 'the 2nd was POST /next?x=1 at b: it came to b',
  })
  assert.match(look({ ...check, method: 'GET' }, { entries: two }).seen, /: its method was POST$/)
  assert.match(look({ ...check, path: '/next' }, { entries: two }).seen, /: its target was \/next\?x=1$/)
  assert.match(look({ ...check, body: 'hello' }, { entries: two }).seen, /: it had no content$/)
  assert.match(
    look({ that: 'request', number: 1, body: '', method: 'PUT' }, { entries: two }).seen,
    /: its method was GET and its content was 5 bytes, "hello"$/,
  )
})

test('field names have no case, lines are joined, and the pattern is for the whole value with its case', () => {
  const first = (pattern: string | null) =>
    look({ that: 'request', number: 1, fields: { accept: pattern } }, { entries: two })
  assert.equal(first('text/plain, text/html').holds, true)
  assert.equal(first('text/plain|text/html').holds, false)
  assert.equal(first('text/.*').holds, true)
  assert.equal(first('TEXT/.*').holds, false)
  assert.match(first('text/plain').seen, /: accept was "text\/plain, text\/html"$/)
  assert.match(first(null).seen, /: accept was "text\/plain, text\/html"$/)
})

test('a field that must be absent is absent, one that must be there is there', () => {
  const fields = (patterns: Record<string, string | null>) =>
    look({ that: 'request', number: 2, fields: patterns }, { entries: two })
  assert.equal(fields({ cookie: null }).holds, true)
  assert.match(fields({ authorization: null }).seen, /: authorization was "Bearer secret"$/)
  assert.match(fields({ cookie: '.*' }).seen, /: there was no cookie$/)
  assert.equal(fields({ authorization: 'Bearer .+', cookie: null }).holds, true)
})

test('a number that does not exist fails the check', () => {
  assert.deepEqual(look({ that: 'request', number: 3, method: 'GET' }, { entries: two }), {
    holds: false,
    seen: 'there was no 3rd request',
  })
  assert.deepEqual(look({ that: 'request', number: 2, among: { origin: 'b' }, method: 'POST' }, { entries: two }), {
    holds: false,
    seen: 'there was no 2nd request at b',
  })
  assert.equal(
    look({ that: 'request', number: 1, among: { origin: 'b' }, method: 'POST' }, { entries: two }).holds,
    true,
  )
})

test('the last one is the last of those that the check is about', () => {
  assert.equal(look({ that: 'request', number: 'last', method: 'POST' }, { entries: two }).holds, true)
  const among = { origin: 'a' } as const
  assert.equal(look({ that: 'request', number: 'last', among, method: 'GET' }, { entries: two }).holds, true)
  assert.deepEqual(look({ that: 'request', number: 'last', method: 'GET' }, { entries: [] }), {
    holds: false,
    seen: 'there was no 1st request',
  })
})

test('every one means each of them, and one at least', () => {
  const every = (parts: object, among?: object) =>
    look({ that: 'request', number: 'every', ...parts, ...(among && { among }) }, { entries: two })
  assert.deepEqual(every({ fields: { cookie: null } }), {
    holds: true,
    seen: 'all 2 were GET / at a and POST /next?x=1 at b',
  })
  assert.deepEqual(every({ method: 'GET' }), {
    holds: false,
    seen: 'the 2nd was POST /next?x=1 at b: its method was POST',
  })
  assert.deepEqual(every({ method: 'PUT' }, { method: 'PUT' }), { holds: false, seen: 'there was no 1st PUT request' })
})

test('a content that was not read, and one of which the log keeps the beginning', () => {
  const unread = entries({ body: null })
  assert.match(look({ that: 'request', number: 1, body: '' }, { entries: unread }).seen, /did not arrive in full$/)
  const long = entries({ body: { ...content('aaa'), cut: true, bytes: 5 } })
  assert.equal(look({ that: 'request', number: 1, body: 'aaaaa' }, { entries: long }).holds, true)
  assert.equal(look({ that: 'request', number: 1, body: 'aaa' }, { entries: long }).holds, false)
  assert.equal(look({ that: 'request', number: 1, body: 'baaaa' }, { entries: long }).holds, false)
})

test('a long value is shortened', () => {
  const fields = [['cookie', 'x'.repeat(500)]] as const
  const { seen } = look({ that: 'request', number: 1, fields: { cookie: null } }, { entries: entries({ fields }) })
  assert.ok(seen.length < 150, seen)
})
