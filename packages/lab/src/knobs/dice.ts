/**
 * A number from 0 to below 1 that depends on the seed and the count alone, so that a run can be had again.
 * It is splitmix32: the count moves the state on, and the rest spreads its bits.
 */
export function dice(seed: number, count: number): number {
  let bits = (seed + Math.imul(count + 1, 0x9e3779b9)) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}

/** Chooses by weight. */
export function weighted<Item>(items: readonly { readonly item: Item; readonly weight: number }[], toss: number): Item {
  const sum = items.reduce((total, { weight }) => total + weight, 0)
  let left = toss * sum
  for (const { item, weight } of items) {
    left -= weight
    if (left < 0) return item
  }
  return (items.at(-1) as { item: Item }).item
}
