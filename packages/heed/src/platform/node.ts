import { offeredCodings } from '../transports/decode.ts'
import { undiciTransport } from '../transports/undici.ts'
import type { Platform } from './platform.ts'

/** Node: over undici, with sight of everything on the wire. */
export const platform: Platform = {
  transport: ({ dispatcher, connectMs = 5_000 }, clock) =>
    undiciTransport(dispatcher === undefined ? { clock, connectMs } : { clock, dispatcher }),
  fields: { 'accept-encoding': offeredCodings, 'user-agent': 'heed' },
}
