import { DEFAULT_FIELDS } from '../request-fields.ts'
import type * as full from './modes.ts'

/** The platform's own fetch is told, and says in fields what has to be said. */
export const askedOfPage: typeof full.askedOfPage = ({ cache, credentials, mode, referrer, referrerPolicy }) => ({
  ...{ cache, credentials, mode, referrer, referrerPolicy },
})

export const FETCH_FIELDS: typeof full.FETCH_FIELDS = DEFAULT_FIELDS
export const addWhatModesSay: typeof full.addWhatModesSay = () => undefined
export const planFor: typeof full.planFor = plan => plan
export const refuseBlockedPort: typeof full.refuseBlockedPort = () => undefined
