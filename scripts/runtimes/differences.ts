/** Where a runtime does not do what the others do: what happens there instead, and why. One that is none any more is an error. */

export interface Difference {
  readonly instead: string
  readonly reason: string
}

type Differences = Readonly<Record<string, Difference>>

const overFetch: Differences = {
  'too-dense': {
    instead: 'it gave 4000000',
    reason: 'The platform decodes, and shows no coded bytes to compare with; `limits.bodyBytes` holds all the same.',
  },
  hints: {
    instead: 'it gave ["send","answer","end"]',
    reason: '`fetch` keeps informational answers to itself.',
  },
}

const noFile = (why: string): Difference => ({
  instead: 'it threw OptionError',
  reason: `${why}: the error says so and names \`memoryCache\`.`,
})
/** Of Deno, in both of its lists. */
export const CHUNKS_ALONE = 'Deno sends every stream in chunks, of known length or not'
const untold: Difference = {
  instead: 'it threw WireError reset',
  reason: 'The platform does not tell why there was no answer, so the request counts as one that may have arrived.',
}

const inPages: Differences = {
  ...overFetch,
  refused: untold,
  'post-reset': {
    instead: 'it gave "whole"',
    reason:
      'The browser itself sends a request again, a POST too, when a connection that it had kept closes without an answer. No script can forbid it.',
  },
  'redirect-told': {
    instead: 'it gave {"status":200,"redirected":false}',
    reason:
      "The browser follows, and heed sees what stands at the end. The trail has no hop, and `maxRedirects` is the browser's.",
  },
  'redirect-shown': {
    instead: 'it threw OptionError',
    reason:
      "A script is never shown a redirect: `redirect: 'manual'` and `'error'` are refused instead of being forgotten.",
  },
  'upload-stream': {
    instead: 'it gave {"bytes":13,"start":"one,two,three","length":"13"}',
    reason: 'Browsers send no body as it is made, or over HTTP/2 alone: heed gathers it first and sends it whole.',
  },
  'length-required': {
    instead: 'the server was asked PUT',
    reason: 'It went with its length at once, as every body does there.',
  },
  cookies: { instead: 'it gave []', reason: 'Browsers keep Set-Cookie from scripts.' },
  'cache-file': noFile('A page has no SQLite'),
  download: {
    instead:
      'it threw Error: A download to a file needs the module node:fs/promises, which this platform does not have: give the download a sink of your own.',
    reason: 'A page has no files: ask with `stream: true`.',
  },
}

const known: Readonly<Record<string, Differences>> = {
  'Node 24 over fetch': overFetch,
  Bun: overFetch,
  Deno: {
    ...overFetch,
    'upload-blob': {
      instead: `it gave {"bytes":100000,"start":"${'x'.repeat(20)}","length":null}`,
      reason: `${CHUNKS_ALONE}.`,
    },
  },
  workerd: { ...overFetch, refused: untold, 'cache-file': noFile('workerd has no SQLite of Node') },
  Chromium: inPages,
}

export const differencesOf = (runtime: string): Differences => known[runtime] ?? {}
