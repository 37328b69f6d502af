import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import type { Break, Line, Reply } from '../script.ts'
import type { ScenarioAnswer, ScenarioBody } from './answer.ts'

type Fill = (template: string) => string

/** More informational answers than any client accepts stand for those without end. */
const ENDLESS_INTERIMS = 1_000

const FILLER_LINES = 2_048

/** An answer of a scenario as the line of a script that says the same. */
export function lineOf(answer: ScenarioAnswer, fill: Fill): Line {
  const { break: broken, delayMs = 0, status, phrase } = answer
  if (status === undefined || (broken !== undefined && broken.at !== 'body')) return noAnswer(answer)
  const content = answer.body === undefined ? new Uint8Array(0) : contentOf(answer.body, fill)
  const line: Reply = {
    status,
    fields: { ...ownFields(answer, content, fill), ...given(answer, fill) },
    body: content,
    interims: interimsOf(answer),
    headMs: 1 + delayMs + interimMs(answer),
    ...(phrase === undefined ? {} : { statusText: phrase }),
  }
  if (broken === undefined) return line
  if (broken.how === 'stall') return { ...line, bodyMs: Number.POSITIVE_INFINITY }
  return { ...line, body: content.subarray(0, broken.afterBytes ?? 0), breaks: 'truncated' }
}

function noAnswer({ break: broken, delayMs = 0 }: ScenarioAnswer): Break {
  return { fault: 'reset', sent: true, afterMs: broken?.how === 'stall' ? Number.POSITIVE_INFINITY : 1 + delayMs }
}

const interimsOf = ({ interim = [] }: ScenarioAnswer): number[] =>
  interim.flatMap(({ status, times = 1 }) =>
    new Array<number>(times === 'endless' ? ENDLESS_INTERIMS : times).fill(status),
  )

const interimMs = ({ interim = [] }: ScenarioAnswer): number =>
  interim.reduce((sum, { times = 1, everyMs = 0 }) => sum + (times === 'endless' ? 0 : times * everyMs), 0)

function given({ fields = {} }: ScenarioAnswer, fill: Fill): FieldRecord {
  const filled = (value: string | readonly string[]) => (typeof value === 'string' ? fill(value) : value.map(fill))
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), filled(value)]))
}

/** What a server says of an answer where the scenario says nothing else. */
function ownFields({ body, status = 200, framing }: ScenarioAnswer, content: Uint8Array, fill: Fill): FieldRecord {
  const date = { date: fill('{date}') }
  if (body === undefined && (lookup(status)?.bodiless ?? false)) return date
  const length = framing === 'chunked' ? {} : { 'content-length': String(content.length) }
  if (body === undefined) return { ...date, ...length }
  const type = 'json' in body ? 'application/json' : 'text/plain; charset=utf-8'
  return { ...date, 'content-type': type, ...length }
}

function contentOf(body: ScenarioBody, fill: Fill): Uint8Array {
  if ('zeros' in body) return new Uint8Array(body.zeros)
  if ('base64' in body) return Uint8Array.from(atob(body.base64), letter => letter.codePointAt(0) ?? 0)
  if ('bytes' in body) return new TextEncoder().encode(filler(body.bytes))
  return new TextEncoder().encode('text' in body ? fill(body.text) : fill(JSON.stringify(body.json)))
}

/** Lines of 32 bytes that number themselves, so that a piece in the wrong place is noticed; they begin anew after 64 KiB. */
function filler(bytes: number): string {
  const line = (_: unknown, at: number): string =>
    `filler of the lab, line ${String(at % FILLER_LINES).padStart(7, '0')}\n`
  return Array.from({ length: Math.ceil(bytes / 32) }, line)
    .join('')
    .slice(0, bytes)
}
