import { isDeepStrictEqual } from 'node:util'
import type { Answer, ScriptFields } from './answer.ts'
import { memberOf, patternFaults, templateFaults } from './text-sense.ts'

/** What is wrong with answers that have the right shape, as sentences; empty: nothing. */
export function answerFaults(answers: readonly Answer[]): string[] {
  return answers.flatMap((answer, index) => {
    const place = `answers[${index}]`
    return [
      ...neverGiven(answers, index, place),
      ...breakFaults(answer, place),
      ...rawFaults(answer, place),
      ...bodyFaults(answer, place),
      ...extraFaults(answer, place),
      ...lineFaults(answer, place),
      ...patternFaults(answer.when?.fields, `${place}.when.fields`),
      ...templateFaults(templatesOf(answer), place),
    ]
  })
}

function templatesOf({ fields, body, raw, extra }: Answer): Partial<Answer> {
  return { ...(fields && { fields }), ...(body && { body }), ...(raw && { raw }), ...(extra && { extra }) }
}

function neverGiven(answers: readonly Answer[], index: number, place: string): string[] {
  const own = answers[index]?.when
  const before = answers
    .slice(0, index)
    .findIndex(({ when, times }) => times === 'always' && (when === undefined || isDeepStrictEqual(when, own)))
  if (before < 0) return []
  return [
    `${place} is never given: answers[${before}] comes before it and answers the same requests always. Put it first, or give answers[${before}] a number of times.`,
  ]
}

function breakFaults(answer: Answer, place: string): string[] {
  const { at, afterBytes } = answer.break ?? {}
  if (at === undefined) return []
  const faults: string[] = []
  const { origin, ...rest } = answer.when ?? {}
  if (at === 'connect' && Object.keys(rest).length > 0)
    faults.push(
      `${place}.break.at is "connect", before anything is read: take ${listed(rest)} out of its "when", or break at "request".`,
    )
  const silent = at === 'connect' || at === 'request'
  const unsent = silent ? given(answer, SENT) : []
  if (unsent.length > 0)
    faults.push(
      `${place}.break.at is "${at}", so nothing is sent: leave out ${unsent.join(', ')}, or break at "head" or "body".`,
    )
  if (!silent && answer.status === undefined && answer.raw === undefined)
    faults.push(`${place} breaks at "${at}" but has nothing to send: give it a status.`)
  if (afterBytes !== undefined && at !== 'body')
    faults.push(`${place}.break.afterBytes counts bytes of a body: break at "body", or leave it out.`)
  return faults
}

/** What only an answer that is sent can have. */
const SENT = [
  'status',
  'phrase',
  'fields',
  'body',
  'coding',
  'framing',
  'declaredBytes',
  'raw',
  'extra',
  'headDrip',
  'bodyDrip',
  'connection',
] as const
const REPLACED = ['status', 'phrase', 'fields', 'body', 'coding', 'framing', 'declaredBytes'] as const

function given(answer: Answer, names: readonly (keyof Answer)[]): string[] {
  return names.filter(name => answer[name] !== undefined)
}

const listed = (value: object): string =>
  Object.keys(value)
    .map(name => JSON.stringify(name))
    .join(', ')

function rawFaults(answer: Answer, place: string): string[] {
  const replaced = answer.raw === undefined ? [] : given(answer, REPLACED)
  return replaced.length === 0
    ? []
    : [`${place}.raw is sent in place of ${replaced.join(', ')}: leave out the one or the other.`]
}

function bodyFaults({ body, coding, bodyDrip, framing, declaredBytes, raw }: Answer, place: string): string[] {
  const faults: string[] = []
  if (body === undefined && raw === undefined) {
    if (coding !== undefined) faults.push(`${place}.coding has no body to encode: give it a body.`)
    if (bodyDrip !== undefined) faults.push(`${place}.bodyDrip has no body to send in pieces: give it a body.`)
  }
  if (body === undefined) return faults
  if ('endless' in body && (framing ?? 'length') === 'length' && declaredBytes === undefined)
    faults.push(`${place}.body is endless, so it has no length: set framing to "chunked" or "close", or declaredBytes.`)
  if ('base64' in body && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(body.base64))
    faults.push(
      `${place}.body.base64 is no base64: use A to Z, a to z, 0 to 9, + and /, filled up with = to a multiple of 4.`,
    )
  return faults
}

function extraFaults({ extra, framing, connection, break: broken }: Answer, place: string): string[] {
  if (extra === undefined) return []
  const ends = framing === 'close' ? 'framing "close"' : broken !== undefined ? 'a break' : null
  const closing = ends ?? (connection === undefined || connection === 'keep' ? null : `connection "${connection}"`)
  return closing === null
    ? []
    : [
        `${place}.extra comes after a whole answer on a connection that stays open; with ${closing} there is none: leave one of them out.`,
      ]
}

function lineFaults({ fields, phrase, interim }: Answer, place: string): string[] {
  const all = [
    ['fields', fields] as const,
    ...(interim ?? []).map((each, index) => [`interim[${index}].fields`, each.fields] as const),
  ]
  const broken = all.flatMap(([name, each]) => fieldsWithBreaks(each).map(field => memberOf(`${place}.${name}`, field)))
  if (phrase !== undefined && /[\r\n]/.test(phrase)) broken.push(`${place}.phrase`)
  return broken.map(
    at =>
      `${at} holds a line break, which would start another line of the head: use "raw" for heads that are malformed on purpose.`,
  )
}

function fieldsWithBreaks(fields: ScriptFields | undefined): string[] {
  return Object.entries(fields ?? {}).flatMap(([name, values]) =>
    [values].flat().some(value => /[\r\n]/.test(value)) ? [name] : [],
  )
}
