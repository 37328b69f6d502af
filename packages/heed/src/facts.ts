import type { Signed } from './exchange.ts'
import type { CacheFacts } from './keeping.ts'
import type { Plan } from './plan.ts'

export const NOTHING: readonly never[] = Object.freeze([])

/** What a call knows of the cache before it has looked. `behind`: it only brings a stale answer up to date. */
export function newFacts(behind: boolean): CacheFacts {
  return {
    whose: null,
    found: NOTHING,
    asked: NOTHING,
    completing: false,
    used: null,
    drops: 0,
    served: false,
    plain: false,
    endLead: null,
    joins: 0,
    behind,
    is: 'miss',
    reason: 'nothing usable is kept',
    ageMs: null,
    kept: 'not kept',
  }
}

/** What a call that begins knows of the cache; null: there is none. */
export const cacheFacts = ({ cache }: Plan): CacheFacts | null => (cache === null ? null : newFacts(false))

/** What a call that begins knows of its credentials; null: the client has none. */
export const signFacts = ({ auth, proxyAuth }: Plan): Signed | null =>
  auth === null && proxyAuth === null
    ? null
    : { credential: null, proxyCredential: null, renewed: NOTHING, cause: null }
