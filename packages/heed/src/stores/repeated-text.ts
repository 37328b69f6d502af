import type { FieldRecord } from '../ports.ts'

const MOST_TEXTS = 1000
const MOST_LENGTH = 100

/** Makes copies of field records in which equal values are one text in memory: most fields of a server repeat themselves. */
export function repeatedText(): (fields: FieldRecord) => FieldRecord {
  const known = new Map<string, string>()

  function once(text: string): string {
    if (text.length > MOST_LENGTH) return text
    const first = known.get(text)
    if (first !== undefined) return first
    // Started over when it is full: what does repeat itself is soon back.
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(text, text)
    return text
  }

  return fields => {
    const own: Record<string, string | readonly string[]> = { ...fields }
    for (const name of Object.keys(own)) {
      const lines = own[name] ?? ''
      own[name] = typeof lines === 'string' ? once(lines) : lines.map(once)
    }
    return own
  }
}
