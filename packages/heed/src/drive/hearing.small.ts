import { lookup } from '#edition/status/lookup'
import { firstLine } from '../fields/lines.ts'
import { retryAfterMs } from '../fields/retry-after.ts'
import type { News, Pause } from '../manners.ts'
import { shownUrl } from '../shown-url.ts'
import type * as full from './hearing.ts'

const WELL: News = { pause: null, quotas: [], outcome: 'good', refused: false }
const NO_NEWS: News = { ...WELL, outcome: 'neither' }

/** What an answer says of its origin by its code and Retry-After alone. Refused: there is too much, and the server is well. */
export const newsOf: typeof full.newsOf = ({ plan, request }, status, fields, nowMs) => {
  const row = lookup(status)
  if (row === null || row.retry === null || row.retry.onlyWhenAsked) return WELL
  const waitMs = retryAfterMs(fields['retry-after'], firstLine(fields.date), plan.clock.wallMs())
  const forMs = Math.min(Math.ceil(waitMs ?? 0), 86_400_000)
  const cause = `${status} from ${request.method} ${shownUrl(request.url)}`
  const pause: Pause | null =
    forMs === 0 ? null : { untilMs: nowMs + forMs, forMs, source: 'retry-after', cause, failing: false }
  return { ...NO_NEWS, pause, refused: row.retry.pace === 'throttle' && row.kind === 'client error' }
}

export const newsOfFault: typeof full.newsOfFault = () => NO_NEWS
export const takePlace: typeof full.takePlace = () => null
export const tellLaunch: typeof full.tellLaunch = () => undefined
export const tellEnd: typeof full.tellEnd = () => undefined
