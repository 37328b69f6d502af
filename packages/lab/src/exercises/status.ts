import { ANY_METHOD, type Exercise, type LabContext, type QueryMember } from '../exercise.ts'
import { clash, compile, type Place } from '../knobs/compile.ts'
import { dice, weighted } from '../knobs/dice.ts'
import { readKnobs } from '../knobs/read-query.ts'
import { KNOBS, type Knobs } from '../knobs/table.ts'
import { filler, played } from '../played.ts'
import { refuse } from '../problem.ts'
import { pickAnswer } from '../script/pick.ts'
import { isWithin, ownPath } from './own-address.ts'

const MOST_KEPT = 500
const BODY_LIMIT_BYTES = 1024 * 1024
const ONE_CODE = /^[1-5]\d\d$/
// httpbin's lists: `500,200:3` is a 200 three times as often as a 500.
const CODES = /^[1-5]\d\d(?::\d{1,6}(?:\.\d{1,3})?)?(?:,[1-5]\d\d(?::\d{1,6}(?:\.\d{1,3})?)?){0,19}$/

async function answerStatus(context: LabContext): Promise<Response> {
  const asked = context.req.param('code') ?? ''
  const { target, visitor, prefix, entry } = context.var
  if (!CODES.test(asked)) {
    const detail = `A status code is a number from 100 to 599, which ${asked.slice(0, 60)} is not. A list is 200,500 or 200:3,500:1.`
    refuse({ status: 400, detail })
  }
  const turned = readKnobs(target.split('?').slice(1).join('?'))
  if ('fault' in turned) return refuse({ status: 400, detail: turned.fault })
  const { knobs } = turned
  const used = usedOf(visitor.used, target)
  const count = countUp(used)
  const code = ONE_CODE.test(asked) ? Number(asked) : chosen(asked, knobs, count)
  if (code === 101) {
    const detail = 'A 101 hands the connection to another protocol, and the lab speaks none but HTTP/1.1.'
    refuse({ status: 400, detail })
  }
  const place = placeOf(context)
  const fault = clash(code, knobs, place)
  if (fault !== null) refuse({ status: 400, detail: fault })
  const answers = compile(code, knobs, place, count)
  // By the dice each request has a script of its own.
  const tosses = knobs['failure-rate'] !== undefined || !ONE_CODE.test(asked)
  const given = tosses ? [] : used.slice(1)
  const index = pickAnswer(answers, given, requestOf(context)) ?? answers.length - 1
  used[index + 1] = (used[index + 1] ?? 0) + 1
  if (entry !== null) Object.assign(entry.answer, { index })
  return played(context, answers[index] ?? { status: code }, { entry, nowMs: visitor.log.nowMs, prefix })
}

/** How often each answer was given to requests with this path and query, after a count of all of them. */
function usedOf(kept: Map<string, number[]>, target: string): number[] {
  const used = kept.get(target) ?? [0]
  kept.delete(target)
  kept.set(target, used)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return used
}

function countUp(used: number[]): number {
  const count = used[0] ?? 0
  used[0] = count + 1
  return count
}

function chosen(list: string, { seed = 1, times, then }: Knobs, count: number): number {
  if (times !== undefined || then !== undefined)
    refuse({
      status: 400,
      detail:
        'A list of codes is chosen from anew each time, so ?times= and ?then= mean nothing with it. Give one code, or leave them out.',
    })
  const items = list.split(',').map(each => {
    const [code, weight = '1'] = each.split(':')
    return { item: Number(code), weight: Number(weight) }
  })
  if (items.every(({ weight }) => weight === 0))
    refuse({
      status: 400,
      detail: 'Every code of this list has the weight 0. Give one of them more, as in 200:3,500:1.',
    })
  return weighted(items, dice(seed, count))
}

function placeOf(context: LabContext): Place {
  const { prefix, bases } = context.var
  const { httpVersion } = context.env.incoming
  const fill = filler(bases, prefix)
  return {
    prefix,
    // RFC 9110 section 15.2: an HTTP/1.0 client is never sent a 1xx.
    informable: httpVersion === '1.1',
    locate: text => {
      if (text.includes('{')) return null
      const [, origin, path] = /^([abst]):(\/(?!\/).*)$/s.exec(text) ?? []
      if (origin !== undefined) return bases[origin as 'a'] === undefined ? null : fill(`{${origin}}`) + path
      if (!isWithin(text, context)) return null
      return ownPath(text, prefix)
    },
  }
}

function requestOf(context: LabContext): Parameters<typeof pickAnswer>[2] {
  const { incoming, origin } = context.env
  const fields = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map(value => [name, value] as const),
  )
  return { origin, method: incoming.method ?? 'GET', path: context.var.target, fields }
}

const query: readonly QueryMember[] = Object.entries(KNOBS).map(([name, { about, schema }]) => ({
  name,
  about,
  schema: { ...schema },
}))

export const status: readonly Exercise[] = [
  {
    methods: ANY_METHOD,
    path: '/status/:code',
    query,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    samples: [
      { method: 'GET', path: '/status/410', answers: [410], about: 'any code from 100 to 599, explained' },
      { method: 'GET', path: '/status/103', answers: [200], about: 'a 1xx goes ahead of the answer' },
      {
        method: 'GET',
        path: '/status/503?times=2&retry-after=1',
        answers: [503, 503, 200],
        about: 'knobs: so often the code, and what it says about the wait',
      },
      {
        method: 'GET',
        path: '/status/429?times=1&then=503,200&retry-after=date+1&rate=0/100/1',
        answers: [429, 503, 200],
        about: 'a story of codes, with a date to wait for and RateLimit fields',
      },
      {
        method: 'GET',
        path: '/status/200?etag=v1&cache-control=max-age=1&body=1000&coding=gzip',
        answers: [200],
        about: 'a success with a validator, so many bytes, compressed',
      },
    ],
    answer: answerStatus,
  },
]
