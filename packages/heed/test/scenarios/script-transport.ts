import {
  type Answer,
  fillerText,
  fillTemplate,
  type OriginName,
  pickAnswer,
  type Scenario,
  type ScriptBody,
} from 'heed-lab/suite'
import type { FieldRecord, Transport, WireBody, WireRequest } from '../../src/ports.ts'
import { lookup } from '../../src/status/lookup.ts'
import type { FakeClock } from '../fake-clock.ts'
import { type Line, scriptedTransport } from '../scripted-transport.ts'
import { type FakeEntry, FakeLog } from './fake-log.ts'

/** What only bytes on a connection can show, by the member of the answer that asks for it. */
const WIRE_ONLY = ['raw', 'extra', 'coding', 'declaredBytes', 'headDrip', 'bodyDrip', 'early'] as const

/** More informational answers than any client accepts stand for those without end. */
const ENDLESS_INTERIMS = 1000

/** The script of a scenario on the fake clock: a transport for heed, and the wire log that the judge reads. */
export interface ScriptTransport {
  readonly transport: Transport
  readonly log: FakeLog
  fill(template: string): string
}

export function scriptTransport(clock: FakeClock, scenario: Scenario): ScriptTransport {
  const prefix = `/s/fake/${scenario.id}`
  const bases = {
    a: `http://127.0.0.1:4001${prefix}`,
    b: `http://127.0.0.1:4002${prefix}`,
    s: `https://127.0.0.1:4003${prefix}`,
    t: `https://127.0.0.1:4004${prefix}`,
  }
  const fill = (template: string): string => fillTemplate(template, { bases, prefix, wallMs: clock.wallMs() })
  const log = new FakeLog(clock)
  const used: number[] = scenario.answers.map(() => 0)

  function answerFor(request: WireRequest): { index: number | null; line: Line; entry: FakeEntry } {
    const origin =
      (Object.keys(bases) as OriginName[]).find(name => bases[name].startsWith(`${request.origin}/`)) ?? 'a'
    const whole = request.url.pathname + request.url.search
    const target = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole
    const asked = { origin, method: request.method, path: target, fields: Object.entries(request.fields) }
    const index = pickAnswer(scenario.answers, used, asked)
    if (index !== null) used[index] = (used[index] ?? 0) + 1
    const answer = index === null ? undefined : scenario.answers[index]
    const line = answer === undefined ? { status: 400 } : lineOf(answer, request.method, fill)
    return { index, line, entry: log.add(origin, target, request, index, line) }
  }

  const entries = new Map<WireRequest, FakeEntry>()
  const inner = scriptedTransport(clock, request => {
    const { line, entry } = answerFor(request)
    entries.set(request, entry)
    return line
  })
  return { transport: watched(inner, entries, log), log, fill }
}

/** The same transport, which tells the log what the client did with each answer. */
function watched(inner: Transport, entries: ReadonlyMap<WireRequest, FakeEntry>, log: FakeLog): Transport {
  return {
    send(request, limits, judge) {
      const flight = inner.send(request, limits, judge)
      const entry = entries.get(request)
      if (entry === undefined) throw new Error('a request was sent that nobody answered')
      void textOf(request.body).then(text => log.tookBody(entry, text))
      void flight.landed.then(landed => log.landed(entry, landed))
      return {
        landed: flight.landed,
        abort(name, cause) {
          log.dropped(entry)
          flight.abort(name, cause)
        },
      }
    },
    close: () => inner.close(),
  }
}

async function textOf(body: WireBody): Promise<string> {
  if (body === null) return ''
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

function lineOf(answer: Answer, method: string, fill: (template: string) => string): Line {
  const member = answer.framing === 'close' ? 'framing' : WIRE_ONLY.find(name => answer[name] !== undefined)
  if (member !== undefined) throw new Error(`only the wire can show "${member}": say so in wireOnly`)
  const { break: broken, delayMs = 0, status } = answer
  const interims = interimsOf(answer)
  if (status === undefined || broken?.at === 'connect' || broken?.at === 'request' || broken?.at === 'head') {
    const afterMs = broken?.how === 'stall' ? Number.POSITIVE_INFINITY : 1 + delayMs
    return { fault: 'reset', sent: true, afterMs }
  }
  return {
    status,
    fields: { ...ownFields(answer, fill), ...fieldsOf(answer, fill) },
    interims,
    headMs: 1 + delayMs + waitsOf(answer),
    ...bodyOf(answer, method, fill),
  }
}

function interimsOf({ interim = [] }: Answer): number[] {
  return interim.flatMap(({ status, times = 1 }) =>
    new Array<number>(times === 'endless' ? ENDLESS_INTERIMS : times).fill(status),
  )
}

function waitsOf({ interim = [] }: Answer): number {
  return interim.reduce((sum, { times = 1, everyMs = 0 }) => sum + (times === 'endless' ? 0 : times * everyMs), 0)
}

function fieldsOf({ fields = {} }: Answer, fill: (template: string) => string): FieldRecord {
  const filled = (value: string | readonly string[]) => (typeof value === 'string' ? fill(value) : value.map(fill))
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, filled(value)]))
}

/** What the lab's stage says of an answer where the script says nothing else. */
function ownFields(answer: Answer, fill: (template: string) => string): FieldRecord {
  const { body, status = 200, framing } = answer
  const date = { date: fill('{date}') }
  if (body === undefined && (lookup(status)?.bodiless ?? false)) return date
  const text = body === undefined ? '' : contentOf(body, fill)
  const type =
    body === undefined ? {} : { 'content-type': 'json' in body ? 'application/json' : 'text/plain; charset=utf-8' }
  return { ...date, ...type, ...(framing === 'chunked' ? {} : { 'content-length': String(Buffer.byteLength(text)) }) }
}

interface Content {
  readonly body: string
  readonly bodyMs?: number
  readonly breaks?: 'truncated'
}

function bodyOf(
  { body, break: broken, status = 200 }: Answer,
  method: string,
  fill: (text: string) => string,
): Content {
  const bodiless = method === 'HEAD' || (lookup(status)?.bodiless ?? false)
  const whole = body === undefined || bodiless ? '' : contentOf(body, fill)
  if (broken === undefined) return { body: whole }
  if (broken.how === 'stall') return { body: whole, bodyMs: Number.POSITIVE_INFINITY }
  return { body: Buffer.from(whole).toString('utf8', 0, broken.afterBytes ?? 0), breaks: 'truncated' }
}

function contentOf(body: ScriptBody, fill: (text: string) => string): string {
  if ('text' in body) return fill(body.text)
  if ('json' in body) return fill(JSON.stringify(body.json))
  if ('bytes' in body) return fillerText(body.bytes)
  throw new Error(`only the wire can show a body of "${Object.keys(body)[0]}": say so in wireOnly`)
}
