const digitsOnly = /^\d+$/

/** What a number of seconds too large to count with stands for (RFC 9111 section 1.2.2): 68 years. */
export const MOST_SECONDS: number = 2 ** 31

/** A number of seconds (RFC 9111 section 1.2.2), at most 2^31; null when the text is not digits alone. */
export function parseDeltaSeconds(text: string): number | null {
  return digitsOnly.test(text) ? Math.min(Number(text), MOST_SECONDS) : null
}
