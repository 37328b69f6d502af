import type { Exercise, LabContext } from '../exercise.ts'
import { isWithin, ownPath } from '../exercises/own-address.ts'
import { answer, refuse } from '../problem.ts'
import { binRoute, METHODS, pathNumber } from './route.ts'

const MOST_HOPS = 1000

function to(location: string, status: number = 302): Response {
  return answer('', 'text/html; charset=utf-8', { status, headers: { location } })
}

/** The lab's own address as this client knows it. */
const baseOf = (context: LabContext): string => new URL(context.req.url).origin + context.var.prefix

const hop = (kind: 'relative' | 'absolute', context: LabContext): Response => {
  const left = pathNumber(context, 'n', 1, MOST_HOPS)
  const base = kind === 'absolute' ? baseOf(context) : context.var.prefix
  return to(left === 1 ? `${base}/get` : `${base}/${kind}-redirect/${left - 1}`)
}

function redirectTo(context: LabContext): Response {
  const query = new URL(context.req.url).searchParams
  const url = query.get('url')
  if (url === null) return refuse({ status: 400, detail: 'Say where to: /redirect-to?url=/get.' })
  if (!isWithin(url, context) || !/^[\x21-\x7e]+$/.test(url)) {
    const detail =
      'The lab redirects to itself only. Give a path such as ?url=/get, or an address of the lab, with blanks and other letters escaped.'
    return refuse({ status: 400, detail })
  }
  const asked = Number(query.get('status_code') ?? 302)
  return to(ownPath(url, context.var.prefix), asked >= 300 && asked < 400 && asked !== 304 ? asked : 302)
}

/** Redirects, all of them to the lab itself. */
export const redirects: readonly Exercise[] = [
  binRoute({
    path: '/redirect/:n',
    about: 'so many redirects, then /get; absolute ones with ?absolute=true',
    try: { path: '/redirect/3', answers: [302] },
    query: [
      {
        name: 'absolute',
        about: 'absolute addresses in Location',
        schema: { type: 'string', enum: ['true', 'false'] },
      },
    ],
    answer: context => hop(context.req.query('absolute')?.toLowerCase() === 'true' ? 'absolute' : 'relative', context),
  }),
  binRoute({
    path: '/relative-redirect/:n',
    about: 'the same, with a path in Location',
    try: { path: '/relative-redirect/3', answers: [302] },
    answer: context => hop('relative', context),
  }),
  binRoute({
    path: '/absolute-redirect/:n',
    about: 'the same, with an address in Location',
    try: { path: '/absolute-redirect/3', answers: [302] },
    answer: context => hop('absolute', context),
  }),
  binRoute({
    path: '/redirect-to',
    methods: METHODS,
    about: 'one redirect, to anywhere in the lab',
    try: { path: '/redirect-to?url=/get&status_code=307', answers: [307] },
    query: [
      { name: 'url', about: 'where to', schema: { type: 'string' }, required: true },
      { name: 'status_code', about: 'a 3xx; default 302', schema: { type: 'integer', minimum: 300, maximum: 399 } },
    ],
    answer: redirectTo,
  }),
]
