import type * as full from './facts.ts'

/** There is no cache, and there are no credentials. */
export const cacheFacts: typeof full.cacheFacts = () => null
export const signFacts: typeof full.signFacts = () => null
