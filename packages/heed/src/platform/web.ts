import { OptionError } from '../errors/option-error.ts'
import { timersOn } from '../shared/timers.ts'
import { fetchTransport } from '../transports/fetch.ts'
import { hasPageRules } from '../transports/page-rules.ts'
import type { Platform } from './platform.ts'

/** Everything else: over the platform's own fetch, which makes the connections and undoes codings. */
export const platform: Platform = {
  transport(options, clock) {
    for (const name of ['connectMs', 'dispatcher'] as const) {
      if (options[name] === undefined) continue
      const cure = 'leave it out, or pass a transport.'
      throw new OptionError(
        name,
        `The option ${name} is for Node: here the platform's fetch makes connections; ${cure}`,
      )
    }
    return fetchTransport({ clock })
  },
  alarms: timersOn,
  // On a page it would make the browser ask other origins for leave first, and not be sent anyway.
  fields: hasPageRules() ? {} : { 'user-agent': 'heed' },
}
