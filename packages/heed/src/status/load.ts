import type { RetryKnobs, Row } from './row.ts'

/** The server is well: it refuses this one request, or the network on the way answers in its place. */
const soundCodes: ReadonlySet<number> = new Set([501, 505, 506, 508, 510, 511])

/** Besides those whose row says that the client is too fast. */
const overloadCodes: ReadonlySet<number> = new Set([503])

/** With which codes vendors say that their limit is reached, besides those that mean it. */
const limitCodes: Readonly<Record<string, readonly number[]>> = { GitHub: [403] }

/** The code says that the server fails, for others as well. */
export const isFailing = (row: Row): boolean => row.kind === 'server error' && !soundCodes.has(row.code)

/** The code says that there is too much just now: too many requests, or no room for any. */
export const isOverload = ({ retry, code }: Row): boolean =>
  retry !== null && (retry.pace === 'throttle' || overloadCodes.has(code))

/** This vendor uses the code for its limit too, when the fields beside it tell of one. */
export const mayMeanLimit = (row: Row, vendor: string | null): boolean =>
  vendor !== null && Object.hasOwn(limitCodes, vendor) && (limitCodes[vendor]?.includes(row.code) ?? false)

/** What an answer asks for that tells of a limit with a code of another meaning: nothing was done, so any method may go again. */
export const LIMIT_REACHED: RetryKnobs = Object.freeze({
  whom: 'any',
  pace: 'throttle',
  onlyWhenAsked: false,
  onceOnNewConnection: false,
})
