import { nearest } from '../script/nearest.ts'
import { FIELD_KNOB, KNOBS, type KnobName, type Knobs } from './table.ts'

const FIELD_PREFIX = 'h-'
const MOST_FIELDS = 40
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/

/** The knobs in a query, or a sentence about the first thing that is wrong with it. */
export type Turned = { readonly knobs: Knobs } | { readonly fault: string }

/**
 * Reads the knobs of a query.
 *
 * @param query as it was sent, without the question mark. A plus sign is a plus sign: `date+2` needs no escape, a blank is `%20`
 */
export function readKnobs(query: string): Turned {
  const values: Partial<Record<KnobName, unknown>> = {}
  const fields = new Map<string, string[]>()
  for (const [name, text] of pairsOf(query)) {
    const fault = name.startsWith(FIELD_PREFIX) ? putField(name, text, fields) : putValue(name, text, values)
    if (fault !== null) return { fault }
  }
  return { knobs: { ...values, fields: Object.fromEntries(fields) } as Knobs }
}

function putValue(name: string, text: string | null, values: Partial<Record<KnobName, unknown>>): string | null {
  if (!isKnob(name)) return unknown(name)
  if (name in values) return `The knob ?${name}= is there twice. Give it once.`
  const value = text === null ? null : KNOBS[name].read(text)
  if (value === null) return unfit(name, KNOBS[name].takes, text, KNOBS[name].example)
  values[name] = value
  return null
}

function putField(name: string, text: string | null, fields: Map<string, string[]>): string | null {
  const field = name.slice(FIELD_PREFIX.length).toLowerCase()
  if (!FIELD_NAME.test(field))
    return `"${shown(name)}" names no field. Write h- and a field name, as in ?h-x-name=value.`
  const value = text === null ? null : FIELD_KNOB.read(text)
  if (value === null) return unfit(shown(name), FIELD_KNOB.takes, text, FIELD_KNOB.example)
  if ([...fields.values()].flat().length >= MOST_FIELDS)
    return `There are more than ${MOST_FIELDS} h- knobs. Leave some out.`
  fields.set(field, [...(fields.get(field) ?? []), value])
  return null
}

function unfit(name: string, takes: string, text: string | null, example: string): string {
  const given =
    text === null
      ? 'and its value is no text, as an escape in it is broken (a percent sign is %25)'
      : `which "${shown(text)}" is not`
  return `The knob ?${name}= takes ${takes}, ${given}. For example ?${name}=${encodeURI(example)}.`
}

function unknown(name: string): string {
  const meant = nearest(name, Object.keys(KNOBS))
  const cure = meant === null ? 'GET / lists all of them.' : `Did you mean "${meant}"?`
  return `There is no knob "${shown(name)}". ${cure}`
}

function isKnob(name: string): name is KnobName {
  return Object.hasOwn(KNOBS, name)
}

/** null: it is no text, as an escape in it is broken. */
function pairsOf(query: string): [string, string | null][] {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const at = part.indexOf('=')
      return at < 0
        ? [decoded(part) ?? part, '']
        : [decoded(part.slice(0, at)) ?? part.slice(0, at), decoded(part.slice(at + 1))]
    })
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text)
