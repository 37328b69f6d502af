/** RFC 9111 read a second time, apart from the rules under test: may a private cache use this answer now? */

type Fields = Readonly<Record<string, string | undefined>>

/** What is known of a stored answer when it is used. Dates in ms. */
export interface Use {
  readonly status: number
  readonly fields: Fields
  /** Of the answer that brought or confirmed it: when its head came, how long that took, and the Age it said. */
  readonly cameMs: number
  readonly tookMs: number
  readonly age: string | undefined
  readonly nowMs: number
  /** The request's own Cache-Control. */
  readonly wishes: string
  /** The server failed, or could not be asked, just before. */
  readonly failed: boolean
}

const DAY_MS = 86_400_000
/** Answers that may be kept without a word on how long (RFC 9110 section 15.1). */
const HEURISTIC = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501])
/** Dates and times are cut to whole ms on the way. */
const SLACK_MS = 2

export function directives(text: string | undefined): Map<string, number> {
  const read = (text ?? '').split(',').map(each => each.trim().split('='))
  return new Map(
    read.map(([name = '', value]) => [name, value === undefined ? Number.POSITIVE_INFINITY : Number(value)]),
  )
}

const dateOf = (text: string | undefined): number | null => {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? null : ms
}

/** Section 4.2.1 and 4.2.2. */
function lifeMs({ status, fields, cameMs }: Use): number {
  const said = directives(fields['cache-control'])
  const maxAge = said.get('max-age')
  if (maxAge !== undefined) return maxAge * 1000
  const madeMs = dateOf(fields.date) ?? cameMs
  if (fields.expires !== undefined) return Math.max(0, (dateOf(fields.expires) ?? 0) - madeMs)
  if (!HEURISTIC.has(status) && !said.has('public')) return 0
  const changedMs = dateOf(fields['last-modified'])
  if (changedMs === null) return status === 301 || status === 308 ? DAY_MS : 0
  return Math.min(DAY_MS, (madeMs - changedMs) / 10)
}

/** Section 4.2.3; null when the date went back since, so that nobody can know. */
function ageMs({ fields, cameMs, tookMs, age, nowMs }: Use): number | null {
  if (nowMs < cameMs) return null
  const apparentMs = Math.max(0, cameMs - (dateOf(fields.date) ?? cameMs))
  return Math.max(apparentMs, Number(age ?? 0) * 1000 + tookMs) + nowMs - cameMs
}

/** Why it may not be used as it is, without asking; null: it may. */
export function forbidden(use: Use): string | null {
  const said = directives(use.fields['cache-control'])
  const wishes = directives(use.wishes)
  if (said.has('no-store') || wishes.has('no-store')) return 'no-store'
  if (said.has('no-cache')) return 'no-cache'
  const oldMs = ageMs(use)
  const staleMs = oldMs === null ? Number.POSITIVE_INFINITY : Math.max(0, oldMs - lifeMs(use) - SLACK_MS)
  if (use.failed && mayCover(said, wishes, staleMs)) return null
  if (wishes.has('no-cache')) return 'the caller wants the server asked'
  if (staleMs > 0) return staleAllowed(said, wishes, staleMs, oldMs) ? null : `stale for ${staleMs} ms`
  const tooOld = (wishes.get('max-age') ?? Number.POSITIVE_INFINITY) * 1000 < (oldMs ?? 0) - SLACK_MS
  if (tooOld && !said.has('immutable')) return 'older than the caller wants'
  const leftMs = lifeMs(use) - (oldMs ?? 0)
  return leftMs + SLACK_MS < (wishes.get('min-fresh') ?? 0) * 1000 ? 'not fresh for long enough' : null
}

type Said = ReadonlyMap<string, number>

/** RFC 5861 section 4. */
function mayCover(said: Said, wishes: Said, staleMs: number): boolean {
  if (said.has('must-revalidate')) return false
  const own = wishes.get('stale-if-error')
  if (own !== undefined) return staleMs <= own * 1000
  const wantsFresh = wishes.has('max-age') || wishes.has('min-fresh') || wishes.has('no-cache')
  return !wantsFresh && staleMs <= (said.get('stale-if-error') ?? -1) * 1000
}

/** RFC 9111 section 4.2.4 and RFC 5861 section 3. */
function staleAllowed(said: Said, wishes: Said, staleMs: number, oldMs: number | null): boolean {
  if (said.has('must-revalidate') || wishes.has('min-fresh')) return false
  const maxAge = wishes.get('max-age')
  const isYoung = maxAge === undefined || (oldMs ?? Number.POSITIVE_INFINITY) <= maxAge * 1000 + SLACK_MS
  if (isYoung && staleMs <= (wishes.get('max-stale') ?? -1) * 1000) return true
  return maxAge === undefined && staleMs < (said.get('stale-while-revalidate') ?? 0) * 1000
}
