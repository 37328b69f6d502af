import type * as full from './words.ts'

/** Names and numbers in place of sentences. */
export const stopWords: typeof full.stopWords = stopped => ({ reason: stopped, cure: '' })
export const faultWords: typeof full.faultWords = name => ({ meaning: name, next: '' })
export const sendWords: typeof full.sendWords = (_before, hop, attempt) => `attempt ${attempt}, redirect ${hop}`
export const againWords: typeof full.againWords = ({ code }) => `${code}`
export const waitWords: typeof full.waitWords = why => why
export const heldWords: typeof full.heldWords = ({ cause }) => cause
export const byHandWords: typeof full.byHandWords = () => ''
export const pauseBeforeHopWords: typeof full.pauseBeforeHopWords = ({ code }) => `${code}`
export const hopWords: typeof full.hopWords = ({ code }) => `${code}`
