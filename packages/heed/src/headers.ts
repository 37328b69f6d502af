import type { FieldRecord } from './ports.ts'

/** Response headers: the reading half of the standard `Headers`. Names in any case. */
export interface AnswerHeaders extends Iterable<[name: string, value: string]> {
  /** All lines of the field joined by `, `; null when it did not come. */
  get(name: string): string | null
  has(name: string): boolean
  /** Set-Cookie lines, which cannot be joined. */
  getSetCookie(): string[]
  entries(): IterableIterator<[string, string]>
  keys(): IterableIterator<string>
  values(): IterableIterator<string>
  forEach(visit: (value: string, name: string) => void): void
}

const joined = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(', '))

/** A view of the fields as they came: nothing is copied, and nothing is joined before somebody asks. */
export class FieldHeaders implements AnswerHeaders {
  readonly #fields: FieldRecord

  constructor(fields: FieldRecord) {
    this.#fields = fields
  }

  #lines(name: string): string | readonly string[] | undefined {
    const key = name.toLowerCase()
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined
  }

  get(name: string): string | null {
    const lines = this.#lines(name)
    return lines === undefined ? null : joined(lines)
  }

  has(name: string): boolean {
    return this.#lines(name) !== undefined
  }

  getSetCookie(): string[] {
    const lines = this.#lines('set-cookie')
    return typeof lines === 'string' ? [lines] : [...(lines ?? [])]
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of Object.keys(this.#fields).sort()) {
      // The Fetch standard joins all lines but these, whose values hold commas.
      if (name === 'set-cookie') for (const line of this.getSetCookie()) yield [name, line]
      else yield [name, joined(this.#fields[name] ?? '')]
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) visit(value, name)
  }

  get [Symbol.toStringTag](): string {
    return 'Headers'
  }
}
