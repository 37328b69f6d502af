import type { Challenge } from './challenge.ts'

const old = { method: 'GET', path: '/old' }
const moved = { method: 'GET', path: '/shelf/new' }
const found = { method: 'GET', path: '/shelf/today/page' }

export const followTheMove: Challenge = {
  number: 2,
  slug: 'follow-the-move',
  title: 'Follow the move',
  level: 'easy',
  goal: 'Fetch the page that has moved twice, and ask each address only once.',
  lesson:
    'A 3xx with Location names the next address. Location may be a whole address, a path, or a relative reference, and it is resolved against the address that was just asked.',
  hints: [
    'The answer to the first request is no page: look at its status and at its Location field.',
    'A Location without a scheme is resolved against the address that you asked, as a link in a page is: new URL(location, address) in JavaScript, urljoin(address, location) in Python.',
    'The second Location does not begin with a slash, so it replaces only what follows the last slash of the path. curl -L does all of this.',
  ],
  codes: [301, 302],
  anchors: ['RFC9110#15.4.2', 'RFC9110#15.4.3', 'RFC9110#10.2.2'],
  start: { method: 'GET', path: '/old' },
  answers: [
    { when: old, times: 'always', status: 301, fields: { location: '{prefix}/shelf/new' } },
    { when: moved, times: 'always', status: 302, fields: { location: 'today/page' } },
    { when: found, times: 'always', status: 200, body: { text: 'Here it is.\n' } },
  ],
  verdict: [
    { that: 'requests', among: old, min: 1, otherwise: 'The old address was not asked: begin with the address above.' },
    {
      that: 'requests',
      among: old,
      max: 1,
      otherwise: 'The old address was asked again, although its 301 had said where the page is now.',
    },
    {
      that: 'requests',
      among: moved,
      min: 1,
      otherwise: 'The 301 was not followed: its Location says where the page is now.',
    },
    {
      that: 'requests',
      among: moved,
      max: 1,
      otherwise: 'The second address was asked again, although its 302 had said where the page is for now.',
    },
    {
      that: 'requests',
      among: found,
      min: 1,
      otherwise:
        'The page was not reached. The Location of the 302 is relative: it is resolved against the address that answered with it, path included.',
    },
    { that: 'requests', among: found, max: 1, otherwise: 'The page was fetched more than once.' },
  ],
}
