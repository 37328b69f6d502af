import type { Exercise, LabContext } from '../exercise.ts'
import { json, problem } from '../problem.ts'

const CHALLENGE = 'Bearer realm="heed lab"'
// RFC 6750 section 2.1: the scheme in any letter case, one or more spaces, a token68.
const BEARER = /^bearer +([\w.~+/-]+=*)$/i

function readPrivateData(context: LabContext): Response {
  const token = BEARER.exec(context.req.header('authorization')?.trim() ?? '')?.[1]
  if (token === undefined) {
    const detail = 'This needs a token. Send Authorization: Bearer <token>; any token but "expired" is good.'
    return problem({ status: 401, detail, headers: { 'www-authenticate': CHALLENGE } })
  }
  if (token === 'expired') {
    const challenge = `${CHALLENGE}, error="invalid_token", error_description="The token has expired"`
    const detail = 'The token has expired. Get a fresh one and send the request once more.'
    return problem({ status: 401, detail, headers: { 'www-authenticate': challenge } })
  }
  return json({ secret: 'The lab is always open.' })
}

function refuseAll(): Response {
  const detail = 'Nobody may delete all users here. The same request will be refused again, with any credentials.'
  return problem({ status: 403, detail })
}

export const access: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/private-data',
    samples: [
      { method: 'GET', path: '/private-data', answers: [401], about: 'no token: the server asks who you are' },
      {
        method: 'GET',
        path: '/private-data',
        headers: { Authorization: 'Bearer letmein' },
        answers: [200],
        about: 'any bearer token is good',
      },
      {
        method: 'GET',
        path: '/private-data',
        headers: { Authorization: 'Bearer expired' },
        answers: [401],
        about: 'any but the expired one',
      },
    ],
    answer: readPrivateData,
  },
  {
    methods: ['DELETE'],
    path: '/admin/users',
    samples: [{ method: 'DELETE', path: '/admin/users', answers: [403], about: 'known, and not allowed' }],
    answer: refuseAll,
  },
]
