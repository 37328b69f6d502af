/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13
  const ending = teen ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1]
  return `${number}${ending ?? 'th'}`
}

/** `no requests`, `1 request`, `3 requests`. */
export function count(number: number, thing: string): string {
  if (number === 1) return `1 ${thing}`
  return `${number === 0 ? 'no' : number} ${thing}s`
}

/** Whole milliseconds; tenths would pretend to a precision that no timer has. */
export function inMs(ms: number): string {
  return `${Math.round(ms)} ms`
}

const MOST_LETTERS = 80

/** A text between quotes, shortened where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}...` : text)
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(things: readonly string[]): string {
  return things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`
}
