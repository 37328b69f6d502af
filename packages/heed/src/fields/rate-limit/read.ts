import type { FieldRecord } from '../../ports.ts'
import { MOST_SECONDS } from '../delta-seconds.ts'
import { type FieldLines, onlyLine, trimSpace } from '../tokens.ts'
import { parseRateLimit, parseRateLimitOf07, parseRateLimitPolicy } from './draft.ts'
import { parseOlderPolicies, readFamilies } from './families.ts'
import { type LimitReading, readCount, reading } from './reading.ts'
import { type ResetField, resetMs } from './resets.ts'
import type { LimitFields, Vendor } from './vendors.ts'

const NONE: readonly LimitReading[] = Object.freeze([])

/** What the draft's RateLimit and RateLimit-Policy say together; none when they are absent or malformed. */
export function readDraft(fields: FieldRecord): readonly LimitReading[] {
  const value = fields.ratelimit
  if (value === undefined) return NONE
  const limits = parseRateLimit(value)
  if (limits === null) return readDraft07(value, fields['ratelimit-policy'])
  const policies = parseRateLimitPolicy(fields['ratelimit-policy']) ?? []
  return limits.map(({ name, remaining, resetSeconds }) => {
    const policy = policies.find(each => each.name === name)
    const unit = policy?.unit ?? 'requests'
    return reading({
      name,
      limit: policy?.quota ?? null,
      remaining,
      resetMs: seconds(resetSeconds),
      windowMs: seconds(policy?.windowSeconds ?? null),
      counts: unit === 'requests' ? unit : unit === 'content-bytes' ? 'shares' : 'other',
    })
  })
}

function readDraft07(value: FieldLines, policy: FieldLines): readonly LimitReading[] {
  const older = parseRateLimitOf07(value)
  if (older === null) return NONE
  const { limit, remaining, resetSeconds } = older
  const window = parseOlderPolicies(policy).find(each => each.quota === limit)?.windowSeconds ?? null
  return [reading({ limit, remaining, resetMs: seconds(resetSeconds), windowMs: seconds(window) })]
}

const seconds = (value: number | null): number | null => (value === null ? null : Math.min(value, MOST_SECONDS) * 1000)

/** What a vendor's own fields say, or, where it has none or is not known, the older fields of any server. */
export function readOwn(fields: FieldRecord, vendor: Vendor | null, serverNowMs: number): readonly LimitReading[] {
  if (vendor === null || vendor.limits.length === 0) return readFamilies(fields, serverNowMs)
  const limits = vendor.limits.flatMap(each => readLimit(fields, each, serverNowMs) ?? [])
  return vendor.endpoints === null ? limits : [...limits, ...readEndpoints(fields, vendor.endpoints)]
}

const textIn = (fields: FieldRecord, name: string | null): string | null =>
  name === null ? null : onlyLine(fields[name])

function readLimit(fields: FieldRecord, from: LimitFields, serverNowMs: number): LimitReading | null {
  const [usedOf, allOf] = (textIn(fields, from.usedOfLimit) ?? '').split('/', 3).map(readCount)
  const used = readCount(textIn(fields, from.used)) ?? usedOf ?? null
  const limit = firstCount(textIn(fields, from.limit)) ?? allOf ?? null
  const left = limit !== null && usedOf !== undefined && usedOf !== null ? Math.max(0, limit - usedOf) : null
  const remaining = readCount(textIn(fields, from.remaining)) ?? left
  const windowMs = readCount(textIn(fields, from.windowMs))
  const untilMs = readWait(fields, from.resets, serverNowMs) ?? windowMs
  if (limit === null && remaining === null && untilMs === null && used === null) return null
  return reading({
    name: textIn(fields, from.nameIn) ?? from.name,
    limit,
    remaining,
    used,
    resetMs: untilMs,
    windowMs,
    counts: from.other ? 'shares' : 'requests',
  })
}

/** `100, 100;w=60`: the first is the limit that counts now. */
const firstCount = (text: string | null): number | null => readCount(text?.split(',', 1)[0])

/** The first of the fields that can be read, in milliseconds from the receipt; null when none can. */
export function readWait(fields: FieldRecord, candidates: readonly ResetField[], serverNowMs: number): number | null {
  for (const [name, kind] of candidates) {
    const text = onlyLine(fields[name])
    const ms = text === null ? null : resetMs(text, kind, serverNowMs)
    if (ms !== null) return ms
  }
  return null
}

const endpointPart = /^(total|remaining|resets)=(\d{1,15})$/

/** `zendesk-ratelimit-tickets-index: total=100; remaining=99; resets=41` */
function readEndpoints(fields: FieldRecord, head: string): readonly LimitReading[] {
  return Object.keys(fields).flatMap(name => {
    const text = name.startsWith(head) ? onlyLine(fields[name]) : null
    if (text === null) return []
    const parts = new Map<string, number>()
    for (const part of text.split(';', 8)) {
      const [, key = '', value] = endpointPart.exec(trimSpace(part)) ?? []
      if (key !== '') parts.set(key, Number(value))
    }
    const remaining = parts.get('remaining') ?? null
    if (remaining === null) return []
    const untilMs = seconds(parts.get('resets') ?? null)
    const limit = parts.get('total') ?? null
    return [reading({ name: name.slice(head.length), limit, remaining, resetMs: untilMs, endpoint: true })]
  })
}
