import type { Challenge } from './challenge.ts'

const catalogue = { method: 'GET', path: '/catalogue' }
const withTag = (tag: string) => ({ 'if-none-match': `.*"${tag}".*` })
const version = (tag: string, text: string) => ({
  status: 200,
  fields: { etag: `"${tag}"`, 'cache-control': 'no-cache' },
  body: { text },
})

export const useWhatYouHave: Challenge = {
  number: 6,
  slug: 'use-what-you-have',
  title: 'Use what you have',
  level: 'medium',
  goal: 'Read the catalogue four times; it changes once on the way, and it may cross the wire only twice.',
  lesson:
    'An ETag names a version. Sent back in If-None-Match it lets the server answer 304, which says: what you have is still right. A 200 to the same question brings the new version and its new ETag.',
  hints: [
    'The answer names its version: look at its fields.',
    'Send the value of ETag back in If-None-Match, quotes included. A 304 has no content: use what you kept.',
    'When a 200 comes with another ETag, that is the one to send from then on. curl: --etag-save tag --etag-compare tag.',
  ],
  codes: [304],
  anchors: ['RFC9110#13.1.2', 'RFC9110#15.4.5', 'RFC9111#4.3.4'],
  start: { method: 'GET', path: '/catalogue' },
  answers: [
    { when: { ...catalogue, fields: withTag('spring') }, times: 1, status: 304, fields: { etag: '"spring"' } },
    {
      when: { ...catalogue, fields: withTag('spring') },
      times: 'always',
      ...version('summer', 'Summer: hats, sandals.\n'),
    },
    { when: { ...catalogue, fields: withTag('summer') }, times: 'always', status: 304, fields: { etag: '"summer"' } },
    { when: catalogue, times: 'always', ...version('spring', 'Spring: coats, boots.\n') },
  ],
  verdict: [
    { that: 'requests', among: catalogue, min: 1, otherwise: 'The catalogue was not read: no GET has arrived.' },
    {
      that: 'requests',
      among: catalogue,
      min: 4,
      otherwise: 'The catalogue was read fewer than four times.',
    },
    {
      that: 'request',
      among: catalogue,
      number: 2,
      fields: withTag('spring'),
      otherwise:
        'The second GET did not say which version your client has: send the ETag of the first answer in If-None-Match.',
    },
    {
      that: 'request',
      among: catalogue,
      number: 3,
      fields: withTag('spring'),
      otherwise: 'The third GET did not say which version your client has: after a 304 it is still the first one.',
    },
    {
      that: 'request',
      among: catalogue,
      number: 4,
      fields: withTag('summer'),
      otherwise:
        'The fourth GET did not name the version that the 200 before had brought: with a new answer comes a new ETag.',
    },
  ],
}
