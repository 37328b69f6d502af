/** A ledger broke its contract. The message says what must be and what was; in a random case also the seed and the steps. */
export class ContractError extends Error {
  override get name(): string {
    return 'ContractError'
  }
}

/** @throws {ContractError} with this sentence, when it does not hold */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new ContractError(sentence)
}

/**
 * Compares plain data by what it says.
 * @throws {ContractError} `what` must be ...; it was ...
 */
export function mustBe(seen: unknown, expected: unknown, what: string): void {
  const [saw, wanted] = [shown(seen), shown(expected)]
  must(saw === wanted, `${what} must be ${wanted}; it was ${saw}.`)
}

/** Plain data as one line, the same for equal data: names in order. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{ ${members.map(([name, member]) => `${name}: ${shown(member)}`).join(', ')} }`
}
