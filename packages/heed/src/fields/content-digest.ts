import { endOfToken, type FieldLines, fieldLines, skipSpace } from './tokens.ts'

/** A digest that can be checked: its algorithm, and what it has to be, in base64. */
export interface Digest {
  readonly algorithm: 'sha-256' | 'sha-512'
  readonly base64: string
}

// Content-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:

/** How many characters stand for the bytes of each algorithm (RFC 9530 section 5); the others promise too little. */
const KNOWN: Readonly<Record<Digest['algorithm'], number>> = { 'sha-256': 44, 'sha-512': 88 }

/** RFC 9651 section 4.2.7; the padding may be missing. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** The key of a dictionary is in lower case (RFC 9651 section 3.1.2). */
const isKey = (text: string): boolean => /^[a-z*][a-z0-9_\-.*]*$/.test(text)

interface Member {
  readonly key: string
  readonly base64: string
  readonly end: number
}

/** `key=:base64:` at `start`; null when something else stands there. */
function memberAt(text: string, start: number): Member | null {
  const keyEnd = endOfToken(text, start)
  const key = text.slice(start, keyEnd)
  if (!isKey(key) || !text.startsWith('=:', keyEnd)) return null
  const end = text.indexOf(':', keyEnd + 2)
  if (end === -1) return null
  const base64 = text.slice(keyEnd + 2, end)
  return BASE64.test(base64) ? { key, base64, end: end + 1 } : null
}

/** The members of the dictionary, the last of a name standing for it; null when it is not one of byte sequences. */
function membersOf(text: string): ReadonlyMap<string, string> | null {
  const members = new Map<string, string>()
  for (let at = skipSpace(text, 0); ; ) {
    const member = memberAt(text, at)
    if (member === null) return null
    members.set(member.key, member.base64)
    at = skipSpace(text, member.end)
    if (at === text.length) return members
    if (text[at] !== ',') return null
    at = skipSpace(text, at + 1)
  }
}

/** The same bytes in base64 as everybody writes them; null when they are not as long as the algorithm makes them. */
function written(base64: string, length: number): string | null {
  const letters = base64.replace(/=+$/, '')
  try {
    const padded = btoa(atob(letters))
    return padded.length === length ? padded : null
  } catch {
    return null
  }
}

/**
 * Content-Digest or Repr-Digest (RFC 9530): the digests in it that can be checked, sha-256 and sha-512. None when the field
 * is absent, is not a dictionary of byte sequences to the letter, or has a digest of the wrong length: a digest that is
 * wrongly written says nothing of the content.
 */
export function parseDigests(value: FieldLines): readonly Digest[] {
  const members = membersOf(fieldLines(value).join(','))
  const digests: Digest[] = []
  for (const [key, base64] of members ?? []) {
    if (key !== 'sha-256' && key !== 'sha-512') continue
    const own = written(base64, KNOWN[key])
    if (own === null) return []
    digests.push({ algorithm: key, base64: own })
  }
  return digests
}
