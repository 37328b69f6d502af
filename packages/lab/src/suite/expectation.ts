import { kindOf } from '../judge/among.ts'
import { count, listed, ordinal, quoted } from '../judge/words.ts'
import type {
  Among,
  Check,
  ConnectionCheck,
  ConnectionsCheck,
  ElapsedCheck,
  GapCheck,
  RequestCheck,
  RequestsCheck,
  ResultCheck,
} from '../script/check.ts'

interface Bounds {
  readonly min?: number
  readonly max?: number
}

/**
 * What a check asks for, as a sentence: `Exactly 2 requests arrive.`
 * @param calls how many calls the scenario makes; one alone needs no number
 */
export function expectationOf(check: Check, calls: number): string {
  const words = clauseOf(check, calls === 1)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function clauseOf(check: Check, single: boolean): string {
  switch (check.that) {
    case 'requests':
      return requests(check)
    case 'request':
      return request(check)
    case 'gap':
      return gap(check)
    case 'connection':
      return connection(check)
    case 'dropped':
      return `the client drops the connection within ${check.withinMs} ms of the ${ordinal(check.number)} request`
    case 'sent':
      return `at most ${count(check.maxBytes, 'byte')} of the answer to the ${ordinal(check.number)} request can be sent`
    case 'connections':
      return connections(check)
    case 'in-flight':
      return `at most ${many(check.max, check.among)} ${check.max === 1 ? 'is' : 'are'} under way at one time`
    case 'spread':
      return `from the ${ordinal(check.from)} ${kindOf(check.among)} to the last, at least ${check.minMs} ms pass`
    case 'result':
      return result(check, single)
    case 'elapsed':
      return elapsed(check, single)
    case 'either':
      return check.of.map(each => clauseOf(each, single)).join('; or ')
  }
}

const many = (number: number, among: Among | undefined): string =>
  `${number === 0 ? 'no' : number} ${number === 1 ? kindOf(among) : kindOf(among).replace('request', 'requests')}`

function requests({ among, min, max }: RequestsCheck): string {
  if (min === undefined && max === undefined) return `${many(0, among)} arrive`
  if (min === max) return `${max === 0 ? '' : 'exactly '}${many(max ?? 0, among)} ${max === 1 ? 'arrives' : 'arrive'}`
  if (min === undefined) return `at most ${many(max ?? 0, among)} ${max === 1 ? 'arrives' : 'arrive'}`
  if (max === undefined) return `at least ${many(min, among)} ${min === 1 ? 'arrives' : 'arrive'}`
  return `${min} to ${many(max, among)} arrive`
}

function request(check: RequestCheck): string {
  const { number, among, origin, method, path } = check
  const which =
    number === 'every' || number === 'last' ? `${number === 'last' ? 'the last' : 'every'}` : numbered(number)
  const line = [method, path].filter(each => each !== undefined).join(' ')
  const target = `${line === '' ? '' : ` ${line}`}${origin === undefined ? '' : ` at origin ${origin}`}`
  const parts = [
    ...(target === '' ? [] : [`is${target}`]),
    ...fieldWords(check.fields),
    ...(check.body === undefined
      ? []
      : [check.body === '' ? 'has no content' : `has the content ${quoted(check.body)}`]),
  ]
  return `${which} ${kindOf(among)} ${parts.length === 0 ? 'arrives' : listed(parts)}`
}

const numbered = (number: number): string => `the ${ordinal(number)}`

function fieldWords(fields: Readonly<Record<string, string | null>> | undefined): string[] {
  return Object.entries(fields ?? {}).map(([name, pattern]) =>
    pattern === null ? `has no ${name}` : `has ${name} ${patternWords(pattern)}`,
  )
}

/** A pattern that can only mean one text is shown as that text. */
function patternWords(pattern: string): string {
  const [open, literal] = [pattern.replace(/\\[^\w\s]/g, ''), pattern.replace(/\\([^\w\s])/g, '$1')]
  return /[\\^$.*+?()[\]{}|]/.test(open) ? `like ${pattern}` : quoted(literal)
}

function gap({ among, from, to, ...bounds }: GapCheck): string {
  const range = rangeWords({ ...renamed(bounds) }, 'ms')
  return `the ${ordinal(to)} ${kindOf(among)} comes ${range} after the answer to the ${ordinal(from)} began`
}

const renamed = ({ minMs, maxMs }: { readonly minMs?: number; readonly maxMs?: number }): Bounds => ({
  ...(minMs === undefined ? {} : { min: minMs }),
  ...(maxMs === undefined ? {} : { max: maxMs }),
})

/** `at least 5 ms`, `5 to 20 bytes`, `any number of bytes`. */
function rangeWords({ min, max }: Bounds, unit: string): string {
  if (min !== undefined && max !== undefined) return min === max ? `${min} ${unit}` : `${min} to ${max} ${unit}`
  if (min !== undefined) return `at least ${min} ${unit}`
  return max === undefined ? `some ${unit}` : `at most ${max} ${unit}`
}

function connection({ number, is, as }: ConnectionCheck): string {
  const which = is === 'same' ? 'the same connection as' : 'another connection than'
  return `the ${ordinal(number)} request comes on ${which} the ${ordinal(as)}`
}

function connections({ count: counted, max }: ConnectionsCheck): string {
  return `at most ${count(max, 'connection')} ${max === 1 ? 'is' : 'are'} ${counted === 'opened' ? 'opened' : 'open at one time'}`
}

function elapsed({ call = 1, ...bounds }: ElapsedCheck, single: boolean): string {
  return `${single ? 'the call' : `call ${call}`} takes ${rangeWords(renamed(bounds), 'ms')}`
}

function result(check: ResultCheck, single: boolean): string {
  const { call = 1, ok, status, error, thrown, body, bodyBytes, url } = check
  const parts = [
    ...(ok === undefined ? [] : [ok ? 'is a success' : 'is no success']),
    ...(status === undefined ? [] : [status === null ? 'has no status' : `has status ${status}`]),
    ...(error === undefined ? [] : [errorWords(error)]),
    ...(thrown === undefined ? [] : [thrown ? 'is thrown' : 'is not thrown']),
    ...(body === undefined ? [] : [body === '' ? 'has an empty body' : `has the body ${quoted(body)}`]),
    ...(bodyBytes === undefined ? [] : [`has a body of ${rangeWords(bodyBytes, 'bytes')}`]),
    ...fieldWords(check.fields),
    ...(url === undefined ? [] : [`comes from ${addressWords(url)}`]),
  ]
  const of = single ? '' : ` of ${call === 'every' ? 'every call' : `call ${call}`}`
  return `the result${of} ${parts.length === 0 ? 'is there' : listed(parts)}`
}

/** `/end at origin b`; a template of another kind stays as it is. */
function addressWords(template: string): string {
  const [, origin, path] = /^\{([abst])\}(.*)$/.exec(template) ?? []
  return origin === undefined ? template : `${path === '' ? '/' : path} at origin ${origin}`
}

function errorWords(error: NonNullable<ResultCheck['error']>): string {
  if (error === 'none') return 'is no error of the exchange itself'
  if (error === 'any') return 'is an error other than a status'
  return `is an error of the kind ${error.join(' or ')}`
}
