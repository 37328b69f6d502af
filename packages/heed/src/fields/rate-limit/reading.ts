import { trimSpace } from '../tokens.ts'

/** What an answer says of one limit; null: not said. */
export interface LimitReading {
  /** `''` where it has none. */
  readonly name: string
  readonly limit: number | null
  readonly remaining: number | null
  readonly used: number | null
  /** Milliseconds from the receipt to its reset. */
  readonly resetMs: number | null
  readonly windowMs: number | null
  /** What it counts: requests; something that every request uses some of; or what a request may do without. */
  readonly counts: 'requests' | 'shares' | 'other'
  /** It is the limit of one endpoint alone. */
  readonly endpoint: boolean
}

export const reading = (own: Partial<LimitReading>): LimitReading => ({
  name: '',
  limit: null,
  remaining: null,
  used: null,
  resetMs: null,
  windowMs: null,
  counts: 'requests',
  endpoint: false,
  ...own,
})

const count = /^(\d{1,15})(?:\.\d+)?$/

/** A number of requests, of which the whole ones count; null when it is absent, negative or no plain number. */
export function readCount(text: string | null | undefined): number | null {
  const found = typeof text === 'string' ? count.exec(trimSpace(text)) : null
  return found === null ? null : Number(found[1])
}
