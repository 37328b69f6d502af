import type { RetryKnobs, Row } from './row.ts'

/** The code says that the server fails, for others as well. */
export const isFailing = (row: Row): boolean => row.kind === 'server error' && !row.sound

/** This vendor uses the code for its limit too, when the fields beside it tell of one. */
export const mayMeanLimit = (row: Row, vendor: string | null): boolean => vendor !== null && row.limitOf === vendor

/** What an answer asks for that tells of a limit with a code of another meaning: nothing was done, so any method may go again. */
export const LIMIT_REACHED: RetryKnobs = Object.freeze({
  whom: 'any',
  pace: 'throttle',
  onlyWhenAsked: false,
  onceOnNewConnection: false,
})

/** What an answer asks for whose code is final, but whose server orders another try: heed's own conditions stay. */
export const ORDERED_AGAIN: RetryKnobs = Object.freeze({ ...LIMIT_REACHED, whom: 'repeatable' })
