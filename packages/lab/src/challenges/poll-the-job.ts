import type { Challenge } from './challenge.ts'

const order = { method: 'POST', path: '/reports' }
const job = { method: 'GET', path: '/jobs/7' }
const report = { method: 'GET', path: '/reports/7' }
const running = (seconds: number) => ({
  status: 200,
  fields: { 'retry-after': String(seconds), 'cache-control': 'no-store' },
  body: { json: { state: 'running' } },
})

export const pollTheJob: Challenge = {
  number: 11,
  slug: 'poll-the-job',
  title: 'Poll the long job',
  level: 'hard',
  goal: 'Have a report made with one POST, ask after it no earlier than each answer says, and fetch it when it is done.',
  lesson:
    'A 202 is a receipt, no result: Location says where to ask, Retry-After when. The 303 at the end says that the result lies elsewhere and is fetched with GET.',
  hints: [
    'The POST is answered with 202, which says that the work goes on. Where can you ask how far it is?',
    'GET the address in Location, but not before Retry-After. Each answer gives a Retry-After of its own.',
    'When the job is done, its address answers 303: GET the Location of that. Clients that follow redirects do this last step by themselves.',
  ],
  codes: [202, 303],
  anchors: ['RFC9110#15.3.3', 'RFC9110#15.4.4', 'RFC9110#10.2.3'],
  start: { method: 'POST', path: '/reports' },
  answers: [
    { when: order, times: 'always', status: 202, fields: { location: '{prefix}/jobs/7', 'retry-after': '1' } },
    { when: job, times: 1, ...running(2) },
    { when: job, times: 1, ...running(1) },
    { when: job, times: 'always', status: 303, fields: { location: '{prefix}/reports/7' } },
    { when: report, times: 'always', status: 200, body: { text: 'The report: all is well.\n' } },
  ],
  verdict: [
    { that: 'requests', min: 1, otherwise: 'Nothing was asked for: no POST has arrived.' },
    { that: 'request', number: 1, ...order, otherwise: 'The first request was not the POST that has the report made.' },
    {
      that: 'requests',
      among: order,
      max: 1,
      otherwise: 'A second report was ordered, although the 202 had said that the first is being made.',
    },
    {
      that: 'requests',
      among: job,
      min: 1,
      otherwise: 'The 202 was taken for the result. It is a receipt: its Location says where to ask after the job.',
    },
    {
      that: 'gap',
      from: 1,
      to: 2,
      minMs: 1000,
      otherwise: 'The first question came too early: the 202 said Retry-After: 1.',
    },
    {
      that: 'requests',
      among: job,
      min: 3,
      otherwise: 'Your client stopped asking while the job was running: it asks until the answer is a 303.',
    },
    {
      that: 'gap',
      among: job,
      from: 1,
      to: 2,
      minMs: 2000,
      otherwise: 'The second question came too early: the answer before said Retry-After: 2.',
    },
    {
      that: 'gap',
      among: job,
      from: 2,
      to: 3,
      minMs: 1000,
      otherwise: 'The third question came too early: the answer before said Retry-After: 1.',
    },
    {
      that: 'requests',
      among: report,
      min: 1,
      otherwise: 'The report was not fetched: the 303 says that it is done, and its Location where it lies.',
    },
    {
      that: 'requests',
      among: job,
      max: 3,
      otherwise: 'The job was asked after again, although its 303 had said that it is done.',
    },
  ],
}
