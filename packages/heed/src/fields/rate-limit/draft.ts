import { type Bare, type Item, parseDictionary, parseList } from '../structured.ts'
import type { FieldLines } from '../tokens.ts'

/** One member of RateLimit: what is left of a quota. */
export interface RateLimit {
  readonly name: string
  readonly remaining: number
  /** When more of it is available, in seconds from the receipt; null: not said. */
  readonly resetSeconds: number | null
  /** Whom it counts for, as base64; null: not said. */
  readonly partition: string | null
}

/** One member of RateLimit-Policy: a quota. */
export interface RateLimitPolicy {
  readonly name: string
  readonly quota: number
  /** What it counts: `requests` unless the server says otherwise, such as `content-bytes`. */
  readonly unit: string
  readonly windowSeconds: number | null
  readonly partition: string | null
}

/** What older forms say, as far as they say it: seconds, and numbers of requests. */
export interface OlderRateLimit {
  readonly limit: number | null
  readonly remaining: number | null
  readonly resetSeconds: number | null
}

const MALFORMED = Symbol('malformed')

/** A whole number, 0 or more; null when it is absent. */
function whole(value: Bare | undefined): number | null | typeof MALFORMED {
  if (value === undefined) return null
  return value.type === 'integer' && !value.text.startsWith('-') ? Number(value.text) : MALFORMED
}

function textOf(value: Bare | undefined, type: Bare['type']): string | null | typeof MALFORMED {
  if (value === undefined) return null
  return value.type === type ? value.text : MALFORMED
}

function limitOf({ type, text, parameters }: Item): RateLimit | null {
  const remaining = whole(parameters.get('r'))
  const resetSeconds = whole(parameters.get('t'))
  const partition = textOf(parameters.get('pk'), 'bytes')
  if (type !== 'string' || remaining === null || remaining === MALFORMED) return null
  if (resetSeconds === MALFORMED || partition === MALFORMED) return null
  return { name: text, remaining, resetSeconds, partition }
}

function policyOf({ type, text, parameters }: Item): RateLimitPolicy | null {
  const quota = whole(parameters.get('q'))
  const windowSeconds = whole(parameters.get('w'))
  const unit = textOf(parameters.get('qu'), 'string')
  const partition = textOf(parameters.get('pk'), 'bytes')
  if (type !== 'string' || quota === null || quota === MALFORMED || unit === MALFORMED) return null
  if (windowSeconds === MALFORMED || windowSeconds === 0 || partition === MALFORMED) return null
  return { name: text, quota, unit: unit ?? 'requests', windowSeconds, partition }
}

/** Members that are not what the draft asks for are left out; what is no list at all is ignored as a whole. */
function sound<T>(value: FieldLines, read: (item: Item) => T | null): readonly T[] | null {
  return parseList(value)?.flatMap(item => read(item) ?? []) ?? null
}

/**
 * RateLimit, as draft-ietf-httpapi-ratelimit-headers-08 and later write it: `"day";r=0;t=48`. A member without `r`, or
 * with anything but whole numbers, is left out. None when it is absent; null when it is no list, as in draft -07.
 */
export function parseRateLimit(value: FieldLines): readonly RateLimit[] | null {
  return sound(value, limitOf)
}

/** RateLimit-Policy, as the same drafts write it: `"day";q=1000;w=86400`. A window of 0 s is as malformed as `q` missing. */
export function parseRateLimitPolicy(value: FieldLines): readonly RateLimitPolicy[] | null {
  return sound(value, policyOf)
}

/** RateLimit of draft -07: `limit=100, remaining=50, reset=50`. Null when it is malformed, or lacks its reset. */
export function parseRateLimitOf07(value: FieldLines): OlderRateLimit | null {
  const items = parseDictionary(value)
  if (items === null) return null
  const limit = whole(items.get('limit'))
  const remaining = whole(items.get('remaining'))
  const resetSeconds = whole(items.get('reset'))
  if (limit === MALFORMED || remaining === MALFORMED || resetSeconds === MALFORMED) return null
  return resetSeconds === null ? null : { limit, remaining, resetSeconds }
}
