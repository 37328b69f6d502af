import type { Action } from '../../src/action.ts'
import type { Exchange } from '../../src/exchange.ts'
import { newFacts } from '../../src/facts.ts'
import type { CacheFacts, Kept, KeptHead } from '../../src/keeping.ts'
import type { FieldRecord } from '../../src/ports.ts'
import { freshness } from '../../src/rules/cache/freshness.ts'
import { lookup } from '../../src/status/lookup.ts'
import { type HeartOptions, heart } from '../heart.ts'

/** The date at which kept answers of tests came. */
export const CAME_MS: number = Date.UTC(2026, 0, 1)

export const seconds = (count: number): number => count * 1000

/** CAME_MS and so many seconds more, as an HTTP-date. */
export const dateAt = (count: number): string => new Date(CAME_MS + seconds(count)).toUTCString()

let ids = 0

/** A kept answer as it would be kept from these fields: a 200 of ten bytes that came at CAME_MS. */
export function kept(fields: FieldRecord, more: Partial<KeptHead> = {}): Kept {
  const status = more.status ?? 200
  const row = lookup(status)
  if (row === null) throw new RangeError(`${status} is no status code`)
  const answeredMs = more.answeredMs ?? CAME_MS
  const all: FieldRecord = { date: new Date(answeredMs).toUTCString(), ...fields }
  const fresh = freshness(row, all, answeredMs, answeredMs)
  const head = { status, statusText: row.phrase, fields: all, varied: {}, askedMs: answeredMs, answeredMs, ...fresh }
  return { id: ++ids, head: { ...head, part: null, hasBody: true, bodyBytes: 10, ...more } }
}

/** A kept 206 with these bytes of the whole. */
export function keptPart(
  firstByte: number,
  lastByte: number,
  wholeBytes: number | null,
  fields: FieldRecord = {},
): Kept {
  const told = { 'cache-control': 'max-age=60', 'content-range': `bytes ${firstByte}-${lastByte}/${wholeBytes ?? '*'}` }
  const bodyBytes = lastByte - firstByte + 1
  return kept({ ...told, ...fields }, { status: 206, part: { firstByte, lastByte, wholeBytes }, bodyBytes })
}

/** An exchange that may be answered from the store. */
export function asking(options: HeartOptions & { facts?: Partial<CacheFacts> } = {}): Exchange {
  const { facts, ...rest } = options
  const { exchange } = heart([], rest)
  exchange.cache = { ...newFacts(false), whose: '', ...facts }
  return exchange
}

/** An action of this kind, or an error. */
export function as<What extends Action['do']>(what: What, action: Action | null): Extract<Action, { do: What }> {
  if (action?.do !== what) throw new Error(`not ${what}: ${JSON.stringify(action)}`)
  return action as Extract<Action, { do: What }>
}
