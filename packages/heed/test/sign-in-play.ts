import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type Client, createClient } from '../src/client.ts'
import { HeedError } from '../src/errors/errors.ts'
import type { WireRequest } from '../src/ports.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import type { Line } from '../src/testing/script.ts'
import { scriptedTransport } from '../src/testing/scripted-transport.ts'
import { settle } from '../src/testing/settle.ts'
import type { Trail } from '../src/trail.ts'
import { even } from './heart.ts'

const REFRESH_MS = 3000
/** The first two get tokens. */
const ORIGINS = ['https://a.test', 'https://b.test', 'https://c.test'] as const
const NAMED: readonly string[] = ORIGINS.slice(0, 2)

/** How the server takes one request. */
export interface Turn {
  readonly how: 'accept' | 'refuse' | 'end' | 'proxy' | 'busy' | 'fault' | 'hop'
  readonly to: (typeof ORIGINS)[number]
  readonly headMs: number
}

/** How one question to the sign-in service goes. */
export interface Question {
  readonly how: 'new' | 'same' | 'throws' | 'nonsense' | 'hangs'
  readonly tookMs: number
  readonly livesMs: number | null
}

export interface Ask {
  readonly origin: (typeof ORIGINS)[number]
  readonly method: 'GET' | 'POST'
  readonly times: number
  readonly abortMs: number | null
  readonly deadlineMs: number
  readonly thenMs: number
}

const many = <Value>(count: number, value: Value): Value[] => Array<Value>(count).fill(value)
export const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.record({
    how: fc.constantFrom<Turn['how']>(
      ...many(8, 'accept' as const),
      'refuse',
      'refuse',
      'end',
      'end',
      'proxy',
      'busy',
      'fault',
      'hop',
      'hop',
    ),
    to: fc.constantFrom(...ORIGINS, ORIGINS[0]),
    headMs: fc.constantFrom(1, 1, 5, 300),
  }),
  { minLength: 1, maxLength: 20, size: 'max' },
)
export const questions: fc.Arbitrary<Question[]> = fc.array(
  fc.record({
    how: fc.constantFrom<Question['how']>(...many(6, 'new' as const), 'same', 'throws', 'nonsense', 'hangs'),
    tookMs: fc.constantFrom(0, 1, 200, 2999),
    livesMs: fc.constantFrom(null, null, 0, 2000, 60_000),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
)
export const asks: fc.Arbitrary<Ask[]> = fc.array(
  fc.record({
    origin: fc.constantFrom(...ORIGINS, ORIGINS[0]),
    method: fc.constantFrom('GET', 'GET', 'POST'),
    times: fc.constantFrom(1, 1, 4),
    abortMs: fc.constantFrom(null, null, null, null, 0, 3, 250),
    deadlineMs: fc.constantFrom(8000, 8000, 8000, 1000, 2),
    thenMs: fc.constantFrom(0, 0, 2, 400, 5000),
  }),
  { minLength: 1, maxLength: 12, size: 'max' },
)

/** The services that give tokens, one for each origin and one for the proxy, and a watch on how they are asked. */
class SignIn {
  readonly #clock: FakeClock
  readonly #turns: readonly Question[]
  readonly #open = new Set<string>()
  readonly latest = new Map<string, number>()
  readonly wrongs: string[] = []
  #asked = 0

  constructor(clock: FakeClock, turns: readonly Question[]) {
    this.#clock = clock
    this.#turns = turns
  }

  async ask(where: string): Promise<string | { token: string; expiresAt: Date }> {
    const { how, tookMs, livesMs } = this.#turns[this.#asked++ % this.#turns.length] as Question
    if (this.#open.has(where)) this.wrongs.push(`two questions at once for ${where}`)
    this.#open.add(where)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#clock.set(how === 'hangs' ? REFRESH_MS : tookMs, resolve)
    await promise
    this.#open.delete(where)
    if (how === 'throws') throw new Error('down')
    if (how === 'nonsense') return ''
    const number = (this.latest.get(where) ?? 0) + (how === 'same' ? 0 : 1)
    if (how !== 'hangs') this.latest.set(where, number)
    const token = `${where}-${number}`
    return livesMs === null ? token : { token, expiresAt: new Date(this.#clock.wallMs() + livesMs) }
  }
}

export interface Call {
  readonly ask: Ask
  readonly startMs: number
  readonly signal: AbortSignal
  endMs: number
  trail: Trail
}

export class Play {
  readonly clock: FakeClock
  readonly signIn: SignIn
  readonly calls: Call[] = []
  readonly #turns: readonly Turn[]
  readonly #client: Client
  /** Tokens that were refused, by their whole value, since when the client knows. */
  readonly #refused = new Map<string, number>()
  /** The least number that an origin still takes. */
  readonly #least = new Map<string, number>()
  #served = 0

  constructor(turns: readonly Turn[], questions: readonly Question[], earlyMs: number) {
    this.clock = fakeClock({ earlyMs })
    this.signIn = new SignIn(this.clock, questions)
    this.#turns = turns
    const ask = ({ origin }: { readonly origin: string }) => this.signIn.ask(origin)
    const times = { earlyMs: 1000, refreshMs: REFRESH_MS }
    this.#client = createClient({
      clock: this.clock,
      transport: scriptedTransport(this.clock, request => this.#serve(request)),
      dice: even,
      attempts: 2,
      budget: false,
      auth: { token: ask, refresh: ask, origins: NAMED, ...times },
      proxyAuth: { token: 'proxy-0', refresh: () => this.signIn.ask('proxy'), ...times },
    })
  }

  #serve(request: WireRequest): Line {
    const turn = this.#turns[this.#served++ % this.#turns.length] as Turn
    const { origin, fields } = request
    this.#watch(origin, 'authorization', fields.authorization)
    this.#watch('proxy', 'proxy-authorization', fields['proxy-authorization'])
    const { headMs } = turn
    const taken = Number(/\d+$/.exec(fields.authorization ?? '')?.[0] ?? 0)
    if (turn.how === 'end') this.#least.set(origin, taken + 1)
    if (turn.how === 'fault') return { fault: 'refused', sent: false, afterMs: headMs }
    if (turn.how === 'busy') return { status: 503, fields: { 'retry-after': '1' }, headMs }
    if (turn.how === 'proxy') return this.#refuse(407, fields['proxy-authorization'], headMs)
    const ended = NAMED.includes(origin) && taken < (this.#least.get(origin) ?? 0)
    if (ended || turn.how === 'refuse') return this.#refuse(401, fields.authorization, headMs)
    if (turn.how === 'hop') return { status: 307, fields: { location: `${turn.to}/${this.#served}` }, headMs }
    return { status: 200, body: 'ok', headMs }
  }

  #refuse(status: number, value: string | undefined, headMs: number): Line {
    const knownMs = this.clock.steadyMs() + headMs
    if (value !== undefined) this.#refused.set(value, Math.min(knownMs, this.#refused.get(value) ?? knownMs))
    return { status, headMs }
  }

  /** Is this what may be sent there? */
  #watch(where: string, field: string, value: string | undefined): void {
    const { wrongs, latest } = this.signIn
    if (!NAMED.includes(where) && where !== 'proxy') {
      if (value !== undefined) wrongs.push(`${field} ${value} was sent to ${where}`)
      return
    }
    if (value === undefined || !value.startsWith(`Bearer ${where}-`))
      return void wrongs.push(`${value} was sent to ${where}`)
    const newest = latest.get(where) ?? 0
    const refusedMs = this.#refused.get(value) ?? Number.POSITIVE_INFINITY
    const isOld = Number(/\d+$/.exec(value)?.[0]) < newest && refusedMs < this.clock.steadyMs()
    if (isOld) wrongs.push(`${value} was sent again after it was refused, and ${newest} was there`)
  }

  async run(asks: readonly Ask[]): Promise<void> {
    const all: Promise<void>[] = []
    for (const ask of asks) {
      for (let time = 0; time < ask.times; time++) all.push(this.#call(ask))
      await this.clock.advance(ask.thenMs)
    }
    await this.clock.advance(30_000)
    await Promise.race([Promise.all(all), settle().then(() => assert.fail('a call hangs'))])
  }

  async #call(ask: Ask): Promise<void> {
    const { clock } = this
    const controller = new AbortController()
    const alarm = ask.abortMs === null ? null : clock.set(ask.abortMs, () => controller.abort())
    const call: Call = { ask, startMs: clock.steadyMs(), signal: controller.signal, endMs: Number.NaN, trail: [] }
    this.calls.push(call)
    const { method, deadlineMs } = ask
    const body = method === 'POST' ? { body: 'x' } : {}
    try {
      const answer = await this.#client(`${ask.origin}/`, { method, ...body, deadlineMs, signal: controller.signal })
      call.trail = answer.trail
    } catch (error) {
      assert.ok(error instanceof HeedError, String(error))
      call.trail = error.trail
    }
    call.endMs = clock.steadyMs()
    if (alarm !== null) clock.clear(alarm)
  }
}
