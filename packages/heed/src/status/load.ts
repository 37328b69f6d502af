import type { Row } from './row.ts'

/** The code says that the server fails, for others as well. */
export const isFailing = (row: Row): boolean => row.kind === 'server error' && !row.sound

/** This vendor uses the code for its limit too, when the fields beside it tell of one. */
export const mayMeanLimit = (row: Row, vendor: string | null): boolean => vendor !== null && row.limitOf === vendor
