import type { Exercise, LabContext } from '../exercise.ts'
import { answer, json } from '../problem.ts'
import { binRoute } from './route.ts'

function knows(context: LabContext): boolean {
  const [, encoded = ''] = /^basic +([\w+/=-]+)$/i.exec(context.req.header('authorization')?.trim() ?? '') ?? []
  const given = Buffer.from(encoded, 'base64').toString('utf8')
  return given === `${context.req.param('user') ?? ''}:${context.req.param('passwd') ?? ''}`
}

const refused = (status: number, fields: Readonly<Record<string, string>>): Response =>
  answer('', 'text/html; charset=utf-8', { status, headers: fields })

const accepted = (context: LabContext): Response => json({ authenticated: true, user: context.req.param('user') ?? '' })

function bearer(context: LabContext): Response {
  const [, token] = /^Bearer (.*)$/.exec(context.req.header('authorization') ?? '') ?? []
  if (token === undefined) return refused(401, { 'www-authenticate': 'Bearer' })
  return json({ authenticated: true, token })
}

const ADA = { Authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}` }

/** Who may come in. */
export const credentials: readonly Exercise[] = [
  binRoute({
    path: '/basic-auth/:user/:passwd',
    about: 'needs this user and password',
    try: { path: '/basic-auth/ada/secret', headers: ADA },
    answer: context =>
      knows(context) ? accepted(context) : refused(401, { 'www-authenticate': 'Basic realm="Fake Realm"' }),
  }),
  binRoute({
    path: '/hidden-basic-auth/:user/:passwd',
    about: 'the same, and a 404 for others',
    try: { path: '/hidden-basic-auth/ada/secret', headers: ADA },
    answer: context => (knows(context) ? accepted(context) : refused(404, {})),
  }),
  binRoute({
    path: '/bearer',
    about: 'needs a bearer token, any',
    try: { headers: { Authorization: 'Bearer letmein' } },
    answer: bearer,
  }),
]
