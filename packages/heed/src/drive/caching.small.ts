import type * as full from './caching.ts'

/** There is no cache. */
export const answerEvent: typeof full.answerEvent = ({ plan }, status, fields) => ({
  is: 'answer',
  status,
  fields,
  wallMs: plan.clock.wallMs(),
  stored: false,
})

export const behind: typeof full.behind = exchange => exchange
export const endLead: typeof full.endLead = () => undefined
export const forgetAddress: typeof full.forgetAddress = () => undefined
export const lead: typeof full.lead = () => undefined
export const minded: typeof full.minded = () => null
export const noteSend: typeof full.noteSend = () => undefined
