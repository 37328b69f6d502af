import type { Challenge } from './challenge.ts'

const page = { path: '/page' }
const text = 'This is the whole page. Its status was 200: use what you have.\n'

export const fetchAPage: Challenge = {
  number: 1,
  slug: 'fetch-a-page',
  title: 'Fetch a page',
  level: 'easy',
  goal: 'Fetch the page with one GET, and send nothing before or after it.',
  lesson:
    'A 200 is the whole answer: nothing has to be asked before it, and nothing has to be checked after it. A HEAD beforehand costs a round trip and proves nothing about the GET.',
  hints: [
    'Any client will do: curl, a browser, or a program of three lines.',
    'If your program asks whether the page is there before it fetches it, leave that out.',
    'curl with the address alone sends one GET.',
  ],
  codes: [200],
  anchors: ['RFC9110#15.3.1', 'RFC9110#9.3.1'],
  start: { method: 'GET', path: '/page' },
  answers: [
    { when: { method: 'GET', ...page }, times: 'always', status: 200, body: { text } },
    { when: { method: 'HEAD', ...page }, times: 'always', status: 200, body: { text } },
    { when: page, times: 'always', status: 405, fields: { allow: 'GET, HEAD' } },
  ],
  verdict: [
    {
      that: 'requests',
      among: page,
      min: 1,
      otherwise: 'The page was not fetched: no request for it has arrived.',
    },
    {
      that: 'request',
      among: page,
      number: 1,
      method: 'GET',
      otherwise:
        'The first request was not a GET. A GET alone tells both whether the page is there and what it says, so nothing needs to be asked before.',
    },
    {
      that: 'requests',
      among: page,
      max: 1,
      otherwise: 'The page was asked for more than once, although the first answer was a 200 with all of it.',
    },
  ],
}
