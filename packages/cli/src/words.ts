/** A length of time as people say it: `4 ms`, `1.3 s`, `2 min`, `3 h`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 99_950) return `${Math.round(ms / 100) / 10} s`
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`
}

/** As a sentence: begins with a capital, ends with a full stop. */
export function capital(text: string): string {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`
}

export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** Words that stay together on one line where there is room for them: a page writes the joint as a space. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')
