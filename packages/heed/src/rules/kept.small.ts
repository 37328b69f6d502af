import type * as full from './kept.ts'

/** There is no cache that could have a say. */
export const orStale: typeof full.orStale = (_exchange, action) => action
export const completing: typeof full.completing = () => null
export const confirmed: typeof full.confirmed = () => null
