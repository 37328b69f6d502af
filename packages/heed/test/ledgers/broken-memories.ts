import type { Ledger, Origin } from '../../src/ports.ts'
import { Known } from '../../src/shared/known.ts'
import { memoryLedger } from '../../src/shared/ledger.ts'
import { bounds } from '../../src/testing/clauses/bounds.ts'
import type { MakeLedger } from '../../src/testing.ts'
import { altered, type Broken } from './broken-ledger.ts'

interface Memory {
  readonly most: number
  /** Is what is used moved to the end? */
  readonly moves: boolean
  /** Does it go, being the next that would? Three are asked. */
  readonly goes: (known: Known, spared: number) => boolean
}

const isHeld = ({ pause, underWay }: Known): boolean => pause !== null || underWay > 0
const SOUND: Memory = { most: 10_000, moves: true, goes: (known, spared) => spared === 2 || !isHeld(known) }

/** A ledger that remembers in a way of its own, which is sound but for what is said. */
export const remembering = (own: Partial<Memory>): MakeLedger => {
  const { most, moves, goes } = { ...SOUND, ...own }
  return altered((_, { concurrency }) => {
    const all = new Map<string, Known>()
    const forgetOne = (): void => {
      const oldest = [...all.keys()].slice(0, 3)
      const gone = oldest.findIndex((key, spared) => goes(all.get(key) as Known, spared))
      for (const [at, key] of oldest.entries()) {
        if (gone !== -1 && at > gone) return
        const known = all.get(key) as Known
        all.delete(key)
        if (at !== gone) all.set(key, known)
      }
    }
    return {
      of(url, key) {
        const name = key ?? url.origin
        const known = all.get(name) ?? new Known(name, concurrency)
        if (!all.has(name) && all.size >= most) forgetOne()
        if (moves) all.delete(name)
        all.set(name, known)
        return known
      },
      origins: () => all.values(),
    }
  })
}

const isKnown = (ledger: Ledger, origin: Origin): boolean => [...ledger.origins()].includes(origin)

export const brokenMemories: readonly Broken[] = [
  [
    bounds,
    'remembers all',
    remembering({ most: Number.POSITIVE_INFINITY }),
    /^The number of origins known after 10001 must be 10000; it was 10001/,
  ],
  [bounds, 'remembers few', remembering({ most: 100 }), /^10000 origins must be remembered; the first of them was not/],
  [
    bounds,
    'forgets whom it met first',
    remembering({ moves: false }),
    /^An origin that was used again must not be forgotten before one that was not/,
  ],
  [
    bounds,
    'forgets nobody it used once',
    altered(() => {
      const own = memoryLedger()
      const met = new Map<string, ReturnType<typeof own.of>>()
      return {
        of(url, key) {
          const name = key ?? url.origin
          const origin = met.get(name) ?? own.of(url, key)
          met.set(name, origin)
          return origin
        },
        origins: () => own.origins(),
      }
    }),
    /^The origin used longest ago must be forgotten first/,
  ],
  [
    bounds,
    'forgets those whose pause holds',
    remembering({ goes: ({ underWay }, spared) => spared === 2 || underWay === 0 }),
    /^An origin whose pause holds must not be what is forgotten first/,
  ],
  [
    bounds,
    'forgets those it is asking',
    remembering({ goes: ({ pause }, spared) => spared === 2 || pause === null }),
    /^An origin that is being asked must not be what is forgotten first/,
  ],
  [
    bounds,
    'forgets nobody who is held',
    remembering({ goes: known => !isHeld(known) }),
    /^The number of origins known, when all were held and being asked, must be 10000; it was/,
  ],
  [
    bounds,
    'does not see that the last address is used',
    altered(own => {
      let last: { readonly at: string; readonly origin: Origin } | null = null
      return {
        of(url, key) {
          if (key !== undefined) return own.of(url, key)
          if (last === null || last.at !== url.origin) last = { at: url.origin, origin: own.of(url) }
          return last.origin
        },
      }
    }),
    /^An address that was used between keys must not be forgotten before them/,
  ],
  [
    bounds,
    'remembers again whom it hears of',
    altered(own => ({
      hear(origin, ...heard) {
        own.hear(own.of(new URL(origin.key)), ...heard)
      },
    })),
    /^The pause of an origin that is met anew after it was forgotten must be null/,
  ],
  [
    bounds,
    'lists whom it hears of, though forgotten',
    altered(own => {
      const heardOf = new Set<Origin>()
      return {
        hear(...heard) {
          if (!isKnown(own, heard[0])) heardOf.add(heard[0])
          own.hear(...heard)
        },
        origins: () => [...own.origins(), ...heardOf].values(),
      }
    }),
    /^The number of origins known after news of one that was forgotten must be 10000; it was 10001/,
  ],
  [
    bounds,
    'lets nothing land that it forgot',
    altered(own => ({ landed: origin => (isKnown(own, origin) ? own.landed(origin) : undefined) })),
    /^The number under way to an origin that was forgotten must be 0; it was 1/,
  ],
]
