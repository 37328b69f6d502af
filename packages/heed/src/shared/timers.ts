import type { Alarms, Clock, Ringer } from '../ports.ts'

/**
 * Alarms with a timer for each. Slower than one timer for all, but right where a timer belongs to whoever set it: workerd stops
 * those of a request when that request is answered, and an alarm of another one that shared it would never ring.
 */
export function timersOn(clock: Clock): Alarms {
  const timers = new WeakMap<Ringer, unknown>()

  function arm(ringer: Ringer): void {
    const delayMs = Math.max(1, Math.ceil(ringer.alarmMs - clock.steadyMs()))
    timers.set(
      ringer,
      clock.set(delayMs, () => ringIfDue(ringer)),
    )
  }

  function ringIfDue(ringer: Ringer): void {
    // A timer may ring a little early.
    if (ringer.alarmMs > clock.steadyMs()) arm(ringer)
    else {
      ringer.alarmMs = Number.NaN
      ringer.ring()
    }
  }

  return {
    set(ringer, atMs) {
      ringer.alarmMs = atMs
      arm(ringer)
    },
    clear(ringer) {
      if (Number.isNaN(ringer.alarmMs)) return
      ringer.alarmMs = Number.NaN
      clock.clear(timers.get(ringer))
    },
  }
}
