import type { Challenge } from './challenge.ts'

const LINES = 100
const edition = (name: string): string =>
  Array.from({ length: LINES }, (_, at) => `${name} edition, line ${String(at + 1).padStart(3, '0')}\n`).join('')

const FIRST = edition('First')
/** Of the same length, so that a mixture of both has the right length too. */
const SECOND = edition('Other')
const SIZE = FIRST.length
const BREAKS = [1000, 1750] as const

const film = { method: 'GET', path: '/film' }
const copy = { method: 'PUT', path: '/copy' }
const rangeFrom = (from: number): string => `bytes=${from}-(${SIZE - 1})?`
const part = (from: number, text: string, tag: string) => ({
  status: 206,
  fields: { etag: tag, 'content-range': `bytes ${from}-${SIZE - 1}/${SIZE}` },
  body: { text: text.slice(from) },
})
const whole = { status: 200, fields: { etag: '"other"', 'accept-ranges': 'bytes' }, body: { text: SECOND } }

export const resumeTheFilm: Challenge = {
  number: 9,
  slug: 'resume-the-film',
  title: 'Resume the download',
  level: 'hard',
  goal: 'Download the film over a connection that breaks twice, never fetching again what you have, and PUT the whole of it to the copy; mind that it may change on the way.',
  given: [['The copy', 'PUT {a}/copy with the film as content']],
  lesson:
    'Range asks for the rest, and If-Range makes it safe: 206 brings the rest of the same version, 200 says that it has changed and brings all of it anew. Pieces of two versions never belong together.',
  hints: [
    'Content-Length says how much should have come. Keep what did, and ask for the rest with Range.',
    'The rest is only of use if the film is still the same: send its ETag in If-Range. Then look at the status: 206 is the rest, 200 is all of it.',
    'GET; Range: bytes=1000- with If-Range and the ETag; the same from the place where the 206 broke; a 200 comes: throw away what you have, keep what it brings, and PUT that.',
  ],
  codes: [206, 200],
  anchors: ['RFC9110#14.2', 'RFC9110#13.1.5', 'RFC9110#15.3.7'],
  start: { method: 'GET', path: '/film' },
  answers: [
    {
      when: { ...film, fields: { range: rangeFrom(BREAKS[0]), 'if-range': '"first"' } },
      times: 1,
      ...part(BREAKS[0], FIRST, '"first"'),
      break: { at: 'body', how: 'close', afterBytes: BREAKS[1] - BREAKS[0] },
    },
    {
      when: { ...film, fields: { range: rangeFrom(BREAKS[1]), 'if-range': null } },
      times: 'always',
      ...part(BREAKS[1], SECOND, '"other"'),
    },
    {
      when: { ...film, fields: { range: rangeFrom(BREAKS[0]), 'if-range': null } },
      times: 'always',
      ...part(BREAKS[0], SECOND, '"other"'),
    },
    {
      when: film,
      times: 1,
      status: 200,
      fields: { etag: '"first"', 'accept-ranges': 'bytes' },
      body: { text: FIRST },
      break: { at: 'body', how: 'close', afterBytes: BREAKS[0] },
    },
    { when: film, times: 'always', ...whole },
    { when: copy, times: 'always', status: 204 },
  ],
  verdict: [
    { that: 'requests', among: film, min: 1, otherwise: 'The film was not asked for: no GET has arrived.' },
    {
      that: 'requests',
      among: film,
      min: 2,
      otherwise: `The download was not resumed: ${BREAKS[0]} of ${SIZE} bytes came, and the rest can be had.`,
    },
    {
      that: 'request',
      among: film,
      number: 2,
      fields: { range: rangeFrom(BREAKS[0]) },
      otherwise: `The second GET did not ask for the rest: ${BREAKS[0]} bytes had come, so it begins with Range: bytes=${BREAKS[0]}-.`,
    },
    {
      that: 'request',
      among: film,
      number: 2,
      fields: { 'if-range': '"first"' },
      otherwise:
        'The second GET had no If-Range with the ETag of the film: if it had changed, the rest would not have fitted what you have.',
    },
    {
      that: 'requests',
      among: film,
      min: 3,
      otherwise: `The download was resumed once and broke again: ${BREAKS[1]} of ${SIZE} bytes came, and the rest can be had.`,
    },
    {
      that: 'request',
      among: film,
      number: 3,
      fields: { range: rangeFrom(BREAKS[1]), 'if-range': '"first"' },
      otherwise: `The third GET did not go on from where the 206 broke: Range: bytes=${BREAKS[1]}- with the same If-Range.`,
    },
    // One more is left to clients that drop a 200 when they asked for a part, and fetch it anew.
    {
      that: 'requests',
      among: film,
      max: 4,
      otherwise: 'The film was asked for more than four times: two breaks need three requests.',
    },
    {
      that: 'requests',
      among: copy,
      min: 1,
      otherwise: 'No copy has arrived: PUT the whole film when you have it.',
    },
    {
      that: 'request',
      among: copy,
      number: 1,
      body: SECOND,
      otherwise:
        'The copy is not the film. The last answer was a 200: the film had changed, so all of it came anew and replaces what was there before.',
    },
  ],
}
