import { lookup } from 'heed/status'
import { OPEN } from '../preflight.ts'
import type { Answer, ScriptFields } from '../script/answer.ts'
import { dice } from './dice.ts'
import { bodyBytes, plainAnswer, type Surroundings } from './plain-answer.ts'
import type { Knobs, Rate, ResetPoint } from './table.ts'
import { conditional } from './validators.ts'

/** What knobs need to know of the request and of the lab. */
export interface Place extends Surroundings {
  /** Location as it is sent; null: it leads out of the lab, or to an origin that is not open. */
  readonly locate: (text: string) => string | null
}

/** A code, how many requests it answers, and whether it is the one that was asked for. */
interface Step {
  readonly code: number
  readonly times: number | 'always'
  readonly asked: boolean
}

const ORDINARY = 200

/** The script that a code and its knobs come to; `count` is how many such requests came before, for the dice. */
export function compile(code: number, knobs: Knobs, place: Place, count: number): Answer[] {
  const share = knobs['failure-rate']
  if (share === undefined) return stepsOf(code, knobs).flatMap(step => answersOf(step, knobs, place))
  const fails = dice(knobs.seed ?? 1, count) < share
  const step = { code: fails ? code : (knobs.then?.[0] ?? ORDINARY), times: 'always', asked: fails } as const
  return answersOf(step, knobs, place)
}

/** What cannot be together, in a sentence; null: all can. */
export function clash(code: number, knobs: Knobs, place: Place): string | null {
  if (knobs['failure-rate'] !== undefined && knobs.times !== undefined)
    return 'The knobs ?times= and ?failure-rate= both say which requests fail. Leave one of them out.'
  if (knobs.location !== undefined && place.locate(knobs.location) === null)
    return `The knob ?location= leads out of the lab, or to an origin that is not open. The lab redirects to itself only: give a path such as /get.`
  for (const text of [knobs.fields?.location ?? []].flat())
    if (place.locate(text) === null)
      return `The field ?h-location= leads out of the lab, and the lab redirects to itself only. Take ?location=/get, which also knows your prefix and the other origins.`
  const plain = plainAnswer(code, knobs.body, place)
  if (plain.body !== undefined) return null
  const needing = (['coding', 'drip'] as const).find(name => knobs[name] !== undefined)
  const empty = knobs.body === 'empty' || knobs.body === undefined || lookup(code)?.bodiless === true
  if (lookup(code)?.bodiless && knobs.body !== undefined && knobs.body !== 'empty')
    return `A ${code} has no body, so ?body=${knobs.body} cannot be. Leave it out, or choose another code.`
  if (knobs.reset === 'mid-body')
    return `The knob ?reset=mid-body needs a body, and this ${code} has none. Take ?reset=after-head.`
  return empty && needing !== undefined
    ? `The knob ?${needing}= needs a body, and this ${code} has none. Leave it out.`
    : null
}

function stepsOf(code: number, { times, then }: Knobs): Step[] {
  if (times === undefined && then === undefined) return [{ code, times: 'always', asked: true }]
  const after = then ?? [ORDINARY]
  return [
    { code, times: times ?? 1, asked: true },
    ...after.map((each, at) => ({
      code: each,
      times: at === after.length - 1 ? ('always' as const) : 1,
      asked: false,
    })),
  ]
}

function answersOf(step: Step, knobs: Knobs, place: Place): Answer[] {
  const plain = plainAnswer(step.code, knobs.body, place)
  const status = plain.status ?? step.code
  const successful = status >= 200 && status < 300
  const fields = {
    ...plain.fields,
    ...(successful ? {} : retryFields(knobs)),
    ...(step.asked ? askedFields(knobs, place) : {}),
    ...cacheFields(knobs, successful),
    ...OPEN,
    ...knobs.fields,
  }
  const answer: Answer = {
    ...plain,
    ...shape(plain, knobs),
    ...(step.asked ? trouble(plain, knobs) : {}),
    fields,
    times: step.times,
  }
  const readable = knobs.reset === undefined || !step.asked
  return successful && readable ? [...conditional(answer, knobs, refusal(place)), answer] : [silenced(answer)]
}

const PRECONDITION_FAILED = 412

function refusal(place: Place): Answer {
  const plain = plainAnswer(PRECONDITION_FAILED, undefined, place)
  return { ...plain, fields: { ...plain.fields, ...OPEN, 'cache-control': 'no-store' } }
}

function retryFields(knobs: Knobs): ScriptFields {
  const text = knobs['retry-after']
  return text === undefined ? {} : { 'retry-after': text }
}

function askedFields({ location, rate }: Knobs, place: Place): ScriptFields {
  const to = location === undefined ? null : place.locate(location)
  return { ...(to === null ? {} : { location: to }), ...(rate === undefined ? {} : rateFields(rate)) }
}

/** draft-ietf-httpapi-ratelimit-headers: one policy by the name of "lab". */
function rateFields({ left, quota, seconds }: Rate): ScriptFields {
  return { ratelimit: `"lab";r=${left};t=${seconds}`, 'ratelimit-policy': `"lab";q=${quota};w=${seconds}` }
}

/** Most of these answers may be cached by default (RFC 9111 section 3), which would spoil the second try. */
function cacheFields(knobs: Knobs, successful: boolean): ScriptFields {
  const { etag, 'last-modified': modified, 'cache-control': control } = knobs
  if (!successful || [etag, modified, control].every(each => each === undefined)) return { 'cache-control': 'no-store' }
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { 'last-modified': modified }),
    ...(control === undefined ? {} : { 'cache-control': control }),
  }
}

const PIECES = 10

function shape({ body }: Answer, { coding, drip }: Knobs): Partial<Answer> {
  if (body === undefined) return {}
  const bytes = Math.max(1, Math.ceil(bodyBytes(body) / PIECES))
  return {
    ...(coding === undefined ? {} : { coding }),
    ...(drip === undefined ? {} : { bodyDrip: { bytes, everyMs: drip } }),
  }
}

function trouble(plain: Answer, { delay, interim, reset, coding }: Knobs): Partial<Answer> {
  return {
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(interim === undefined ? {} : { interim: [...(plain.interim ?? []), ...interim] }),
    ...(reset === undefined ? {} : { break: breakAt(reset, bodyBytes(plain.body), coding !== undefined) }),
  }
}

// Whatever the coding, more than this is left of any text that the lab explains a code with.
const CODED_BYTES = 8

function breakAt(point: ResetPoint, bytes: number, coded: boolean): NonNullable<Answer['break']> {
  if (point === 'before-head') return { at: 'request', how: 'reset' }
  if (point === 'stall') return { at: 'request', how: 'stall' }
  if (point === 'in-head') return { at: 'head', how: 'reset' }
  if (point === 'after-head') return { at: 'body', how: 'reset' }
  return { at: 'body', how: 'reset', afterBytes: coded ? CODED_BYTES : Math.floor(bytes / 2) }
}

/** An answer that breaks before anything is sent has nothing to send. */
function silenced(answer: Answer): Answer {
  const { break: broken, times, interim, delayMs } = answer
  if (broken?.at !== 'request') return answer
  return {
    break: broken,
    ...(times === undefined ? {} : { times }),
    ...(interim === undefined ? {} : { interim }),
    ...(delayMs === undefined ? {} : { delayMs }),
  }
}
