import { systemClock } from '../src/shared/clock.ts'
import { undiciTransport } from '../src/transports/undici.ts'
import { type Cleaner, type Line, type Wire, wireOver } from './wire-over.ts'

// What stands there is played on platforms without undici too.
export * from './wire-over.ts'

/** Over undici, unless another transport is given. */
export const wire = (
  t: Cleaner,
  serve: (line: Line) => unknown,
  transport = undiciTransport({ clock: systemClock }),
): Promise<Wire> => wireOver(t, serve, transport)
