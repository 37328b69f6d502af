import type { Exercise, LabContext } from '../exercise.ts'
import { answer, json, refuse } from '../problem.ts'
import { factsOf } from './facts.ts'
import { binRoute, pathNumber } from './route.ts'

type Fields = Readonly<Record<string, string>>

async function got(context: LabContext, headers: Fields): Promise<Response> {
  return json(await factsOf(context, ['args', 'headers', 'origin', 'url']), { headers })
}

async function cache(context: LabContext): Promise<Response> {
  const conditional = context.req.header('if-modified-since') ?? context.req.header('if-none-match')
  if (conditional !== undefined) {
    // RFC 9110 section 15.4.5: a 304 says of caching what the 200 would have said.
    return new Response(null, { status: 304, headers: { 'cache-control': 'no-cache' } })
  }
  const etag = `"${crypto.randomUUID().replaceAll('-', '')}"`
  return got(context, { 'last-modified': new Date().toUTCString(), etag, 'cache-control': 'no-cache' })
}

async function tagged(context: LabContext): Promise<Response> {
  const name = (context.req.param('etag') ?? '').replace(/^"(.*)"$/, '$1')
  if (!/^[\x21\x23-\x7e]{1,100}$/.test(name))
    refuse({
      status: 400,
      detail: 'After /etag/ comes an entity tag: 1 to 100 letters, digits and signs, without blanks and quotes.',
    })
  const etag = `"${name}"`
  const fields = { etag, 'cache-control': 'no-cache' }
  const [ifNoneMatch, ifMatch] = [context.req.header('if-none-match'), context.req.header('if-match')]
  if (ifNoneMatch !== undefined) {
    if (lists(ifNoneMatch, name)) return new Response(null, { status: 304, headers: fields })
  } else if (ifMatch !== undefined && !lists(ifMatch, name)) {
    return answer('', 'text/html; charset=utf-8', { status: 412 })
  }
  return got(context, fields)
}

/** Also tags without quotes, which httpbin hands out and clients of it send back. */
function lists(field: string, name: string): boolean {
  return field.split(',').some(each => ['*', name, `"${name}"`, `W/"${name}"`].includes(each.trim()))
}

const FRAMING = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'trailer',
  'date',
])

function responseHeaders(context: LabContext): Response {
  const given = [...new URL(context.req.url).searchParams]
  for (const [name, value] of given) {
    if (
      !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) ||
      !/^[\t\x20-\x7e]*$/.test(value) ||
      FRAMING.has(name.toLowerCase())
    ) {
      const detail = `"${name.slice(0, 40)}" cannot be sent: give a field name, no framing field, and a value of ASCII. The knob ?h-name= of /status/200 takes more.`
      refuse({ status: 400, detail })
    }
  }
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const [name] of given) headers.delete(name)
  for (const [name, value] of given) headers.append(name, value)
  const type = headers.get('content-type') ?? 'application/json'
  return new Response(describing(given, type), { headers })
}

/** The fields with the length of just this description in them. */
function describing(given: readonly (readonly [string, string])[], type: string): string {
  const named = new Map<string, string[]>()
  for (const [name, value] of given) named.set(name, [...(named.get(name) ?? []), value])
  const rest = Object.fromEntries([...named].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
  let text = ''
  for (let length = -1; length !== text.length; ) {
    length = text.length
    text = `${JSON.stringify({ 'Content-Length': String(length), 'Content-Type': type, ...rest }, null, 2)}\n`
  }
  return text
}

/** Validators, freshness, and any field. */
export const caching: readonly Exercise[] = [
  binRoute({ path: '/cache', about: '304 for any If-None-Match or If-Modified-Since', answer: cache }),
  binRoute({
    path: '/cache/:n',
    about: 'fresh for so many seconds',
    try: { path: '/cache/60' },
    answer: context => got(context, { 'cache-control': `public, max-age=${pathNumber(context, 'n', 0, 999_999_999)}` }),
  }),
  binRoute({
    path: '/etag/:etag',
    about: 'with this entity tag: 304 for If-None-Match, 412 for another If-Match',
    try: { path: '/etag/v1', headers: { 'If-None-Match': '"v1"' }, answers: [304] },
    answer: tagged,
  }),
  binRoute({
    path: '/response-headers',
    methods: ['GET', 'POST'],
    about: 'the fields that the query names',
    try: { path: '/response-headers?X-Name=value' },
    answer: responseHeaders,
  }),
]
