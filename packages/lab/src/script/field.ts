/** The value of a field, its lines joined with `, ` (RFC 9110 section 5.3); null: there is none. Names have no case. */
export function fieldValue(lines: readonly (readonly [name: string, value: string])[], name: string): string | null {
  const values = lines.filter(([given]) => given.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  return values.length === 0 ? null : values.join(', ')
}

/** Is the field as expected: its whole value matches the regular expression, or, for null, it is absent? Case counts. */
export function fieldFits(value: string | null, pattern: string | null): boolean {
  if (pattern === null || value === null) return pattern === value
  return new RegExp(`^(?:${pattern})$`).test(value)
}
