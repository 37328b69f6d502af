import type { Challenge } from './challenge.ts'

const report = { method: 'GET', path: '/report' }

export const waitAsTold: Challenge = {
  number: 3,
  slug: 'wait-as-told',
  title: 'Wait as told',
  level: 'easy',
  goal: 'Fetch the report; the server wants you to wait, twice; do not send more than three requests.',
  lesson:
    'Retry-After is the least time to wait. It comes as a number of seconds or as a date, and a client has to read both.',
  hints: [
    'A 429 says when to come back: look at its Retry-After field.',
    'Wait at least so long, then send the same request again. The second 429 says it in another form.',
    'The first Retry-After is a number of seconds, the second an HTTP-date. Subtract the Date field of the answer, or your own clock, to get a wait.',
  ],
  codes: [429],
  anchors: ['RFC6585#4', 'RFC9110#10.2.3'],
  start: { method: 'GET', path: '/report' },
  answers: [
    { when: report, times: 1, status: 429, fields: { 'retry-after': '2' } },
    { when: report, times: 1, status: 429, fields: { 'retry-after': '{date+2}' } },
    { when: report, times: 'always', status: 200, body: { text: 'The report: all is well.\n' } },
  ],
  verdict: [
    { that: 'requests', among: report, min: 1, otherwise: 'The report was not asked for: no GET has arrived.' },
    {
      that: 'requests',
      among: report,
      min: 2,
      otherwise: 'The first 429 was taken for the end. It is an invitation to come back after two seconds.',
    },
    {
      that: 'gap',
      among: report,
      from: 1,
      to: 2,
      minMs: 2000,
      otherwise: 'Your client came back too early: the first 429 said Retry-After: 2, which is seconds.',
    },
    {
      that: 'requests',
      among: report,
      min: 3,
      otherwise: 'The second 429 was taken for the end. Its Retry-After is a date, and after it the report is there.',
    },
    {
      that: 'gap',
      among: report,
      from: 2,
      to: 3,
      // The date has whole seconds, so two seconds ahead may be little more than one.
      minMs: 1000,
      otherwise: 'Your client came back before the date that the second 429 gave in its Retry-After.',
    },
    {
      that: 'requests',
      among: report,
      max: 3,
      otherwise: 'More than three requests were sent: the third had been answered with the report.',
    },
  ],
}
