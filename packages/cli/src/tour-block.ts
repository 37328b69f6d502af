import { inspect, isDeepStrictEqual } from 'node:util'
import { Answer, type Client, createClient, type FaultName, HeedError, StatusError, type Trail, WireError } from 'heed'
import { explain } from 'heed/status'
import { layout, pageOf, type Span } from './page.ts'
import { createStory, type StoryOut } from './story.ts'
import type { Promised, TourCall } from './tour-calls.ts'

/** Where a tour is told. */
export interface Stage {
  readonly out: StoryOut
  readonly colour: boolean
  /** Address of the lab, with the visitor's part; null for whole addresses alone. */
  readonly base: string | null
}

/** A call that is to be told, with or without a promise of how it ends. */
export type Told = Omit<TourCall, 'promise' | 'name'> & { readonly promise?: Promised }

/** How a call of the tour ended. */
export interface Played {
  readonly result: Answer | HeedError
  /** The data of the answer's body, undefined when there is none or it is no JSON. */
  readonly value: unknown
  /** What the caller gets, in a word. */
  readonly gets: string
  /** In which way the promise was broken; null when it was kept or none was made. */
  readonly broken: string | null
}

const BODY: Span = { text: '  ' }
const MOST_SHOWN = 160

/** Writes a paragraph for people. */
export function say({ out, colour }: Stage, spans: readonly Span[], mark: Span = BODY): void {
  out.write(layout(mark, spans, pageOf(out, colour)))
}

/** Makes the call over the wire and tells it: heading, code, what happens, what it means, what the caller gets. */
export async function playBlock(stage: Stage, heading: string, call: Told): Promise<Played> {
  const { out, colour } = stage
  say(stage, [{ text: heading, style: 'bold' }], { text: '' })
  if (call.about !== '') say(stage, [{ text: call.about }])
  say(stage, [{ text: codeOf(call), style: 'cyan' }])
  out.write('\n')
  const story = createStory(out, { colour, level: 'normal' })
  const quiet = clientFor(stage, call)
  try {
    if (call.twice) await quiet.try(call.target, call.options)
    const result = await resultOf(quiet.extend({ onTrail: story.onTrail }), call)
    story.ended(result)
    const value = await dataOf(result)
    const gets = getsOf(result, value)
    tellNext(stage, result)
    say(stage, [{ text: 'You get:', style: 'bold' }, { text: shownResult(result, value) }])
    const broken = call.promise === undefined ? null : breach(call.promise, result.trail, gets, value)
    if (broken !== null) say(stage, [{ text: broken, style: 'red' }], { text: '✗ ', style: 'red' })
    return { result, value, gets, broken }
  } finally {
    story.close()
    await quiet.close()
  }
}

const isWhole = (target: string): boolean => /^https?:/i.test(target)

function clientFor({ base }: Stage, { target }: Told): Client {
  return base === null || isWhole(target) ? createClient() : createClient({ baseUrl: base })
}

/** The call as one would write it. */
export function codeOf({ method, target, options }: Told): string {
  const words = [target, ...(options === undefined ? [] : [options])]
  const given = words.map(word => inspect(word, { breakLength: Number.POSITIVE_INFINITY, depth: 4 })).join(', ')
  return `await ${isWhole(target) ? 'heed' : 'api'}.${method}(${given}).json()`
}

async function resultOf(client: Client, { method, target, options }: Told): Promise<Answer | HeedError> {
  try {
    return await client(target, { ...options, method: method.toUpperCase() })
  } catch (error) {
    if (error instanceof HeedError) return error
    throw error
  }
}

async function dataOf(result: Answer | HeedError): Promise<unknown> {
  if (!(result instanceof Answer)) return undefined
  return /[/+]json\b/.test(result.headers.get('content-type') ?? '') ? result.json().catch(() => undefined) : undefined
}

function getsOf(result: Answer | HeedError, value: unknown): string {
  if (!(result instanceof Answer)) return result.name
  return value === undefined && result.bytesNow().byteLength === 0 ? 'nothing' : 'value'
}

/** When something happened on the way that is not told by the ending: what its code asks for. */
function tellNext(stage: Stage, { trail }: Answer | HeedError): void {
  const answers = trail.filter(entry => entry.what === 'answer')
  const [first, last] = [answers.at(0), answers.at(-1)]
  if (first === undefined || first.status === last?.status) return
  const { code, phrase, next } = explain(first.status)
  say(stage, [{ text: `${code} ${phrase} asks:`, style: 'bold' }, { text: next }])
}

function shownResult(result: Answer | HeedError, value: unknown): string {
  if (result instanceof StatusError) {
    return `${result.name}, with status ${result.status}, retryable ${result.retryable}, headers, problem, trail`
  }
  if (result instanceof WireError) {
    return `${result.name}, with fault '${result.fault}', retryable ${result.retryable}, trail`
  }
  if (!(result instanceof Answer)) return result.name
  if (value !== undefined) return clipped(inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 3 }))
  const { byteLength } = result.bytesNow()
  if (byteLength === 0) return 'undefined: there is no body'
  return `${byteLength} bytes of ${result.headers.get('content-type') ?? 'an unknown type'}`
}

const clipped = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text)

/** Each answer's status code or fault, in order. */
export function seenIn(trail: Trail): (number | FaultName)[] {
  const seen: (number | FaultName)[] = []
  for (const entry of trail) {
    if (entry.what === 'answer') seen.push(entry.status)
    if (entry.what === 'fault') seen.push(entry.fault)
  }
  return seen
}

function breach(promise: Promised, trail: Trail, gets: string, value: unknown): string | null {
  const seen = seenIn(trail)
  if (!isDeepStrictEqual(seen, [...promise.seen])) {
    return `The tour promised ${promise.seen.join(', ')}, and what came was ${seen.join(', ') || 'nothing'}.`
  }
  if (gets !== promise.gets) return `The tour promised ${promise.gets}, and the caller got ${gets}.`
  const wrong = Object.entries(promise.has ?? {}).find(([name, wanted]) => memberOf(value, name) !== wanted)
  if (wrong === undefined) return null
  return `The tour promised ${wrong[0]}: ${inspect(wrong[1])}, and it was ${inspect(memberOf(value, wrong[0]))}.`
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
