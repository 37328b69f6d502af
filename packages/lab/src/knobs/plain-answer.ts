import { explain, lookup } from 'heed/status'
import type { Answer, ScriptFields } from '../script/answer.ts'
import type { BodyKind } from './table.ts'

/** What an answer to a bare `/status/:code` depends on besides the code. */
export interface Surroundings {
  /** `/v/ada`, or ''. */
  readonly prefix: string
  /** The request may be sent informational answers (not with HTTP/1.0). */
  readonly informable: boolean
}

// The fields that a code must or should bring, by the code's own section of RFC 9110.
const FIELDS: Readonly<Record<number, ScriptFields>> = {
  304: { etag: '"status-304"' },
  401: { 'www-authenticate': 'Bearer realm="heed lab"' },
  405: { allow: 'OPTIONS' },
  407: { 'proxy-authenticate': 'Basic realm="heed lab"' },
  415: { accept: 'application/json' },
  416: { 'content-range': 'bytes */100' },
  426: { upgrade: 'HTTP/2.0', connection: 'upgrade' },
  429: { 'retry-after': '1' },
  503: { 'retry-after': '1' },
}

/** The answer of `/status/:code` with no knob but the body. An informational code goes ahead of a 200 that tells of it. */
export function plainAnswer(code: number, kind: BodyKind | undefined, around: Surroundings): Answer {
  if (code < 200) return informed(code, kind, around)
  const fields = fieldsOf(code, around.prefix)
  const ends = code === 408 ? { connection: 'close' as const } : {}
  if (lookup(code)?.bodiless) return { status: code, fields, ...ends }
  const content = contentFor(code, kind)
  const range = code === 206 ? { 'content-range': rangeOf(content.body) } : {}
  return { status: code, ...content, fields: { ...fields, ...content.fields, ...range }, ...ends }
}

function fieldsOf(code: number, prefix: string): ScriptFields {
  if (code === 201) return { location: `${prefix}/posts/1` }
  if (code >= 300 && code < 400 && code !== 304) return { location: `${prefix}/new` }
  return FIELDS[code] ?? {}
}

type Content = Pick<Answer, 'body' | 'fields'>

function contentFor(code: number, kind: BodyKind | undefined): Content {
  const { phrase, meaning, next, again } = explain(code)
  if (typeof kind === 'number') return { body: { bytes: kind } }
  switch (kind ?? (code >= 400 ? 'problem' : code === 206 ? 'words' : 'json')) {
    case 'problem': {
      const members = { type: 'about:blank', title: phrase, status: code, detail: meaning, next, again }
      return textOf('application/problem+json', pretty(members))
    }
    case 'json':
      return textOf('application/json', pretty({ status: code, phrase, meaning, next, again }))
    case 'html':
      return textOf('text/html; charset=utf-8', page(`${code} ${phrase}`, meaning))
    case 'text':
      return textOf('text/plain; charset=utf-8', `${code} ${phrase}: ${meaning} ${next}\n`)
    case 'words':
      return textOf('text/plain; charset=utf-8', 'heed '.repeat(20))
    default:
      return {}
  }
}

function informed(code: number, kind: BodyKind | undefined, { prefix, informable }: Surroundings): Answer {
  const { phrase, meaning, next } = explain(code)
  const fields: ScriptFields = code === 103 ? { link: `<${prefix}/new>; rel=preload; as=fetch` } : {}
  const told = pretty({ informational: code, sentBeforeThisAnswer: informable, phrase, meaning, next })
  const content = kind === undefined ? textOf('application/json', told) : contentFor(200, kind)
  return { status: 200, ...content, interim: [{ status: code, fields }] }
}

/** A partial answer from the beginning on, of something whose end it has. */
function rangeOf(body: Answer['body']): string {
  const bytes = bodyBytes(body)
  return bytes === 0 ? 'bytes */0' : `bytes 0-${bytes - 1}/${bytes}`
}

/** How long a body of the practice server is before any coding. */
export function bodyBytes(body: Answer['body']): number {
  if (body === undefined) return 0
  return 'bytes' in body ? body.bytes : 'text' in body ? Buffer.byteLength(body.text) : 0
}

function textOf(type: string, text: string): Content {
  return { fields: { 'content-type': type }, body: { text } }
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

function page(title: string, sentence: string): string {
  const escaped = sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${title}</title>\n<h1>${title}</h1>\n<p>${escaped}</p>\n</html>\n`
}
