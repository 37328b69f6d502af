import type { Timeline } from './events.ts'
import {
  brokenServer,
  brownedServer,
  type QuotaTerms,
  quotaServer,
  REFUSED,
  type Server,
  type Spell,
  UNAVAILABLE,
} from './servers.ts'
import type { Stretch } from './tally.ts'

/** One of them calls every two seconds, at times of its own (a Poisson process). */
export const CLIENTS = 1000
export const CALLS_PER_SECOND = 500
export const RUN_MS = 120_000

const SPELL: Spell = { fromMs: 30_000, untilMs: 60_000 }
/** In quota scenarios the whole run is alike; peaks are looked for when the first window is over. */
const THROUGHOUT: Stretch = { endMs: RUN_MS, spell: { fromMs: 0, untilMs: RUN_MS }, calmFromMs: 10_000 }
const AROUND_SPELL: Stretch = { endMs: RUN_MS, spell: SPELL, calmFromMs: SPELL.untilMs }
const QUOTA: Omit<QuotaTerms, 'stated'> = { limit: 4000, windowMs: 10_000 }
const CAPACITY = { perSecond: 750, share: 0.2 }

export interface Scenario {
  readonly id: string
  readonly title: string
  /** One sentence for people. */
  readonly says: string
  /** Null: the whole run is alike, and there is nothing to recover from. */
  readonly spell: Spell | null
  readonly stretch: Stretch
  server(timeline: Timeline): Server
}

const quota = (id: string, stated: boolean, title: string, says: string): Scenario => ({
  ...{ id, title, says, spell: null, stretch: THROUGHOUT },
  server: timeline => quotaServer(timeline, { ...QUOTA, stated }),
})

const spell = (id: string, title: string, says: string, server: Scenario['server']): Scenario => ({
  ...{ id, title, says, spell: SPELL, stretch: AROUND_SPELL, server },
})

export const SCENARIOS: readonly Scenario[] = [
  quota(
    'quota-stated',
    true,
    'A quota, and 429 says when to come back',
    'The server serves 4,000 requests in each window of 10 s; 5,000 calls come in that time. The rest is answered 429 with Retry-After: the seconds until the next window.',
  ),
  quota('quota-silent', false, 'A quota, and 429 says nothing', 'The same quota; the 429 has no Retry-After.'),
  spell(
    'outage-503',
    'An outage of 30 s: 503 at once',
    'From second 30 to second 60 every request is answered 503, at once and without Retry-After.',
    timeline => brokenServer(timeline, SPELL, UNAVAILABLE),
  ),
  spell(
    'outage-refused',
    'An outage of 30 s: connections refused',
    'From second 30 to second 60 nothing listens: every connection is refused.',
    timeline => brokenServer(timeline, SPELL, REFUSED),
  ),
  spell(
    'brown-out',
    'A brown-out of 30 s: a fifth of the capacity',
    'The server can do 750 requests a second, from second 30 to second 60 only 150. What it cannot do at once waits in line; a request whose client has given up is worked off all the same.',
    timeline => brownedServer(timeline, SPELL, CAPACITY),
  ),
]
