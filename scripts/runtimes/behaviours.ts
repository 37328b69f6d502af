/** What heed does on every runtime: what is expected to come back, and what the server is expected to have been asked. */
import type { Saw } from './program.ts'
import type { Asked } from './server.ts'

export interface Behaviour {
  readonly id: string
  readonly what: string
  readonly saw: Saw
  /** The methods of the requests that came whole, in order. */
  readonly asked: readonly string[]
  /** The second request came no earlier than this after the first. */
  readonly leastWaitMs?: number
}

const gave = (value: unknown): Saw => ({ gave: value })
const threw = (error: string): Saw => ({ threw: error })
const GET = ['GET']
const TWICE = ['GET', 'GET']

export const behaviours: readonly Behaviour[] = [
  { id: 'success', what: 'an answer and its JSON', saw: gave({ ok: true }), asked: GET },
  {
    id: 'post',
    what: 'a POST with JSON',
    saw: gave(['application/json', '{"a":"ü"}']),
    asked: ['POST'],
  },
  {
    id: 'failure',
    what: 'a 404 is an error with its problem',
    saw: gave({ status: 404, title: 'Not here' }),
    asked: GET,
  },
  { id: 'wait', what: 'a 429 is waited out, as long as it says', saw: gave('whole'), asked: TWICE, leastWaitMs: 1000 },
  { id: 'again', what: 'a GET goes again after a 500', saw: gave('whole'), asked: TWICE },
  { id: 'post-once', what: 'a POST does not, after a 500', saw: threw('StatusError'), asked: ['POST'] },
  { id: 'post-reset', what: 'nor after a connection that closed', saw: threw('WireError reset'), asked: ['POST'] },
  { id: 'refused', what: 'a refused connection is told as one', saw: threw('WireError refused'), asked: [] },
  { id: 'broken-off', what: 'half a body is no answer: the GET goes again', saw: gave('whole'), asked: TWICE },
  { id: 'redirect', what: 'a redirect is followed', saw: gave('found'), asked: GET },
  {
    id: 'redirect-told',
    what: 'the answer tells that it was redirected',
    saw: gave({ status: 200, redirected: true }),
    asked: GET,
  },
  {
    id: 'redirect-shown',
    what: 'a redirect is shown when that is asked for',
    saw: gave({ status: 302, redirected: false }),
    asked: GET,
  },
  { id: 'abort', what: 'an abort ends a request under way', saw: gave('AbortError aborted'), asked: GET },
  { id: 'abort-wait', what: 'an abort ends a wait', saw: threw('AbortError aborted'), asked: GET },
  { id: 'deadline', what: 'the deadline ends what is silent', saw: threw('TimeoutError deadline'), asked: GET },
  {
    id: 'shared',
    what: 'so it does with a client that served another request',
    saw: threw('TimeoutError deadline'),
    asked: GET,
  },
  { id: 'too-long', what: 'a wait of an hour is not begun', saw: gave('later'), asked: GET },
  { id: 'stream', what: 'a body is read as it comes', saw: gave(['one,', 'two']), asked: GET },
  {
    id: 'upload-stream',
    what: 'a body goes out as it is made, in chunks',
    saw: gave({ bytes: 13, start: 'one,two,three', length: null }),
    asked: ['PUT'],
  },
  {
    id: 'upload-blob',
    what: 'a Blob goes out with its length',
    saw: gave({ bytes: 100_000, start: 'x'.repeat(20), length: '100000' }),
    asked: ['PUT'],
  },
  {
    id: 'length-required',
    what: 'a 411 is mended: the body goes again with its length',
    saw: gave({ bytes: 13, start: 'one,two,three', length: '13' }),
    asked: ['PUT', 'PUT'],
  },
  { id: 'upload-broken', what: 'a body that fails is told as such', saw: threw('WireError request-body'), asked: [] },
  { id: 'coded', what: 'a coded body is decoded', saw: gave('packed'), asked: GET },
  { id: 'too-large', what: 'a body over the limit is refused', saw: threw('WireError too-large'), asked: GET },
  { id: 'too-dense', what: 'a decompression bomb is noticed', saw: threw('WireError too-dense'), asked: GET },
  { id: 'cookies', what: 'Set-Cookie can be read, line by line', saw: gave(['a=1', 'b=2']), asked: GET },
  { id: 'hints', what: 'the trail tells of a 103', saw: gave(['send', 'note', 'answer', 'end']), asked: GET },
  { id: 'cache', what: 'memoryCache keeps an answer', saw: gave(['1', '1']), asked: GET },
  { id: 'cache-file', what: 'sqliteCache keeps an answer', saw: gave(['1', '1']), asked: GET },
  { id: 'download', what: 'a download to a file', saw: gave({ bytes: 50_000, digest: null }), asked: GET },
]

/** Null: as expected. Else what was different, in a few words. */
export function difference(behaviour: Behaviour, saw: Saw | undefined, asked: readonly Asked[]): string | null {
  const { saw: expected, asked: methods, leastWaitMs = 0 } = behaviour
  if (JSON.stringify(saw) !== JSON.stringify(expected)) return `it ${shown(saw)}`
  const came = asked.map(({ method }) => method)
  if (came.join() !== methods.join()) return `the server was asked ${came.join(', ') || 'nothing'}`
  const [first, second] = asked
  if (first === undefined || second === undefined || second.atMs - first.atMs >= leastWaitMs) return null
  return `it waited ${Math.round(second.atMs - first.atMs)} ms`
}

function shown(saw: Saw | undefined): string {
  if (saw === undefined) return 'was not played'
  return 'threw' in saw ? `threw ${saw.threw}` : `gave ${JSON.stringify(saw.gave)}`
}
