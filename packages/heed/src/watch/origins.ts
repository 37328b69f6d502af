import { tell } from '../listener.ts'
import type { OriginChange } from '../manners.ts'
import type { Clock } from '../ports.ts'
import type { Watch } from '../watch.ts'

type Listener = (change: OriginChange) => void

/** Tells the caller's own listener of changes to origins, and whoever looks on. `named`: the keys are origins. */
export function originListener(
  listener: Listener | null,
  watch: Watch | null,
  named: boolean,
  clock: Clock,
): Listener | null {
  if (watch === null) return listener
  return change => {
    tell(listener, change)
    tell(() => toldTo(watch, change, named, clock), change)
  }
}

function toldTo(watch: Watch, { key, what, reason, untilMs }: OriginChange, named: boolean, clock: Clock): void {
  if (!watch.isOn()) return
  const forMs = untilMs === null ? null : Math.max(0, untilMs - clock.steadyMs())
  watch.origin?.({ origin: named ? key : null, what, reason, forMs })
}
