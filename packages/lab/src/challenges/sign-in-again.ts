import type { Challenge } from './challenge.ts'

const account = { method: 'GET', path: '/account' }
const token = { method: 'POST', path: '/token' }
const STALE = '[Bb]earer stale-3'
const FRESH = '[Bb]earer fresh-8'

export const signInAgain: Challenge = {
  number: 7,
  slug: 'sign-in-again',
  title: 'Sign in again',
  level: 'medium',
  goal: 'Read the account with a token that has expired: get a new token once, and send the request again once.',
  given: [
    ['Your token', 'stale-3, as in Authorization: Bearer stale-3'],
    ['A new one', 'POST {a}/token answers {"token": "..."}'],
  ],
  lesson:
    'A 401 asks for other credentials, so the same ones again are useless. Renew once, send once more, and take a second 401 for final.',
  hints: [
    'Send your token first, and read the WWW-Authenticate field of the answer.',
    'The token has expired. POST to the address of tokens, and take the new one from the JSON that comes back.',
    'Three requests in all: GET with the old token, POST for a new one, GET with the new one in Authorization.',
  ],
  codes: [401],
  anchors: ['RFC9110#15.5.2', 'RFC9110#11.6.1', 'RFC6750#3.1'],
  start: { method: 'GET', path: '/account' },
  answers: [
    {
      when: { ...account, fields: { authorization: FRESH } },
      times: 'always',
      status: 200,
      body: { json: { name: 'Ada', balance: 12 } },
    },
    {
      when: { ...account, fields: { authorization: null } },
      times: 'always',
      status: 401,
      fields: { 'www-authenticate': 'Bearer realm="lab"' },
    },
    {
      when: account,
      times: 'always',
      status: 401,
      fields: {
        'www-authenticate': 'Bearer realm="lab", error="invalid_token", error_description="The token has expired"',
      },
    },
    {
      when: token,
      times: 'always',
      status: 200,
      fields: { 'cache-control': 'no-store' },
      body: { json: { token: 'fresh-8' } },
    },
  ],
  verdict: [
    { that: 'requests', among: account, min: 1, otherwise: 'The account was not asked for: no GET has arrived.' },
    {
      that: 'request',
      among: account,
      number: 1,
      fields: { authorization: STALE },
      otherwise: 'The first GET did not carry the token that you were given: Authorization: Bearer stale-3.',
    },
    {
      that: 'requests',
      among: token,
      min: 1,
      otherwise: 'The 401 was taken for the end: a new token can be had with a POST.',
    },
    { that: 'requests', among: token, max: 1, otherwise: 'More than one new token was asked for: one is enough.' },
    {
      that: 'requests',
      among: account,
      min: 2,
      otherwise: 'The new token was fetched and not used: send the GET again with it.',
    },
    {
      that: 'request',
      among: account,
      number: 2,
      fields: { authorization: FRESH },
      otherwise: 'The second GET did not carry the new token: what was refused once is refused again.',
    },
    {
      that: 'requests',
      among: account,
      max: 2,
      otherwise: 'The account was asked for more than twice: once with the old token and once with the new one is all.',
    },
  ],
}
