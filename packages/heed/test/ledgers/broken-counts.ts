import { secondOf, slotOf } from '../../src/rules/budget.ts'
import { count } from '../../src/rules/manners/counts.ts'
import { memoryLedger } from '../../src/shared/ledger.ts'
import { keys } from '../../src/testing/clauses/keys.ts'
import { sends } from '../../src/testing/clauses/sends.ts'
import { underWay } from '../../src/testing/clauses/under-way.ts'
import { wanted } from '../../src/testing/clauses/wanted.ts'
import { altered, type Broken, disobeying, hearing, written } from './broken-ledger.ts'
import { remembering } from './broken-memories.ts'

const A = new URL('https://a.test/')

const brokenKeys: Broken[] = [
  [
    keys,
    'gives a new object each time',
    altered(own => ({ of: (url, key) => ({ ...own.of(url, key) }) })),
    /^https:\/\/a\.test must lead to the same object/,
  ],
  [
    keys,
    'knows hosts, not origins',
    altered(own => ({ of: (url, key) => own.of(new URL(`https://${url.host}`), key) })),
    /^http:\/\/a\.test\/ must not lead to what is known/,
  ],
  [
    keys,
    'takes the start of an address for all of it',
    altered(own => ({ of: (url, key) => own.of(url.href.startsWith(A.origin) ? A : url, key) })),
    /^https:\/\/a\.test:8443\/ must not lead/,
  ],
  [
    keys,
    'does not heed keys',
    altered(own => ({ of: url => own.of(url) })),
    /^The key of what is known under a key must be "tenant"; it was "https:/,
  ],
  [
    keys,
    'takes keys for names of hosts',
    altered(own => ({ of: (url, key) => own.of(url, key?.toLowerCase()) })),
    /must be "Tenant"; it was "tenant"/,
  ],
  [
    keys,
    'knows keys for each origin apart',
    altered(own => {
      const others = memoryLedger()
      return { of: (url, key) => (key !== undefined && url.origin !== A.origin ? others : own).of(url, key) }
    }),
    /^The key "tenant" must lead to one object, whatever the address/,
  ],
  [
    keys,
    'lists nothing',
    altered(() => ({ origins: () => [].values() })),
    /^The keys of all that is known must be \["", .* it was \[\]/,
  ],
  [
    keys,
    'lists addresses alone',
    altered(own => ({ origins: () => [...own.origins()].filter(({ key }) => key.includes('://')).values() })),
    /^The keys of all that is known/,
  ],
  [
    keys,
    'lists copies',
    altered(own => ({ origins: () => [...own.origins()].map(origin => ({ ...origin })).values() })),
    /^What origins\(\) lists must be the objects that addresses and keys lead to/,
  ],
  [
    keys,
    'knows one origin at a time',
    remembering({ most: 1 }),
    /^https:\/\/a\.test must lead to its object after http:\/\/a\.test\//,
  ],
]

const brokenSends: Broken[] = [
  [
    sends,
    'counts in the slot of the next second',
    altered(own => ({ countSend: (origin, resend, nowMs) => own.countSend(origin, resend, nowMs + 1_000) })),
    /^The sends and resends of the last ten seconds, .* round 1, steps: a (re)?send at \d+\.$/,
  ],
  [
    sends,
    'counts resends as sends',
    altered(own => ({ countSend: (origin, _, nowMs) => own.countSend(origin, false, nowMs) })),
    /must be \[\[0, 1\], .* it was \[\[1, 0\], /,
  ],
  [
    sends,
    'keeps what its slot held ten seconds ago',
    altered(() => ({
      countSend({ spending }, resend, nowMs) {
        const counted = resend ? spending.resends : spending.sends
        const slot = slotOf(nowMs)
        spending.second[slot] = secondOf(nowMs)
        counted[slot] = (counted[slot] ?? 0) + 1
      },
    })),
    /^The sends and resends of the last ten seconds/,
  ],
  [
    sends,
    'counts one origin in all others',
    altered(own => ({
      countSend(_, resend, nowMs) {
        for (const origin of own.origins()) own.countSend(origin, resend, nowMs)
      },
    })),
    /^The sends and resends of another origin must be \[0, 0\]/,
  ],
  [
    sends,
    'has fewer slots',
    altered(own => ({
      of(url, key) {
        const origin = own.of(url, key)
        const rows = { second: new Float64Array(5), sends: new Float64Array(5), resends: new Float64Array(5) }
        return { ...origin, spending: rows }
      },
    })),
    /^The number of slots .* it was \[5, 5, 5\]/,
  ],
  [
    sends,
    'counts later',
    altered(own => ({ countSend: (...given) => queueMicrotask(() => own.countSend(...given)) })),
    /must be \[\[\d, \d\], .* it was \[\[0, 0\], /,
  ],
]

/** Counts nothing, and yet has something to count in. */
const uncounted = hearing(({ taken }) => {
  taken?.good.fill(0)
  taken?.bad.fill(0)
})

const brokenWanted: Broken[] = [
  [
    wanted,
    'forgets what it counted',
    uncounted,
    /^What is counted after a good answer must be \{ taken: 1, wanted: 1 \}; it was \{ taken: 0, wanted: 0 \}/,
  ],
  [
    wanted,
    'does not count for throttling',
    disobeying(() => ({ throttles: false })),
    /^The number of slots of taken must be 30; it was undefined/,
  ],
  [
    wanted,
    'does not count what was refused here',
    altered(() => ({ want: () => undefined })),
    /^What is counted after a call that was refused here/,
  ],
  [
    wanted,
    'takes refusals for taken',
    hearing(
      ({ taken }, _, { refused }, _probe, _took, nowMs) => taken !== null && refused && count(taken, 'good', nowMs),
    ),
    /^What is counted after a refusal/,
  ],
  [
    wanted,
    'has fewer slots',
    hearing(origin =>
      Object.assign(origin, {
        taken: { second: new Float64Array(9), good: origin.taken?.good, bad: origin.taken?.bad },
      }),
    ),
    /^The number of slots of taken must be 30; it was 9/,
  ],
  [
    wanted,
    'keeps what its slot held 30 s ago',
    altered(own => ({
      hear(...heard) {
        const [{ taken }, , , , nowMs] = heard
        taken?.second.fill(secondOf(nowMs))
        own.hear(...heard)
      },
    })),
    /^What is counted when the first second is 30 s old must be \{ taken: 1, wanted: 3 \}; it was \{ taken: 2, wanted: 5 \}/,
  ],
  [
    wanted,
    'counts one origin in all others',
    altered(own => ({
      of(url, key) {
        const origin = own.of(url, key)
        written(origin).taken = own.of(A).taken
        return origin
      },
    })),
    /^What is counted for another origin must be/,
  ],
]

const brokenUnderWay: Broken[] = [
  [
    underWay,
    'counts a landing twice',
    altered(own => ({
      landed(origin) {
        own.landed(origin)
        written(origin).underWay = Math.max(0, origin.underWay - 1)
      },
    })),
    /^The number under way to a and to b .* Seed 1, round \d+, steps: .*a landing from/,
  ],
  [
    underWay,
    'does not count landings',
    altered(() => ({ landed: () => undefined })),
    /^The number under way .* steps: .*a landing from [ab]\.$/,
  ],
  [
    underWay,
    'counts three at most',
    altered(own => ({
      launch(...given) {
        const isProbe = own.launch(...given)
        written(given[0]).underWay = Math.min(3, given[0].underWay)
        return isProbe
      },
    })),
    /^The number under way to a and to b must be .*4/,
  ],
  [
    underWay,
    'counts all origins as one',
    altered(own => ({ launch: (_, ...given) => own.launch(own.of(A), ...given), landed: () => own.landed(own.of(A)) })),
    /^The number under way .* it was \[0, 0\]/,
  ],
]

export const brokenCounts: readonly Broken[] = [...brokenKeys, ...brokenSends, ...brokenWanted, ...brokenUnderWay]
