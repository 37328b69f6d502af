import type { Challenge } from './challenge.ts'
import { sharedList } from './shared-list.ts'

const put = { method: 'PUT', path: '/list' }
const get = { method: 'GET', path: '/list' }
const WANTED = 'tea, milk, eggs, bread'
const bodyIs = (body: string) => ({ that: 'request', among: put, number: 2, body, otherwise: 'Not so.' }) as const

export const lostUpdate: Challenge = {
  number: 10,
  slug: 'lost-update',
  title: 'Lose no update',
  level: 'hard',
  goal: 'Add bread to the shared shopping list (read it, write it back with ", bread" at its end) without losing what somebody else adds at the same time.',
  given: [['Write', 'PUT {a}/list with the whole list as content']],
  lesson:
    'If-Match with the ETag that was read makes a write safe: 412 says that somebody was faster. Then read again, make the change again, and write with the new ETag.',
  hints: [
    'Between your GET and your PUT somebody else writes. How would the server know which version you changed?',
    'Send the ETag of the version that you read in If-Match. A 412 means that it is not the latest any more.',
    'After the 412: GET, add bread to what is there now, and PUT with the ETag of that second GET in If-Match.',
  ],
  codes: [412],
  anchors: ['RFC9110#13.1.1', 'RFC9110#15.5.13'],
  start: { method: 'GET', path: '/list' },
  answers: [],
  answerFor: sharedList,
  verdict: [
    { that: 'requests', among: get, min: 1, otherwise: 'The list was not read: no GET has arrived.' },
    { that: 'requests', among: put, min: 1, otherwise: 'The list was not written: no PUT has arrived.' },
    {
      that: 'request',
      among: put,
      number: 1,
      fields: { 'if-match': '"v1"' },
      otherwise:
        'The first PUT did not say which version it changes: without If-Match and the ETag of your GET it overwrites what somebody else has added.',
    },
    {
      that: 'requests',
      among: put,
      min: 2,
      otherwise:
        'The 412 was taken for the end: somebody was faster, so read the list again and make your change anew.',
    },
    {
      that: 'request',
      among: put,
      number: 2,
      fields: { 'if-match': '"v2"' },
      otherwise:
        'The second PUT did not name the version that is there now: after a 412, read again and send that ETag in If-Match.',
    },
    {
      that: 'either',
      of: [bodyIs(WANTED), bodyIs(`${WANTED}\n`)],
      otherwise: `The second PUT did not hold what is right now: "${WANTED}". The change is made again on what was read again.`,
    },
    { that: 'requests', among: put, max: 2, otherwise: 'More than two PUTs were sent: the second was accepted.' },
  ],
}
