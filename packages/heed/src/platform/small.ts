import { timersOn } from '../shared/timers.ts'
import { hasPageRules } from '../transports/page-rules.ts'
import { smallTransport } from '../transports/small-fetch.ts'
import type { Platform } from './platform.ts'

const onPage = hasPageRules()

/** Wherever there is a `fetch`, for the small edition. */
export const platform: Platform = {
  transport: (_options, clock) => smallTransport(clock, onPage),
  alarms: timersOn,
  fields: onPage ? {} : { 'user-agent': 'heed' },
}
