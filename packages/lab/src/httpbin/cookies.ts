import type { Exercise, LabContext } from '../exercise.ts'
import { answer, json, refuse } from '../problem.ts'
import { binRoute } from './route.ts'

// RFC 6265 section 4.1.1.
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

function cookiesOf(context: LabContext): Readonly<Record<string, string>> {
  const pairs = (context.req.header('cookie') ?? '').split(/; */).filter(pair => pair !== '')
  return Object.fromEntries(
    pairs.map(pair => {
      const at = pair.indexOf('=')
      return at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1).replace(/^"(.*)"$/, '$1')]
    }),
  )
}

function sendBack(context: LabContext, cookies: readonly string[]): Response {
  const { prefix } = context.var
  const response = answer('', 'text/html; charset=utf-8', { status: 302, headers: { location: `${prefix}/cookies` } })
  // A visitor's cookies are sent to nobody else.
  for (const cookie of cookies) response.headers.append('set-cookie', `${cookie}; Path=${prefix}/`)
  return response
}

function pair(name: string, value: string): string {
  if (NAME.test(name) && VALUE.test(value)) return `${name}=${value}`
  const detail =
    'A cookie has a name of letters, digits and -_.~ and the like, and a value without blanks, quotes, commas, semicolons and backslashes (RFC 6265). Escape the others with %.'
  return refuse({ status: 400, detail })
}

const argsOf = (context: LabContext): [string, string][] => [...new URL(context.req.url).searchParams]

/** Cookies, kept by the client. */
export const cookies: readonly Exercise[] = [
  binRoute({ path: '/cookies', about: 'your cookies', answer: context => json({ cookies: cookiesOf(context) }) }),
  binRoute({
    path: '/cookies/set',
    about: 'sets what the query says, and redirects to /cookies',
    try: { path: '/cookies/set?flavour=oat', answers: [302] },
    answer: context =>
      sendBack(
        context,
        argsOf(context).map(([name, value]) => pair(name, value)),
      ),
  }),
  binRoute({
    path: '/cookies/set/:name/:value',
    about: 'sets one',
    try: { path: '/cookies/set/flavour/oat', answers: [302] },
    answer: context => sendBack(context, [pair(context.req.param('name') ?? '', context.req.param('value') ?? '')]),
  }),
  binRoute({
    path: '/cookies/delete',
    about: 'takes back those that the query names',
    try: { path: '/cookies/delete?flavour', answers: [302] },
    answer: context =>
      sendBack(
        context,
        argsOf(context).map(([name]) => `${pair(name, '')}; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0`),
      ),
  }),
]
