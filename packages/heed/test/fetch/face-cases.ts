import type { Fetch, FetchInit } from '../../src/fetch/create-fetch.ts'
import { type FaceCase, plain, streamOf } from './face-case.ts'
import { aborts, reading, refusals } from './face-ends.ts'

const encoder = new TextEncoder()

const bodies: readonly (readonly [name: string, body: () => FetchInit])[] = [
  ['text', () => ({ body: 'a text' })],
  ['bytes', () => ({ body: encoder.encode('bytes') })],
  ['a buffer', () => ({ body: encoder.encode('buffer').buffer })],
  ['parameters', () => ({ body: new URLSearchParams({ a: '1', b: 'ü' }) })],
  ['a blob with a type', () => ({ body: new Blob(['blob'], { type: 'image/png' }) })],
  ['a blob without one', () => ({ body: new Blob(['blob']) })],
  ['a form', () => ({ body: formOf({ name: 'ada', file: new File(['of a file'], 'a.txt', { type: 'text/plain' }) }) })],
  ['a stream', () => ({ body: streamOf('one', 'two'), duplex: 'half' })],
  ['a text with a type', () => ({ body: '{}', headers: { 'content-type': 'application/json' } })],
  ['an empty text', () => ({ body: '' })],
]

function formOf(values: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.append(name, value)
  return form
}

const sent: readonly FaceCase[] = bodies.flatMap(([name, init]) => [
  {
    name: `POST ${name}`,
    ask: async (fetch, origin) => (await fetch(`${origin}/echo`, { method: 'POST', ...init() })).json(),
  },
  {
    name: `POST ${name} in a Request`,
    ask: async (fetch, origin) =>
      (await fetch(new Request(`${origin}/echo`, { method: 'POST', ...init() } as RequestInit))).json(),
  },
  {
    name: `POST ${name} over a 307`,
    ask: async (fetch, origin) =>
      (await fetch(`${origin}/to?status=307&at=/echo`, { method: 'POST', ...init() })).json(),
  },
])

const POLICIES = [
  ...(['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin'] as const),
  ...(['origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'] as const),
]

const referrers: readonly FaceCase[] = [
  ...POLICIES.flatMap(referrerPolicy => [
    plain('/echo', { referrer: 'http://ada:secret@page.test/one?two#three', referrerPolicy }),
    plain('/echo', { referrer: 'https://page.test/one', referrerPolicy }),
    {
      name: `the referrer of the same origin, ${referrerPolicy}`,
      ask: async (fetch: Fetch, origin: string) =>
        (await fetch(`${origin}/echo`, { referrer: `${origin}/one?two#three`, referrerPolicy })).json(),
    },
  ]),
  plain('/echo', { referrer: `http://page.test/${'x'.repeat(5000)}`, referrerPolicy: 'unsafe-url' }),
  plain('/echo', { referrer: 'about:client', referrerPolicy: 'unsafe-url' }),
]

const redirects: readonly FaceCase[] = [
  ...[301, 302, 303, 307, 308].flatMap(status => [
    plain(`/to?status=${status}&at=/echo`),
    plain(`/to?status=${status}&at=/echo`, { method: 'POST', body: 'a text' }),
    plain(`/to?status=${status}&at=/echo`, { method: 'PUT', body: 'a text' }),
    plain(`/to?status=${status}`, { redirect: 'manual' }),
    plain(`/to?status=${status}`, { redirect: 'error' }),
  ]),
  plain('/to?status=300'),
  plain('/to?status=304'),
  plain('/to?at=/to?at=/json'),
  plain('/to-nowhere'),
  plain('/to-nonsense'),
  plain('/to-mail'),
  plain('/round'),
  plain('/to?at=http://127.0.0.1:25/'),
  plain('/to?at=LOGIN/text'),
  plain('/to?at=LOGIN/text', { redirect: 'manual' }),
  plain('/to?at=OTHER/text'),
  plain('/to?at=OTHER/to?at=HERE/text'),
  plain('/to?at=OTHER/to?at=OTHER/text'),
  plain('/to?at=/text', { mode: 'same-origin' }),
  plain('/to?at=OTHER/text', { mode: 'same-origin' }),
  {
    name: 'a fragment goes along with a redirect, and is not shown',
    ask: async (fetch, origin) => {
      const response = await fetch(`${origin}/to?at=/text#there`)
      return [response.url.replace(origin, ''), response.redirected]
    },
  },
  {
    name: 'a field of the caller goes to another origin',
    ask: async (fetch, origin) =>
      (await fetch(`${origin}/to?at=OTHER/echo`, { headers: { 'x-mine': 'a key' } })).json(),
  },
  {
    name: 'Authorization stays with its origin',
    ask: async (fetch, origin) => {
      const response = await fetch(`${origin}/to?at=OTHER/echo`, { headers: { authorization: 'Bearer a' } })
      return response.json()
    },
  },
]

const PLAIN = [
  ...['text', 'json', 'empty', 'no-content', 'reset-content', 'not-modified', 'missing', 'teapot', 'broken', 'odd'],
  ...['cookies', 'lines', 'latin', 'gzip', 'bad-gzip', 'cut', 'pieces', 'nothing-here'],
]

export const faceCases: readonly FaceCase[] = [
  ...PLAIN.map(path => plain(`/${path}`)),
  ...['text', 'json', 'gzip', 'missing', 'no-content'].map(path => plain(`/${path}`, { method: 'HEAD' })),
  ...['delete', 'patch', 'PROPFIND', 'options', 'QUERY'].map(method => plain('/echo', { method })),
  plain('/echo', { headers: { 'X-Mine': ' a, b ', accept: 'text/csv' } }),
  plain('/echo', {
    headers: [
      ['x-mine', '1'],
      ['x-mine', '2'],
    ],
  }),
  plain('/echo', { headers: new Headers({ 'x-mine': 'h' }) }),
  plain('/echo', { headers: { range: 'bytes=0-1' } }),
  plain('/echo', { keepalive: true, cache: 'no-store', credentials: 'omit', referrer: '' }),
  ...(['default', 'no-store', 'reload', 'no-cache', 'force-cache'] as const).flatMap(cache => [
    plain('/echo', { cache }),
    plain('/echo', { cache, headers: { 'cache-control': 'max-stale' } }),
    plain('/echo', { cache, headers: { pragma: 'mine' } }),
  ]),
  plain('/echo', { headers: { host: 'other.test' } }),
  ...referrers,
  plain('/echo', { method: undefined, headers: undefined, body: undefined, signal: undefined }),
  ...sent,
  ...redirects,
  ...refusals,
  ...reading,
  ...aborts,
]
