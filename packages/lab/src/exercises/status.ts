import { explain, lookup } from 'heed/status'
import { ANY_METHOD, type Exercise, type LabContext } from '../exercise.ts'
import { json, problem, refuse } from '../problem.ts'

type Fields = Readonly<Record<string, string>>

const RETRY_AFTER: Fields = { 'retry-after': '1' }

// The fields that a code must or should bring, by the code's own section of RFC 9110.
const FIELDS: Readonly<Record<number, Fields>> = {
  205: { 'content-length': '0' },
  206: { 'content-range': 'bytes 0-99/100' },
  304: { etag: '"status-304"' },
  401: { 'www-authenticate': 'Bearer realm="heed lab"' },
  405: { allow: 'OPTIONS' },
  407: { 'proxy-authenticate': 'Basic realm="heed lab"' },
  408: { connection: 'close' },
  415: { accept: 'application/json' },
  416: { 'content-range': 'bytes */100' },
  426: { upgrade: 'HTTP/2.0', connection: 'upgrade' },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
}

function fieldsOf(code: number, prefix: string): Fields {
  if (code === 201) return { location: `${prefix}/posts/1` }
  if (code >= 300 && code < 400 && code !== 304) return { location: `${prefix}/new` }
  return FIELDS[code] ?? {}
}

function answerStatus(context: LabContext): Response {
  const asked = context.req.param('code') ?? ''
  if (!/^[1-5]\d\d$/.test(asked)) {
    refuse({ status: 400, detail: `A status code is a number from 100 to 599, which ${asked} is not.` })
  }
  const code = Number(asked)
  if (code < 200) return informed(context, code)
  const headers = fieldsOf(code, context.var.prefix)
  if (lookup(code)?.bodiless) return new Response(null, { status: code, headers })
  const { phrase, meaning, next, again } = explain(code)
  if (code >= 400) return problem({ status: code, detail: meaning, headers, more: { next, again } })
  if (code === 206) return new Response(`${'heed '.repeat(20)}`, { status: code, headers })
  return json({ status: code, phrase, meaning, next, again }, { status: code, headers })
}

/** An informational answer is never the last one: it goes out first, and a 200 that tells of it follows. */
function informed(context: LabContext, code: number): Response {
  if (code === 101) {
    const detail = 'A 101 hands the connection to another protocol, and the lab speaks none but HTTP/1.1.'
    return problem({ status: 400, detail })
  }
  const { phrase, meaning, next } = explain(code)
  const { incoming, outgoing } = context.env
  // RFC 9110 section 15.2: an HTTP/1.0 client is never sent a 1xx. A pipelined answer has no socket yet.
  const sent = incoming.httpVersion === '1.1' && outgoing.socket !== null
  const fields = code === 103 ? 'Link: </new>; rel=preload; as=fetch\r\n' : ''
  if (sent) outgoing.socket?.write(`HTTP/1.1 ${code} ${phrase}\r\n${fields}\r\n`)
  return json({ informational: code, sentBeforeThisAnswer: sent, phrase, meaning, next })
}

export const status: readonly Exercise[] = [
  {
    methods: ANY_METHOD,
    path: '/status/:code',
    samples: [
      { method: 'GET', path: '/status/410', answers: [410], about: 'any code from 100 to 599, explained' },
      { method: 'GET', path: '/status/103', answers: [200], about: 'a 1xx goes ahead of the answer' },
    ],
    answer: answerStatus,
  },
]
