import type { Exercise, LabContext } from '../exercise.ts'
import { json } from '../problem.ts'

const ETAG = '"data-v1"'
const FIELDS = { etag: ETAG, 'cache-control': 'no-cache' }
const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g

/** Does If-None-Match name the entity tag? Weak comparison: `W/"a"` and `"a"` are the same. */
export function namesTag(ifNoneMatch: string, etag: string): boolean {
  // RFC 9110 section 13.1.2: `*` matches whatever is there.
  if (ifNoneMatch.trim() === '*') return true
  for (const [, opaque] of ifNoneMatch.matchAll(ENTITY_TAG)) if (opaque === etag.replace(/^W\//, '')) return true
  return false
}

function readData(context: LabContext): Response {
  const ifNoneMatch = context.req.header('if-none-match')
  // RFC 9110 section 15.4.5: a 304 repeats the fields that a 200 would have had.
  if (ifNoneMatch !== undefined && namesTag(ifNoneMatch, ETAG)) {
    return new Response(null, { status: 304, headers: FIELDS })
  }
  return json({ version: 1, text: 'This has not changed since the lab was built.' }, { headers: FIELDS })
}

export const data: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/data',
    samples: [
      { method: 'GET', path: '/data', answers: [200], about: 'data with an ETag' },
      {
        method: 'GET',
        path: '/data',
        headers: { 'If-None-Match': ETAG },
        answers: [304],
        about: 'you have it already',
      },
    ],
    answer: readData,
  },
]
