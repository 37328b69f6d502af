import type { Pause, Quota } from '../../manners.ts'

/** Servers name a few quotas; more are noise. */
const MOST_KEPT_QUOTAS = 8

/** The pause that rules: the later end, and of equal ends always the same one, whichever was told first. */
export function laterPause(before: Pause | null, told: Pause): Pause {
  if (before === null || told.untilMs > before.untilMs) return told
  if (told.untilMs < before.untilMs) return before
  if (told.forMs !== before.forMs) return told.forMs > before.forMs ? told : before
  return `${told.cause} ${told.source}` > `${before.cause} ${before.source}` ? told : before
}

/** What is known of the quotas now: the later word on each name, the latest names first, and no more than are kept. */
export function mergedQuotas(before: readonly Quota[], told: readonly Quota[]): readonly Quota[] {
  const byName = new Map<string, Quota>()
  for (const quota of [...before, ...told]) {
    const other = byName.get(quota.name)
    if (other === undefined || isLater(quota, other)) byName.set(quota.name, quota)
  }
  return [...byName.values()]
    .sort((a, b) => b.heardMs - a.heardMs || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_KEPT_QUOTAS)
}

/** Of two words of the same moment the one that leaves less is the careful one. */
function isLater(quota: Quota, than: Quota): boolean {
  if (quota.heardMs !== than.heardMs) return quota.heardMs > than.heardMs
  if (quota.remaining !== than.remaining) return quota.remaining < than.remaining
  if (quota.resetMs !== than.resetMs) return (quota.resetMs ?? 0) > (than.resetMs ?? 0)
  if (quota.limit !== than.limit) return (quota.limit ?? 0) > (than.limit ?? 0)
  return (quota.windowMs ?? 0) > (than.windowMs ?? 0)
}
