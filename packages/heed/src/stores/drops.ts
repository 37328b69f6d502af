/** Addresses whose drops are counted apart. */
const MOST_COUNTED = 1000

/** How often what is kept for an address was taken out. */
export interface Drops {
  of(url: string): number
  count(url: string): void
}

/**
 * Counts them in this process. Beyond 1,000 addresses it begins anew, from a number that no address has had: what is
 * on its way just then is not kept.
 */
export function dropsCounted(): Drops {
  const counted = new Map<string, number>()
  let total = 0
  let before = 0
  return {
    of: url => (counted.size === 0 ? before : (counted.get(url) ?? before)),
    count(url) {
      total++
      if (counted.size >= MOST_COUNTED && !counted.has(url)) {
        counted.clear()
        before = total
      }
      counted.set(url, total)
    },
  }
}
