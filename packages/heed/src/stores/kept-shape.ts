/** Is something from outside this process what a store gives? A head that is odd would be read as an answer that lasts for ever. */
import type { Kept, KeptHead, Part } from '../keeping.ts'

type Test = (value: unknown) => boolean

const isText: Test = value => typeof value === 'string'
const isFlag: Test = value => typeof value === 'boolean'
const isTime: Test = value => Number.isFinite(value)
const isCount: Test = value => Number.isSafeInteger(value) && (value as number) >= 0

/** Written by name, so that the compiler asks for a test of every member a head has. */
const HEAD: { readonly [Name in keyof KeptHead]: Test } = {
  status: isCount,
  statusText: isText,
  fields: value => isRecord(value, each => isText(each) || (Array.isArray(each) && each.every(isText))),
  varied: value => isRecord(value, each => each === null || isText(each)),
  askedMs: isTime,
  answeredMs: isTime,
  bornMs: isTime,
  freshMs: isTime,
  staleWhileRevalidateMs: isTime,
  staleIfErrorMs: isTime,
  noCache: isFlag,
  mustRevalidate: isFlag,
  immutable: isFlag,
  part: value => value === null || isPart(value),
  hasBody: isFlag,
  bodyBytes: isCount,
}
const NAMES = Object.keys(HEAD) as (keyof KeptHead)[]

/** Does it have all that a head has, of the right types? More does no harm. */
export function isHead(value: unknown): value is KeptHead {
  if (!isObject(value)) return false
  for (const name of NAMES) if (!HEAD[name](value[name])) return false
  return true
}

export const isKept = (value: unknown): value is Kept =>
  isObject(value) && (typeof value.id === 'number' || typeof value.id === 'string') && isHead(value.head)

function isPart(value: unknown): value is Part {
  if (!isObject(value)) return false
  const { firstByte, lastByte, wholeBytes } = value
  return isCount(firstByte) && isCount(lastByte) && (wholeBytes === null || isCount(wholeBytes))
}

const isRecord = (value: unknown, is: Test): boolean => isObject(value) && Object.values(value).every(is)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
