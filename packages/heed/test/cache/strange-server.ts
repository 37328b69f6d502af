import type { WireRequest } from '../../src/ports.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import type { Reply as AnyReply, Line } from '../../src/testing/script.ts'
import type { Turn } from './turns.ts'

/** Here all content is text. */
type Reply = Omit<AnyReply, 'body'> & { readonly body?: string }

/** One thing that the server said, with what it was about. */
export interface Said {
  readonly serial: number
  /** Steady time of its head, and how long that took. */
  readonly headMs: number
  readonly tookMs: number
  /** Which call it answered, by its `x-call`. */
  readonly call: string
  readonly path: string
  readonly user: string
  readonly lang: string
  readonly method: string
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly text: string
  /** As much of it as came. */
  readonly sent: string
  /** A part was asked for, be it by heed. */
  readonly ranged: boolean
  /** Its body breaks off in the middle. */
  readonly breaks: boolean
}

/** What is at an address in one version. Each byte depends on its place. */
export function contentOf(name: string): string {
  const version = Number(name.split('|')[3])
  return Array.from({ length: 40 + (version % 3) }, (_, at) =>
    at < name.length ? name[at] : (at % 10).toString(),
  ).join('')
}

const HTTP_DATE = (ms: number): string => new Date(ms).toUTCString()

/** A server with a few addresses, of which `/v` varies by Accept-Language and `/r` leads elsewhere. */
export class StrangeServer {
  readonly said: Said[] = []
  readonly #turns: readonly Turn[]
  readonly #clock: FakeClock
  readonly #versions = new Map<string, number>()
  #served = 0

  constructor(turns: readonly Turn[], clock: FakeClock) {
    this.#turns = turns
    this.#clock = clock
  }

  versionOf = (path: string): number => this.#versions.get(path) ?? 1
  #change = (path: string): void => void this.#versions.set(path, this.versionOf(path) + 1)

  tagOf(path: string, lang: string, user: string): string {
    return `"${this.#name(path, lang, user)}"`
  }

  #name = (path: string, lang: string, user: string): string =>
    [path, path === '/v' ? lang : '*', user, this.versionOf(path)].join('|')

  answer(request: WireRequest): Line {
    const turn = this.#turns[this.#served++ % this.#turns.length] as Turn
    const { method, url } = request
    if (turn.changed) this.#change(url.pathname)
    if (turn.how === 'fault') return { fault: 'refused', sent: false }
    if (turn.how === 'processed fault') {
      if (isChange(method)) this.#change(url.pathname)
      return { fault: 'reset', sent: true, afterMs: turn.headMs }
    }
    const reply = isChange(method) ? this.#changed(request, turn) : this.#read(request, turn)
    return this.#say(request, turn, reply)
  }

  #say(request: WireRequest, turn: Turn, { status, fields = {}, body = '' }: Reply): Reply {
    const { method, url } = request
    const serial = this.said.length
    const told: Record<string, string> = { ...(fields as Record<string, string>), 'x-last': `${serial}` }
    if (status !== 304 && method !== 'HEAD') told['x-first'] = `${serial}`
    if (url.pathname === '/v') told.vary = 'accept-language'
    const text = method === 'HEAD' ? '' : body
    const breaks = turn.how === 'break' || turn.how === 'broken off 404'
    const said = {
      serial,
      headMs: this.#clock.steadyMs() + turn.headMs,
      tookMs: turn.headMs,
      call: request.fields['x-call'] ?? '',
      path: url.pathname,
      user: userOf(request),
      lang: request.fields['accept-language'] ?? '',
      method,
      status,
      fields: told,
      text,
      sent: breaks ? text.slice(0, text.length / 2) : text,
      ranged: request.fields.range !== undefined,
      breaks,
    }
    this.said.push(said)
    const { headMs, bodyMs } = turn
    return { status, fields: told, body: said.sent, headMs, bodyMs, ...(breaks ? { breaks: 'truncated' } : {}) }
  }

  #fields(turn: Turn): Record<string, string> {
    const wallMs = this.#clock.wallMs() + turn.headMs
    const fields: Record<string, string> = { 'cache-control': turn.control.join(', ') || 'x-nothing' }
    if (turn.ageSeconds !== null) fields.age = `${turn.ageSeconds}`
    if (turn.dateSeconds !== 'none') fields.date = dateIn(wallMs, turn.dateSeconds)
    if (turn.expiresSeconds !== 'none') fields.expires = dateIn(wallMs, turn.expiresSeconds)
    return fields
  }

  #changed({ url }: WireRequest, turn: Turn): Reply {
    if (isError(turn)) return { status: 409, fields: {}, body: 'no' }
    for (const path of new Set([url.pathname, turn.to])) this.#change(path)
    const fields = { ...this.#fields(turn), [turn.modified ? 'location' : 'content-location']: turn.to }
    return { status: turn.bare ? 204 : 201, fields, body: '' }
  }

  #read(request: WireRequest, turn: Turn): Reply {
    const { method, url, fields: asked } = request
    const path = url.pathname
    const fields = this.#fields(turn)
    const failed = ERRORS[turn.how]
    const paused = turn.pauseSeconds === null ? {} : { 'retry-after': `${turn.pauseSeconds}` }
    if (failed !== undefined) return { status: failed, fields: { ...fields, ...paused }, body: `${turn.how} ${path}` }
    if (path === '/r') return { status: turn.moved, fields: { ...fields, location: turn.to }, body: 'elsewhere' }
    const name = this.#name(path, asked['accept-language'] ?? '', userOf(request))
    const tag = turn.tag === 'none' ? null : `${turn.tag === 'weak' ? 'W/' : ''}"${name}"`
    const modified = HTTP_DATE(Date.UTC(2026, 9, 1) + this.versionOf(path) * 1000)
    const about: Record<string, string> = { ...fields, 'x-name': name }
    // A HEAD that names no validator says of no version that it is that one.
    const dated = turn.modified || (method === 'HEAD' && tag === null)
    const valid = { ...(tag === null ? {} : { etag: tag }), ...(dated ? { 'last-modified': modified } : {}) }
    if (turn.how === 'strange 304') return { status: 304, fields: { ...fields, etag: '"nobody"' } }
    if (isCurrent(asked, name, modified)) return { status: 304, fields: turn.bare ? about : { ...about, ...valid } }
    const part = method === 'GET' ? partFor(asked, turn, contentOf(name), tag) : null
    if (part !== null) return { ...part, fields: { ...about, ...valid, ...part.fields } }
    return { status: 200, fields: { ...about, ...valid }, body: contentOf(name) }
  }
}

const ERRORS: Partial<Record<Turn['how'], number>> = {
  missing: 404,
  'broken off 404': 404,
  gone: 410,
  broken: 500,
  busy: 503,
  'slow down': 429,
}

const dateIn = (wallMs: number, seconds: number | string): string =>
  typeof seconds === 'number' ? HTTP_DATE(wallMs + seconds * 1000) : 'yesterday'
const isChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD'
const isError = (turn: Turn): boolean => ERRORS[turn.how] !== undefined
export const userOf = ({ fields }: Pick<WireRequest, 'fields'>): string =>
  (fields.authorization ?? 'Bearer nobody').slice('Bearer '.length)

/** The conditions of the request, read as RFC 9110 section 13.2.2 says. */
function isCurrent(asked: WireRequest['fields'], name: string, modified: string): boolean {
  const tags = asked['if-none-match']
  if (tags !== undefined) return tags.split(', ').some(tag => tag.replace('W/', '') === `"${name}"`)
  return asked['if-modified-since'] === modified
}

/** The part that is asked for, or a wrong one; null: the whole. */
function partFor(asked: WireRequest['fields'], { how }: Turn, text: string, tag: string | null): Reply | null {
  if (how === 'unasked 206') return part(text, 0, 9)
  const range = /^bytes=(\d*)-(\d*)$/.exec(asked.range ?? '')
  if (range === null) return null
  if (how === 'no range 416') return { status: 416, fields: {}, body: 'no' }
  if (asked['if-range'] !== undefined && asked['if-range'] !== tag) return null
  const [from, to] = spanOf(range, text.length)
  const right = part(text, from, to)
  switch (how) {
    case 'short 206':
      return { ...right, body: text.slice(from, to) }
    case 'other 206':
      return part(text, Math.min(from + 3, to), to)
    case 'bare 206':
      return { ...right, fields: {} }
    case 'endless 206':
      return { ...right, fields: { 'content-range': `bytes ${from}-${to}/*` } }
    default:
      return right
  }
}

function spanOf([, first = '', last = '']: RegExpExecArray, length: number): [number, number] {
  if (first === '') return [length - Number(last), length - 1]
  return [Number(first), last === '' ? length - 1 : Math.min(Number(last), length - 1)]
}

const part = (text: string, from: number, to: number): Reply => ({
  status: 206,
  fields: { 'content-range': `bytes ${from}-${to}/${text.length}` },
  body: text.slice(from, to + 1),
})
