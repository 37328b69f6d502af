import type { Cache, CacheRules, Store } from '../keeping.ts'
import type { Clock } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { carefulStore } from './careful-store.ts'
import { dropsCounted } from './drops.ts'
import { leadsOn } from './leads.ts'

/**
 * A store with its rules, and with what is known of requests under way in this process. It cannot fail.
 * @param own the store is one of heed's, so that what it gives needs no second look
 */
export function cacheOn(store: Store, rules: CacheRules, clock: Clock = systemClock, own = false): Cache {
  const careful = carefulStore(store, clock, own)
  const leads = leadsOn(clock)
  const drops = dropsCounted()
  return {
    rules,
    find: (url, whose) => careful.find(url, whose),
    body: id => careful.body(id),
    keep: (url, whose, head, body, replaces) => careful.keep(url, whose, head, body, replaces),
    freshen: (id, head) => careful.freshen(id, head),
    drop(url) {
      drops.count(url)
      careful.drop(url)
    },
    drops: drops.of,
    ahead: leads.ahead,
    lead: leads.lead,
    close: () => careful.close(),
  }
}
