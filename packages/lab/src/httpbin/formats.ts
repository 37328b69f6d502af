import type { Exercise, LabContext } from '../exercise.ts'
import { answer, json } from '../problem.ts'
import type { Coding } from '../script/answer.ts'
import { factsOf } from './facts.ts'
import { binRoute, jsonBytes, pathNumber, playBytes } from './route.ts'
import { DENIED, HTML, PNG, SLIDES, UTF8, XML } from './samples.ts'

const coded =
  (coding: Coding, says: string) =>
  async (context: LabContext): Promise<Response> => {
    const { headers, method, origin } = await factsOf(context, ['headers', 'method', 'origin'])
    const facts = { [says]: true, headers, method, origin }
    return playBytes(context, jsonBytes(facts), { coding: [coding], fields: { 'content-type': 'application/json' } })
  }

const CODED: readonly (readonly [path: string, coding: Coding, says: string])[] = [
  ['/gzip', 'gzip', 'gzipped'],
  ['/deflate', 'deflate', 'deflated'],
  ['/brotli', 'br', 'brotli'],
  ['/zstd', 'zstd', 'zstd'],
]

const FIXED: readonly (readonly [path: string, type: string, text: string, about: string])[] = [
  ['/html', 'text/html; charset=utf-8', HTML, 'a page'],
  ['/xml', 'application/xml', XML, 'XML'],
  ['/robots.txt', 'text/plain', 'User-agent: *\nDisallow: /deny\n', 'what robots may read'],
  ['/deny', 'text/plain', DENIED, 'what they may not'],
  ['/encoding/utf8', 'text/html; charset=utf-8', UTF8, 'letters of many scripts'],
]

function base64(context: LabContext): Response {
  const value = context.req.param('value') ?? ''
  const isCode = /^[\w+/-]*={0,2}$/.test(value) && value.replace(/=+$/, '').length % 4 !== 1
  const text = isCode
    ? Buffer.from(value, 'base64url').toString('utf8')
    : 'Incorrect Base64 data try: SFRUUEJJTiBpcyBhd2Vzb21l'
  // Text that a caller made up is never markup here.
  return answer(text, 'text/plain; charset=utf-8')
}

function linkPage(context: LabContext): Response {
  const count = Math.max(1, pathNumber(context, 'n', 0, 200))
  const here = pathNumber(context, 'offset', 0, 200)
  const links = Array.from({ length: count }, (_, at) =>
    at === here ? `${at} ` : `<a href='${context.var.prefix}/links/${count}/${at}'>${at}</a> `,
  )
  return answer(
    `<html><head><title>Links</title></head><body>${links.join('')}</body></html>`,
    'text/html; charset=utf-8',
  )
}

function firstLinkPage(context: LabContext): Response {
  const location = `${context.var.prefix}/links/${pathNumber(context, 'n', 0, 200)}/0`
  return answer('', 'text/html; charset=utf-8', { status: 302, headers: { location } })
}

/** Bodies of all kinds. */
export const formats: readonly Exercise[] = [
  ...CODED.map(([path, coding, says]) => binRoute({ path, about: `JSON in ${coding}`, answer: coded(coding, says) })),
  binRoute({ path: '/json', about: 'JSON', answer: () => json(SLIDES) }),
  ...FIXED.map(([path, type, text, about]) => binRoute({ path, about, answer: () => answer(text, type) })),
  binRoute({
    path: '/image/png',
    about: 'a small picture',
    answer: context => playBytes(context, Buffer.from(PNG, 'base64'), { fields: { 'content-type': 'image/png' } }),
  }),
  binRoute({ path: '/uuid', about: 'a random UUID', answer: () => json({ uuid: crypto.randomUUID() }) }),
  binRoute({
    path: '/base64/:value',
    about: 'the text of a Base64 code',
    try: { path: '/base64/aGVlZA==' },
    answer: base64,
  }),
  binRoute({
    path: '/links/:n',
    about: 'a page with so many links',
    try: { path: '/links/5', answers: [302] },
    answer: firstLinkPage,
  }),
  binRoute({ path: '/links/:n/:offset', about: 'the page itself', try: { path: '/links/5/0' }, answer: linkPage }),
]
