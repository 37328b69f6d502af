import type { Alarms, Clock, Ringer } from '../ports.ts'

/**
 * Many alarms on one timer. Calls to one client mostly share one time-out, so alarms come nearly in order: a list
 * sorted by time, searched from its late end, costs a few nanoseconds where a timer each costs a hundred. The timer
 * is set for the earliest; one that was cleared meanwhile makes it ring for nothing, and it is set anew.
 */
export function alarmsOn(clock: Clock): Alarms {
  let first: Ringer | null = null
  let last: Ringer | null = null
  let timer: unknown = null
  let timerMs = Number.POSITIVE_INFINITY

  function arm(): void {
    if (timer !== null) clock.clear(timer)
    timer = null
    timerMs = Number.POSITIVE_INFINITY
    if (first === null) return
    timerMs = first.alarmMs
    timer = clock.set(Math.max(1, Math.ceil(timerMs - clock.steadyMs())), ringDue)
  }

  function ringDue(): void {
    timer = null
    timerMs = Number.POSITIVE_INFINITY
    const nowMs = clock.steadyMs()
    try {
      while (first !== null && first.alarmMs <= nowMs) {
        const due = first
        remove(due)
        due.ring()
      }
    } finally {
      // Also after a ringer that throws: the others still want to be rung.
      arm()
    }
  }

  function remove(ringer: Ringer): void {
    if (ringer.earlier === null) first = ringer.later
    else ringer.earlier.later = ringer.later
    if (ringer.later === null) last = ringer.earlier
    else ringer.later.earlier = ringer.earlier
    ringer.earlier = null
    ringer.later = null
    ringer.alarmMs = Number.NaN
  }

  return {
    set(ringer, atMs) {
      let before: Ringer | null = last
      while (before !== null && before.alarmMs > atMs) before = before.earlier
      ringer.alarmMs = atMs
      ringer.earlier = before
      ringer.later = before === null ? first : before.later
      if (before === null) first = ringer
      else before.later = ringer
      if (ringer.later === null) last = ringer
      else ringer.later.earlier = ringer
      if (atMs < timerMs) arm()
      else if (first === last) clock.rest(timer, false)
    },
    clear(ringer) {
      if (Number.isNaN(ringer.alarmMs)) return
      remove(ringer)
      // Nothing left to ring for, yet the next call will come: setting a timer costs more than letting one rest.
      if (first === null && timer !== null) clock.rest(timer, true)
    },
  }
}
