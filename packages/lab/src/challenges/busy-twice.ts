import type { Challenge } from './challenge.ts'

const stock = { method: 'GET', path: '/stock' }

export const busyTwice: Challenge = {
  number: 4,
  slug: 'busy-twice',
  title: 'Busy twice',
  level: 'medium',
  goal: 'Fetch the stock list from a server that is busy and does not say for how long: wait at least half a second, then at least a second, and send no more than three requests.',
  lesson:
    'A 503 without Retry-After leaves the wait to the client. It begins short, grows with each attempt, and the attempts are counted.',
  hints: [
    'A GET can be sent again without harm, so a 503 is worth another attempt. How long do you wait before it?',
    'Each wait is longer than the one before: 500 ms, then 1000 ms. Real clients add some chance, so that many of them do not come back at once.',
    'for attempt of 1, 2, 3: send; stop unless it was a 503; wait 500 ms times two to the power of (attempt - 1). curl --retry 2 does much the same.',
  ],
  codes: [503],
  anchors: ['RFC9110#15.6.4', 'RFC9110#9.2.2'],
  start: { method: 'GET', path: '/stock' },
  answers: [
    { when: stock, times: 2, status: 503, body: { text: 'Busy.\n' } },
    { when: stock, times: 'always', status: 200, body: { json: { chairs: 4, tables: 1 } } },
  ],
  verdict: [
    { that: 'requests', among: stock, min: 1, otherwise: 'The stock list was not asked for: no GET has arrived.' },
    {
      that: 'requests',
      among: stock,
      min: 3,
      otherwise: 'A 503 was taken for the end: the server is busy twice, and gives the list to the third request.',
    },
    {
      that: 'gap',
      among: stock,
      from: 1,
      to: 2,
      minMs: 500,
      otherwise:
        'The second request did not come at least half a second after the first 503: a busy server needs a pause.',
    },
    {
      that: 'gap',
      among: stock,
      from: 2,
      to: 3,
      minMs: 1000,
      otherwise: 'The third request did not come at least a second after the second 503: each wait is longer.',
    },
    {
      that: 'requests',
      among: stock,
      max: 3,
      otherwise: 'More than three requests were sent: the third had been answered with the list.',
    },
  ],
}
