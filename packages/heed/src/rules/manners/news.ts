import { parseAge } from '../../fields/age.ts'
import { parseHttpDate } from '../../fields/http-date.ts'
import { firstLine } from '../../fields/lines.ts'
import { readDraft, readOwn } from '../../fields/rate-limit/read.ts'
import type { LimitReading } from '../../fields/rate-limit/reading.ts'
import { type Vendor, vendorNamed, vendorOf } from '../../fields/rate-limit/vendors.ts'
import type { News, Pause, Quota } from '../../manners.ts'
import type { FieldRecord, WireFault } from '../../ports.ts'
import { shownUrl } from '../../shown-url.ts'
import { isFailing, mayMeanLimit } from '../../status/load.ts'
import type { Row } from '../../status/row.ts'
import { FAULTS } from '../faults.ts'
import { statedWait } from './stated.ts'

/** An answer, as far as it may tell of its origin. */
export interface Heard {
  readonly status: number
  readonly row: Row
  readonly fields: FieldRecord
  /** Steady time of its receipt. */
  readonly nowMs: number
  /** The same moment in milliseconds since 1970. */
  readonly wallMs: number
  readonly method: string
  readonly url: URL
  /** Whom the caller takes the server for; null: its fields tell, or nothing does. */
  readonly vendor: string | null
  /** How long its head took. */
  readonly tookMs: number
  /** From when on that is as bad as a failure; null: never. */
  readonly slowMs: number | null
}

/** The longest pause that an answer can ask for: a day. */
export const MOST_PAUSE_MS = 86_400_000

/** A server with more limits than these, or longer names, is not believed the rest: what is heard has to be kept. */
const MOST_QUOTAS = 16
const LONGEST_NAME = 64

const NO_QUOTAS: readonly Quota[] = Object.freeze([])

type Outcome = News['outcome']

const quiet = (outcome: Outcome, refused: boolean): News =>
  Object.freeze({ pause: null, quotas: NO_QUOTAS, outcome, refused })

/** What answers say that hold no figures, which is nearly all of them. */
const QUIET: Readonly<Record<Outcome, News>> = {
  good: quiet('good', false),
  bad: quiet('bad', false),
  neither: quiet('neither', false),
}
const QUIET_REFUSAL: Readonly<Record<Outcome, News>> = {
  good: quiet('good', true),
  bad: quiet('bad', true),
  neither: quiet('neither', true),
}

/** The first letters of all fields that news is made of; most fields are passed over by that alone. */
const firsts = new Uint8Array(128)
for (const letter of 'rax') firsts[letter.charCodeAt(0)] = 1

/** Is there a field that may tell of a limit or a wait? */
export function hasFigures(fields: FieldRecord): boolean {
  for (const name in fields) {
    if (firsts[name.charCodeAt(0)] === 1 && (name.includes('limit') || name.includes('retry'))) return true
  }
  return false
}

function outcomeOf(row: Row, tookMs: number, slowMs: number | null): Outcome {
  if (isFailing(row)) return 'bad'
  if (row.kind === 'informational' || row.kind === 'server error' || row.overload) return 'neither'
  return slowMs !== null && tookMs > slowMs ? 'bad' : 'good'
}

/**
 * What an answer says of its origin: how the server fares, what is left of its quotas, and until when nothing should go
 * there. What is malformed says nothing.
 */
export function news(heard: Heard): News {
  const { row, fields } = heard
  const outcome = outcomeOf(row, heard.tookMs, heard.slowMs)
  const { overload } = row
  if (row.kind === 'informational' || !(overload || hasFigures(fields))) return QUIET[outcome]
  const vendor = heard.vendor === null ? vendorOf(fields) : vendorNamed(heard.vendor)
  const { draft, own } = limitsOf(heard, vendor)
  const asked = askedOf(heard, vendor, draft, own)
  const pause = asked === null ? null : pauseOf(heard, asked)
  const quotas = quotasOf(draft.length > 0 ? draft : own, heard.nowMs)
  if (asked !== null && !overload && mayMeanLimit(row, vendor?.name ?? null)) {
    return { pause, quotas, outcome: 'neither', refused: true }
  }
  if (pause === null && quotas.length === 0) return overload ? QUIET_REFUSAL[outcome] : QUIET[outcome]
  return { pause, quotas, outcome, refused: overload }
}

/** What a fault says of the origin: that it fails, unless the caller, a limit of heed or a full connection ended it. */
export function newsOfFault(fault: WireFault): News {
  const { who, timeout, unprocessed } = FAULTS[fault.name]
  return timeout || who === 'network' || (who === 'server' && !unprocessed) ? QUIET.bad : QUIET.neither
}

interface Limits {
  readonly draft: readonly LimitReading[]
  readonly own: readonly LimitReading[]
}

const NO_LIMITS: Limits = { draft: [], own: [] }

/** The server's clock, as the answer's own Date shows it. */
const serverNowMs = ({ fields, wallMs }: Heard): number => {
  const date = firstLine(fields.date)
  return date === null ? wallMs : (parseHttpDate(date, wallMs) ?? wallMs)
}

function limitsOf(heard: Heard, vendor: Vendor | null): Limits {
  const { fields } = heard
  // The answer of a cache tells what was left when it was made.
  if ((parseAge(fields.age) ?? 0) > 0) return NO_LIMITS
  return { draft: readDraft(fields), own: readOwn(fields, vendor, serverNowMs(heard)) }
}

interface Asked {
  readonly waitMs: number
  readonly source: Pause['source']
}

/** The wait that this answer asks of everybody, by the first of its fields that says so; null: none is stated. */
function askedOf(
  heard: Heard,
  vendor: Vendor | null,
  draft: readonly LimitReading[],
  own: readonly LimitReading[],
): Asked | null {
  const stated = statedWait(heard.row, heard.fields, vendor, heard.wallMs)
  if (stated !== null) return stated
  const refusal = heard.row.retry?.pace === 'throttle'
  const waitMs = spentMs(draft, refusal, null) ?? spentMs(own, refusal, vendor)
  if (waitMs !== null) return { waitMs, source: 'rate-limit' }
  return refusal && vendor !== null && vendor.leastMs !== null ? { waitMs: vendor.leastMs, source: 'vendor' } : null
}

/** Until the last of the limits that are used up is reset; null when none is, or when it is not said. */
function spentMs(limits: readonly LimitReading[], refusal: boolean, vendor: Vendor | null): number | null {
  const whole = limits.filter(each => !each.endpoint && each.counts !== 'other')
  const latest = (chosen: readonly LimitReading[]): number | null => {
    const waits = chosen.flatMap(each => each.resetMs ?? [])
    return waits.length === 0 ? null : Math.max(...waits)
  }
  const gradual = vendor?.gradual === true
  // A refusal that keeps silent on what is left means that nothing is.
  const spent = whole.filter(each => (each.remaining ?? (refusal ? 0 : 1)) === 0)
  if (gradual && !refusal) return null
  return latest(spent) ?? (refusal && vendor?.hidden === true ? latest(whole) : null)
}

function pauseOf({ status, row, method, url, nowMs }: Heard, { waitMs, source }: Asked): Pause | null {
  const forMs = Math.min(Math.ceil(waitMs), MOST_PAUSE_MS)
  if (forMs === 0) return null
  const cause = `${status} from ${method} ${shownUrl(url)}`
  return { untilMs: nowMs + forMs, forMs, source, cause, failing: isFailing(row) }
}

function quotasOf(limits: readonly LimitReading[], nowMs: number): readonly Quota[] {
  const quotas = limits.flatMap(({ name, limit, remaining, resetMs, windowMs, counts, endpoint }) => {
    if (remaining === null || counts !== 'requests' || endpoint) return []
    const atMs = resetMs === null ? null : nowMs + Math.ceil(resetMs)
    return [{ name: name.slice(0, LONGEST_NAME), limit, remaining, resetMs: atMs, windowMs, heardMs: nowMs }]
  })
  return quotas.length === 0 ? NO_QUOTAS : quotas.slice(0, MOST_QUOTAS)
}
