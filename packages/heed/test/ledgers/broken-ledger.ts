import type { Ledger, Origin } from '../../src/ports.ts'
import { type LedgerPolicies, memoryLedger } from '../../src/shared/ledger.ts'
import type { Clause } from '../../src/testing/clause.ts'
import type { MakeLedger } from '../../src/testing.ts'

/** A ledger that breaks one promise, the case that must see it, and what the case must say. */
export type Broken = readonly [clause: Clause, breaks: string, make: MakeLedger, says: RegExp]

type Written = { -readonly [Name in keyof Origin]: Origin[Name] }

/** An origin in which everybody may write. */
export const written = (origin: Origin): Written => origin

/** heed's own ledger, but for what is altered of it. */
export function altered(alter: (own: Ledger, policies: LedgerPolicies) => Partial<Ledger>): MakeLedger {
  return policies => {
    const own = memoryLedger(policies)
    return { ...handedOn(own), ...alter(own, policies) }
  }
}

/** heed's own ledger, made with other policies than it was asked to keep. */
export const disobeying =
  (change: (policies: LedgerPolicies) => Partial<LedgerPolicies>): MakeLedger =>
  policies =>
    memoryLedger({ ...policies, ...change(policies) })

const handedOn = (own: Ledger): Ledger => ({
  of: (url, key) => own.of(url, key),
  countSend: (origin, resend, nowMs) => own.countSend(origin, resend, nowMs),
  launch: (origin, slotMs, nowMs) => own.launch(origin, slotMs, nowMs),
  landed: origin => own.landed(origin),
  hear: (origin, news, probe, tookMs, nowMs) => own.hear(origin, news, probe, tookMs, nowMs),
  want: (origin, nowMs) => own.want(origin, nowMs),
  park: origin => own.park(origin),
  reserve: (origin, nowMs) => own.reserve(origin, nowMs),
  place: origin => own.place(origin),
  origins: () => own.origins(),
})

/** heed's own ledger, which does this besides after it has heard something. */
export const hearing = (then: (origin: Written, ...heard: Parameters<Ledger['hear']>) => void): MakeLedger =>
  altered(own => ({
    hear(...heard) {
      own.hear(...heard)
      then(written(heard[0]), ...heard)
    },
  }))

/** heed's own ledger, which is told other news than came. */
export const mishearing = (
  change: (...heard: Parameters<Ledger['hear']>) => Partial<Parameters<Ledger['hear']>[1]>,
): MakeLedger =>
  altered(own => ({
    hear(...heard) {
      const [origin, news, probe, tookMs, nowMs] = heard
      own.hear(origin, { ...news, ...change(...heard) }, probe, tookMs, nowMs)
    },
  }))
