import type { Coding } from '../script/answer.ts'
import { type Knob, TEXT_LIMIT } from './knob.ts'
import { fieldText, listOf, oneOf, someText, timeOrText, wholeFrom } from './readers.ts'

/** Bounds of the practice server: nothing it sends is later or longer. */
export const LONGEST_DELAY_MS = 10_000
export const LARGEST_BODY_BYTES: number = 10 * 1024 * 1024

const BODIES = ['problem', 'json', 'text', 'html', 'empty'] as const
const RESETS = ['before-head', 'in-head', 'after-head', 'mid-body', 'stall'] as const
const SWITCH = ['on', 'off'] as const
const CODINGS: readonly Coding[] = ['gzip', 'deflate', 'br', 'zstd']

export type BodyKind = (typeof BODIES)[number] | number
export type ResetPoint = (typeof RESETS)[number]

/** RateLimit fields: what is left, of how many, until when. */
export interface Rate {
  readonly left: number
  readonly quota: number
  readonly seconds: number
}

/** Informational answers: `103*3`. */
export interface InterimCount {
  readonly status: number
  readonly times: number
}

const words = (list: readonly string[]): string => `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`
const code = wholeFrom(200, 599)

/** What each knob gives. */
interface KnobValues {
  readonly 'retry-after': string
  readonly times: number
  readonly then: readonly number[]
  readonly delay: number
  readonly body: BodyKind
  readonly etag: string
  readonly 'last-modified': string
  readonly 'cache-control': string
  readonly location: string
  readonly reset: ResetPoint
  readonly drip: number
  readonly coding: readonly Coding[]
  readonly interim: readonly InterimCount[]
  readonly rate: Rate
  readonly 'failure-rate': number
  readonly seed: number
  readonly log: 'on' | 'off'
}

export type KnobName = keyof KnobValues

/** Every knob of `/status/:code`, by name. */
export const KNOBS: { readonly [Name in KnobName]: Knob<KnobValues[Name]> } = {
  'retry-after': {
    about: 'Retry-After, with every answer that is no success: seconds, a date from now, or any text, also a wrong one',
    takes: `seconds, date+2 (also rfc850+2, asctime+2), or any text of at most ${TEXT_LIMIT} characters`,
    example: '2',
    schema: { type: 'string', maxLength: TEXT_LIMIT },
    read: timeOrText,
  },
  times: {
    about: 'so many requests get the code, and those after them what ?then= says',
    takes: 'a whole number from 1 to 1000',
    example: '2',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    read: wholeFrom(1, 1000),
  },
  // biome-ignore lint/suspicious/noThenProperty: it is the name of a knob, and nobody awaits the table
  then: {
    about: 'the codes that follow, one request each; the last one stays. 200 when only ?times= is given',
    takes: 'a code from 200 to 599, or at most 20 of them with commas between',
    example: '503,200',
    schema: { type: 'string', pattern: '^[2-5]\\d\\d(,[2-5]\\d\\d){0,19}$' },
    read: listOf(code, 20),
  },
  delay: {
    about: 'milliseconds before the first byte of the code’s answers',
    takes: `a whole number of milliseconds from 0 to ${LONGEST_DELAY_MS}`,
    example: '300',
    schema: { type: 'integer', minimum: 0, maximum: LONGEST_DELAY_MS },
    read: wholeFrom(0, LONGEST_DELAY_MS),
  },
  body: {
    about: 'what the answers carry: a kind of text, nothing, or so many bytes',
    takes: `${words(BODIES)}, or a number of bytes from 0 to ${LARGEST_BODY_BYTES}`,
    example: 'problem',
    schema: { type: 'string', pattern: `^(${BODIES.join('|')}|\\d{1,8})$` },
    read: text => oneOf(BODIES)(text) ?? wholeFrom(0, LARGEST_BODY_BYTES)(text),
  },
  etag: {
    about: 'ETag with each success; If-None-Match gets a 304, an If-Match with another tag a 412',
    takes: 'an entity tag such as v1, "v1" or W/"v1", of at most 100 characters',
    example: 'v1',
    schema: { type: 'string', maxLength: 100 },
    read: entityTag,
  },
  'last-modified': {
    about: 'Last-Modified with each success; If-Modified-Since with the same date gets a 304',
    takes: `an HTTP-date, date-60, or any text of at most ${TEXT_LIMIT} characters`,
    example: 'Sun, 06 Nov 1994 08:49:37 GMT',
    schema: { type: 'string', maxLength: TEXT_LIMIT },
    read: timeOrText,
  },
  'cache-control': {
    about: 'Cache-Control with each success; no-store when no knob speaks of caches',
    takes: `a text of at most ${TEXT_LIMIT} characters`,
    example: 'max-age=5',
    schema: { type: 'string', maxLength: TEXT_LIMIT },
    read: fieldText,
  },
  location: {
    about: 'Location with the code: a path of this lab, or the same at another of its origins, b:/get',
    takes: 'a path such as /get or next?page=2, or a: b: s: t: and a path; the lab redirects to itself only',
    example: '/get',
    schema: { type: 'string', maxLength: TEXT_LIMIT },
    read: someText,
  },
  reset: {
    about: 'where the code’s answers break off with a TCP reset; stall: silence, for at most a minute',
    takes: words(RESETS),
    example: 'mid-body',
    schema: { type: 'string', enum: RESETS },
    read: oneOf(RESETS),
  },
  drip: {
    about: 'milliseconds between ten pieces of the body',
    takes: 'a whole number of milliseconds from 0 to 1000',
    example: '200',
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    read: wholeFrom(0, 1000),
  },
  coding: {
    about: 'content codings of the body, in the order applied',
    takes: `${words(CODINGS)}, or at most 4 of them with commas between`,
    example: 'gzip',
    schema: { type: 'string', pattern: '^(gzip|deflate|br|zstd)(,(gzip|deflate|br|zstd)){0,3}$' },
    read: listOf(oneOf(CODINGS), 4),
  },
  interim: {
    about: 'informational answers before the code: 103, or 103*3 for three of them',
    takes: '100 or 102 to 199, each at most 100 times, or 10 of these with commas between',
    example: '103*3',
    schema: { type: 'string', maxLength: 100 },
    read: listOf(interimCount, 10),
  },
  rate: {
    about: 'RateLimit and RateLimit-Policy: left/quota/seconds',
    takes: 'three whole numbers such as 0/100/2, each at most 999999',
    example: '0/100/2',
    schema: { type: 'string', pattern: '^\\d{1,6}/\\d{1,6}/\\d{1,6}$' },
    read: rate,
  },
  'failure-rate': {
    about:
      'the share of requests that get the code; the others get the first of ?then=. The same again with the same seed',
    takes: 'a number from 0 to 1',
    example: '0.3',
    schema: { type: 'number', minimum: 0, maximum: 1 },
    read: share,
  },
  seed: {
    about: 'where the dice of failure-rate and of lists of codes begin; default 1',
    takes: 'a whole number from 0 to 999999999',
    example: '7',
    schema: { type: 'integer', minimum: 0, maximum: 999_999_999 },
    read: wholeFrom(0, 999_999_999),
  },
  log: {
    about: 'off: the request does not show in the wire log',
    takes: 'on or off',
    example: 'off',
    schema: { type: 'string', enum: ['on', 'off'] },
    read: oneOf(SWITCH),
  },
} as const satisfies Readonly<Record<string, Knob<unknown>>>

/** The knobs for any field, `h-x-name=value`: they are many, so they are not in the table by name. */
export const FIELD_KNOB: Knob<string> = {
  about: 'any field with every answer: h-x-name=value; again for another line of it',
  takes: `a text of at most ${TEXT_LIMIT} characters, in which {date+2} is filled; 40 of them at most`,
  example: 'value',
  schema: { type: 'string', maxLength: TEXT_LIMIT },
  read: fieldText,
}

/** The knobs that a request has turned. */
export type Knobs = Partial<KnobValues> & {
  /** Field lines by lower-case name. */
  readonly fields: Readonly<Record<string, readonly string[]>>
}

function entityTag(text: string): string | null {
  if (text.length > 100) return null
  const [, weak = '', quoted, bare] = /^(W\/)?(?:"([\x21\x23-\x7e]*)"|([\x21\x23-\x7e]+))$/.exec(text) ?? []
  const opaque = quoted ?? bare
  return opaque === undefined || opaque.includes('{') ? null : `${weak}"${opaque}"`
}

function interimCount(text: string): InterimCount | null {
  const [, status = '', times = '1'] = /^(1\d\d)(?:\*(\d{1,3}))?$/.exec(text) ?? []
  const good = status !== '' && status !== '101' && Number(times) >= 1 && Number(times) <= 100
  return good ? { status: Number(status), times: Number(times) } : null
}

function rate(text: string): Rate | null {
  const [, left, quota, seconds] = /^(\d{1,6})\/(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  return left === undefined ? null : { left: Number(left), quota: Number(quota), seconds: Number(seconds) }
}

function share(text: string): number | null {
  const value = /^\d?(?:\.\d{1,9})?$/.test(text) && text !== '' ? Number(text) : Number.NaN
  return value >= 0 && value <= 1 ? value : null
}
