import type { FieldRecord } from '../../ports.ts'
import { parseList } from '../structured.ts'
import { type FieldLines, fieldLines, onlyLine, trimSpace } from '../tokens.ts'
import { type LimitReading, readCount, reading } from './reading.ts'
import { resetMs } from './resets.ts'

/** A quota of an older form: so many in so long. */
export interface OlderPolicy {
  readonly quota: number
  readonly windowSeconds: number | null
}

interface Family {
  readonly suffix: string
  limit: FieldLines
  policy: FieldLines
  remaining: FieldLines
  reset: FieldLines
}

/** `ratelimit-limit`, `x-ratelimit-limit`, `x-rate-limit-limit`, and each with a window behind it: `-minute`. */
const part = /^((?:x-)?rate-?limit)-(limit|policy|remaining|reset)(?:-([a-z0-9-]{1,32}))?$/

const windowsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** `100;w=60` or `100;window=60`, as older drafts and some vendors write it; none when it is malformed. */
export function parseOlderPolicies(value: FieldLines): readonly OlderPolicy[] {
  return (parseList(value) ?? []).flatMap(({ type, text, parameters }) => {
    const window = parameters.get('w') ?? parameters.get('window')
    if (type !== 'integer' || text.startsWith('-')) return []
    const windowSeconds = window?.type === 'integer' && Number(window.text) > 0 ? Number(window.text) : null
    return [{ quota: Number(text), windowSeconds }]
  })
}

function familiesOf(fields: FieldRecord): readonly Family[] {
  const families = new Map<string, Family>()
  for (const name in fields) {
    const found = name.includes('limit') ? part.exec(name) : null
    if (found === null) continue
    const [, spelling, kind, suffix = ''] = found
    const key = `${spelling} ${suffix}`
    const family = families.get(key) ?? { suffix, limit: null, policy: null, remaining: null, reset: null }
    families.set(key, family)
    family[kind as 'limit' | 'policy' | 'remaining' | 'reset'] = fields[name]
  }
  return [...families.values()]
}

/** The first member is the limit that counts now; those behind it are quotas (drafts -01 to -03). */
function limitsIn(value: FieldLines): readonly [limit: number | null, policies: readonly OlderPolicy[]] {
  const [first, ...rest] = parseOlderPolicies(value)
  return [first?.quota ?? readCount(onlyLine(value)), rest]
}

function readFamily({ suffix, limit, policy, remaining, reset }: Family, serverNowMs: number): LimitReading | null {
  // A policy alone says what may be sent, not what is left of it.
  if (limit === null && remaining === null && reset === null) return null
  const [quota, behind] = limitsIn(limit)
  const policies = [...behind, ...parseOlderPolicies(policy)]
  const windowSeconds = policies.find(each => each.quota === quota)?.windowSeconds ?? null
  const line = fieldLines(reset).length === 1 ? onlyLine(reset) : null
  const left = readCount(onlyLine(remaining))
  const untilMs = line === null ? null : resetMs(trimSpace(line), 'guess', serverNowMs)
  if (quota === null && left === null && untilMs === null) return null
  const windowMs = Object.hasOwn(windowsMs, suffix) ? (windowsMs[suffix] ?? null) : null
  return reading({
    name: suffix,
    limit: quota,
    remaining: left,
    resetMs: untilMs,
    windowMs: windowSeconds === null ? windowMs : windowSeconds * 1000,
  })
}

/** What any server says in the three older fields, in whichever spelling and however it writes the reset. */
export function readFamilies(fields: FieldRecord, serverNowMs: number): readonly LimitReading[] {
  return familiesOf(fields).flatMap(family => readFamily(family, serverNowMs) ?? [])
}
