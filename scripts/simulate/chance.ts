/** Chance from a seed: numbers in [0, 1), the same ones for the same seed on every machine (Marsaglia's xorshift, 32 bit). */
export function seeded(seed: number): () => number {
  // Seeds that lie close together would begin alike: they are spread over all 32 bits, and 0 would stay 0 for ever.
  let state = Math.imul(seed + 1, 0x9e37_79b1) | 0 || 1
  const roll = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 16; round++) roll()
  return roll
}

/** The gap to the next event of a Poisson process of this many events a second, in milliseconds. */
export const gapMs = (perSecond: number, dice: () => number): number => (-Math.log(1 - dice()) * 1000) / perSecond
