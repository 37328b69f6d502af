import { classOf } from './classes.ts'
import { lookup } from './lookup.ts'
import type { Effect, Kind, Registration, Row, Verb } from './row.ts'
import { effectSentences, registrySentences } from './sentences.ts'
import { type Stray, strays } from './table.ts'

/** A status code in words for people. Plain data: it prints, compares and turns into JSON as it is. */
export interface Explanation {
  /** The number asked for; NaN when what was given is no number at all. */
  readonly code: number
  readonly phrase: string
  /** The class of the code; `invalid` for what is not a status code. */
  readonly kind: Kind | 'invalid'
  /** One sentence: what the server says with it. */
  readonly meaning: string
  /** One sentence: what a well-behaved client does next. */
  readonly next: string
  /** One sentence: may the request be sent again, and how. */
  readonly again: string
  readonly effect: Effect
  /** One sentence: what the code says about the request having taken effect. */
  readonly effectMeaning: string
  /** Response fields that matter with this code. */
  readonly fields: readonly string[]
  /** May a cache keep it without being told how long? */
  readonly cacheable: boolean
  /** A cache never stores it, whatever Cache-Control says. */
  readonly neverStore: boolean
  readonly registration: Registration
  /** One sentence: how the code stands in the IANA registry. */
  readonly standing: string
  readonly vendor: string | null
  readonly verb: Verb
  /** One sentence: what a client does about the class of the code. */
  readonly action: string
  /** The address of the specification. */
  readonly spec: string
}

// Made on demand and kept: an explanation never changes, and most programs meet few codes.
const made: (Explanation | undefined)[] = []

/**
 * Explains a status code. Never throws, so that it can be called while an error is being reported.
 *
 * Takes a number, or its digits as text (`'404'`; white space around them is ignored, signs, fractions, exponents and other
 * bases are not digits). Anything that is not a whole number from 100 to 599 gets an explanation of the kind `invalid`, whose
 * `next` says what to give instead. The same code always gives the same frozen object.
 */
export function explain(code: number | string): Explanation {
  const asked = typeof code === 'number' ? code : fromText(code)
  const kept = made[asked]
  if (kept !== undefined) return kept
  const row = lookup(asked)
  if (row === null) return notACode(asked, code)
  const explanation = fromRow(row)
  made[asked] = explanation
  return explanation
}

/** The https address of a reference such as `RFC9110#15.5.5` or `draft-ietf-httpbis-resumable-upload#status-code-104`. */
export function specAddress(reference: string): string {
  const [document = '', section = ''] = reference.split('#')
  return document.startsWith('RFC')
    ? `https://www.rfc-editor.org/rfc/${document.toLowerCase()}.html#section-${section}`
    : `https://datatracker.ietf.org/doc/html/${document}#name-${section}`
}

function fromText(given: unknown): number {
  if (typeof given !== 'string') return Number.NaN
  const digits = given.trim()
  return /^[0-9]+$/.test(digits) ? Number(digits) : Number.NaN
}

function standingOf(row: Row): string {
  if (row.registration !== 'vendor' && row.registration !== 'unregistered') return registrySentences[row.registration]
  const general = `treated as ${classOf(row.code)?.first} of its class (RFC 9110 section 15)`
  return row.vendor === null
    ? `Unregistered, ${general}.`
    : `Not registered with IANA, used by ${row.vendor}; from anybody else it is ${general}.`
}

function fromRow(row: Row): Explanation {
  return Object.freeze({
    code: row.code,
    phrase: row.phrase,
    kind: row.kind,
    meaning: row.meaning,
    next: row.next,
    again: row.again,
    effect: row.effect,
    effectMeaning: effectSentences[row.effect],
    fields: row.fields,
    cacheable: row.cacheable,
    neverStore: row.neverStore,
    registration: row.registration,
    standing: standingOf(row),
    vendor: row.vendor,
    verb: row.verb,
    action: classOf(row.code)?.action ?? '',
    spec: specAddress(row.spec),
  })
}

// Clipped and plain: what was given may come from anywhere and may end up on a terminal.
function shown(given: unknown): string {
  if (typeof given === 'number') return String(given)
  if (typeof given !== 'string') return `A value of the type ${given === null ? 'null' : typeof given}`
  const clipped = given.length > 20 ? `${given.slice(0, 20)}...` : given
  return `"${clipped.replace(/[^ -~]/g, '?')}"`
}

function meaningOf(asked: number, given: unknown, stray: Stray | undefined): string {
  if (stray !== undefined) return stray.meaning
  return Number.isInteger(asked)
    ? `${shown(given)} lies outside 100 to 599, so it is not a status code (RFC 9110 section 15).`
    : `${shown(given)} is not a whole number, so it is not a status code.`
}

function notACode(asked: number, given: unknown): Explanation {
  const stray = strays.find(({ code }) => code === asked)
  return Object.freeze({
    code: asked,
    phrase: stray?.phrase ?? 'Not a Status Code',
    kind: 'invalid',
    meaning: meaningOf(asked, given, stray),
    next: Number.isInteger(asked)
      ? 'If a server sent it, take the answer for broken; if it was typed, give a whole number from 100 to 599.'
      : 'Give a whole number from 100 to 599, such as 404, or search for words.',
    again: 'Not automatically: a broken answer says nothing to go by.',
    effect: 'not-stated',
    effectMeaning: effectSentences['not-stated'],
    fields: Object.freeze([]),
    cacheable: false,
    neverStore: true,
    registration: stray === undefined ? 'unregistered' : 'vendor',
    standing: stray === undefined ? 'No code of the registry.' : `No code of the registry, used by ${stray.vendor}.`,
    vendor: stray?.vendor ?? null,
    verb: 'stop',
    action: 'Take the answer for broken and use nothing of it.',
    spec: specAddress('RFC9110#15'),
  })
}
