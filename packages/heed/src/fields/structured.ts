import { type FieldLines, fieldLines } from './tokens.ts'

/**
 * A value of a structured field (RFC 9651) as it is written, without its marks. The type stays with it, for `10.0` is no
 * Integer though it is the number 10. Bytes stay base64; `other` is a Date or a Display String, with its marks.
 */
export interface Bare {
  readonly type: 'string' | 'bytes' | 'boolean' | 'decimal' | 'integer' | 'token' | 'other'
  readonly text: string
}

export interface Item extends Bare {
  readonly parameters: ReadonlyMap<string, Bare>
}

interface Reader {
  readonly text: string
  at: number
}

/** RFC 9651 section 3.1 asks for as many at least; nothing that is read here has use for more. */
const MOST_MEMBERS = 1024

const types = ['string', 'bytes', 'boolean', 'decimal', 'integer', 'token'] as const
/** RFC 9651 section 4.2.3.1, one group a type; no part repeats what the next could take, so none backtracks far. */
const BARE = new RegExp(
  [
    String.raw`"([ !#-[\]-~]*(?:\\["\\][ !#-[\]-~]*)*)"`,
    ':((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?):',
    String.raw`\?([01])`,
    String.raw`(-?\d{1,12}\.\d{1,3})(?![\d.])`,
    String.raw`(-?\d{1,15})(?![\d.])`,
    String.raw`([A-Za-z*][!#$%&'*+\-.^_\x60|~0-9A-Za-z:/]*)`,
    String.raw`@-?\d{1,15}(?![\d.])`,
    '%"[ !#$&-~]*(?:%[0-9a-f]{2}[ !#$&-~]*)*"',
  ].join('|'),
  'y',
)
const KEY = /[a-z*][a-z0-9_\-.*]*/y
const SPACES = / */y
const OPTIONAL_SPACE = /[ \t]*/y

const NONE: ReadonlyMap<string, Bare> = new Map()
const TRUE: Bare = { type: 'boolean', text: '1' }

/** What the pattern finds at the place of the reader, which moves behind it. */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match !== null) reader.at = pattern.lastIndex
  return match
}

function takes(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false
  reader.at += 1
  return true
}

function readBare(reader: Reader): Bare | null {
  const match = take(reader, BARE)
  if (match === null) return null
  const at = types.findIndex((_, index) => match[index + 1] !== undefined)
  const text = match[at + 1] ?? ''
  return { type: types[at] ?? 'other', text: at === 0 && text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text }
}

/** RFC 9651 section 4.2.3.2; the last of a name counts. */
function readParameters(reader: Reader): ReadonlyMap<string, Bare> | null {
  let parameters: Map<string, Bare> | null = null
  while (takes(reader, ';')) {
    take(reader, SPACES)
    const key = take(reader, KEY)?.[0]
    const value = takes(reader, '=') ? readBare(reader) : TRUE
    if (key === undefined || value === null) return null
    parameters ??= new Map()
    parameters.set(key, value)
  }
  return parameters ?? NONE
}

/** An Item, behind its key where the members have keys; a key alone stands for true. */
function readMember(reader: Reader, keyed: boolean): readonly [key: string, Item] | null {
  const key = keyed ? take(reader, KEY)?.[0] : ''
  const bare = keyed && !takes(reader, '=') ? TRUE : readBare(reader)
  const parameters = bare === null ? null : readParameters(reader)
  if (key === undefined || bare === null || parameters === null) return null
  return [key, { type: bare.type, text: bare.text, parameters }]
}

/** Members with commas between them; null for anything else, and for a comma at the end. */
function readMembers(value: FieldLines, keyed: boolean): readonly (readonly [key: string, Item])[] | null {
  // Lines of one field are one text (RFC 9110 section 5.2).
  const reader = { text: fieldLines(value).join(','), at: 0 }
  const end = reader.text.length
  take(reader, SPACES)
  const members: (readonly [string, Item])[] = []
  while (reader.at < end) {
    const member = members.length === MOST_MEMBERS ? null : readMember(reader, keyed)
    if (member === null) return null
    members.push(member)
    take(reader, OPTIONAL_SPACE)
    if (reader.at === end) return members
    const more = takes(reader, ',')
    take(reader, OPTIONAL_SPACE)
    if (!more || reader.at === end) return null
  }
  return members
}

/** The Items of a List (RFC 9651 section 4.2.1): none when it is absent or empty, null when it is malformed or nested. */
export function parseList(value: FieldLines): readonly Item[] | null {
  return readMembers(value, false)?.map(([, item]) => item) ?? null
}

/** The Items of a Dictionary, the last of a name (RFC 9651 section 4.2.2); null when it is malformed or nested. */
export function parseDictionary(value: FieldLines): ReadonlyMap<string, Item> | null {
  const members = readMembers(value, true)
  return members === null ? null : new Map(members)
}
