import { TEXT_LIMIT } from './knob.ts'

/** Text of a field value: no control characters but the tab, and no `{n*text}`, which would be repeated. */
export function fieldText(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  if (text.length > TEXT_LIMIT || /[\u0000-\u0008\u000a-\u001f\u007f]|\{\d+\*/.test(text)) return null
  return text
}

/** The same, and not empty. */
export function someText(text: string): string | null {
  return text.trim() === '' ? null : fieldText(text)
}

const TIME = /^(date|rfc850|asctime|unix)([+-]\d{1,9})?$/

/** `date+2` and its like become places that are filled when the answer is sent; other text stays as it is. */
export function timeOrText(text: string): string | null {
  return TIME.test(text) ? `{${text}}` : someText(text)
}

export function wholeFrom(least: number, most: number): (text: string) => number | null {
  return text => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : null
  }
}

export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word | null {
  return text => words.find(word => word === text) ?? null
}

/** A list with commas; null when one of them is wrong or there are too many. */
export function listOf<Value>(read: (text: string) => Value | null, most: number): (text: string) => Value[] | null {
  return text => {
    const values = text.split(',').map(each => read(each.trim()))
    const good = values.filter(each => each !== null)
    return good.length === values.length && values.length <= most ? good : null
  }
}
