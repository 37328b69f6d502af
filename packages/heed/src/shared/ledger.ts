import type { Ledger, Origin } from '../ports.ts'
import { secondOf, slotOf, WINDOW_SECONDS } from '../rules/budget.ts'

const MOST_ORIGINS = 10_000

const newOrigin = (key: string): Origin => ({
  key,
  spending: {
    second: new Float64Array(WINDOW_SECONDS),
    sends: new Float64Array(WINDOW_SECONDS),
    resends: new Float64Array(WINDOW_SECONDS),
  },
})

/** Origins kept in memory; beyond 10,000 the one met first is forgotten, so that crawling costs bounded memory. */
export function memoryLedger(): Ledger {
  const known = new Map<string, Origin>()
  // Most programs ask one origin many times over; to see that an address begins with it is cheaper than to hash a part of it.
  let latest = newOrigin('')
  let latestStart = 'none/'
  return {
    of(url) {
      if (url.href.startsWith(latestStart)) return latest
      const key = url.origin
      latestStart = `${key}/`
      const found = known.get(key)
      if (found !== undefined) {
        latest = found
        return found
      }
      if (known.size >= MOST_ORIGINS) known.delete(known.keys().next().value as string)
      const made = newOrigin(key)
      known.set(key, made)
      latest = made
      return made
    },
    countSend,
  }
}

function countSend(origin: Origin, resend: boolean, nowMs: number): void {
  const { second, sends, resends } = origin.spending
  const slot = slotOf(nowMs)
  if (second[slot] !== secondOf(nowMs)) {
    second[slot] = secondOf(nowMs)
    sends[slot] = 0
    resends[slot] = 0
  }
  const counted = resend ? resends : sends
  counted[slot] = (counted[slot] ?? 0) + 1
}
