import type { Clock, Transport } from '../ports.ts'
import { alarmsOn } from '../shared/alarms.ts'
import { offeredCodings } from '../transports/decode.ts'
import { fetchTransport } from '../transports/fetch.ts'
import { platformFetch } from '../transports/platform-fetch.ts'
import { undiciTransport } from '../transports/undici.ts'
import type { Platform } from './platform.ts'

/** Node: over undici, with sight of everything on the wire. */
export const platform: Platform = {
  transport: ({ dispatcher, connectMs = 5_000 }, clock) =>
    dispatcher === undefined
      ? orReplaced(undiciTransport({ clock, connectMs }), clock)
      : undiciTransport({ clock, dispatcher }),
  alarms: alarmsOn,
  fields: { 'accept-encoding': offeredCodings, 'user-agent': 'heed' },
}

const nodesOwn = platformFetch()

/** Whoever has replaced `globalThis.fetch` since wants to hear of every request, as a mock does: then it goes that way. */
function orReplaced(direct: Transport, clock: Clock): Transport {
  let over: Transport | null = null
  return {
    send(request, limits, judge) {
      if (platformFetch() === nodesOwn) return direct.send(request, limits, judge)
      over ??= fetchTransport({ clock })
      return over.send(request, limits, judge)
    },
    async close() {
      await Promise.all([direct.close(), over?.close()])
    },
  }
}
