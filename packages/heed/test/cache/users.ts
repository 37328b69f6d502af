import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Answer } from '../../src/answer.ts'
import { type Client, createClient } from '../../src/client.ts'
import { StatusError } from '../../src/errors/errors.ts'
import type { Cache } from '../../src/keeping.ts'
import type { Transport } from '../../src/ports.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { settle } from '../../src/testing/settle.ts'
import { even } from '../heart.ts'
import { halfBodies } from './half-bodies.ts'
import { StrangeServer } from './strange-server.ts'
import type { Turn } from './turns.ts'

/** What somebody asks. */
export interface Asked {
  readonly do: 'ask'
  readonly method: string
  readonly path: string
  readonly lang: 'en' | 'fr'
  readonly user: string | null
  readonly wishes: readonly string[]
  readonly range: string | null
  /** Their own validator: that of the content as it is now, or another. */
  readonly own: 'none' | 'current' | 'old'
  readonly body: 'whole' | 'stream' | 'left'
  readonly redirect: 'follow' | 'manual'
  readonly client: 0 | 1
  readonly times: number
  readonly abortMs: number | null
  readonly thenMs: number
}

export type Step =
  | Asked
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'move date'; readonly byMs: number }

const parts = ['bytes=0-9', 'bytes=0-19', 'bytes=0-', 'bytes=5-', 'bytes=10-19', 'bytes=-7'] as const

const asks = fc.record({
  do: fc.constant('ask' as const),
  method: fc.constantFrom(...(Array(30).fill('GET') as string[]), 'HEAD', 'HEAD', 'PUT', 'POST', 'DELETE'),
  path: fc.constantFrom(...(Array(8).fill('/a') as string[]), '/b', '/v', '/v', '/r'),
  lang: fc.constantFrom('en', 'en', 'en', 'en', 'fr'),
  user: fc.constantFrom(null, ...(Array(10).fill('ann') as string[]), 'bob'),
  wishes: fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(
        fc.constantFrom(
          ...['no-cache', 'no-store', 'only-if-cached', 'max-age=0', 'max-age=20', 'min-fresh=5', 'max-stale'],
          ...['max-stale=20', 'stale-if-error=60', 'stale-if-error=0'],
        ),
        { maxLength: 2, selector: each => each.split('=')[0] },
      ),
    },
  ),
  range: fc.constantFrom(...(Array(16).fill(null) as null[]), ...parts),
  own: fc.constantFrom(...(Array(20).fill('none') as 'none'[]), 'current', 'old'),
  body: fc.constantFrom(...(Array(10).fill('whole') as 'whole'[]), 'stream', 'stream', 'left'),
  redirect: fc.constantFrom('follow', 'follow', 'follow', 'follow', 'follow', 'manual'),
  client: fc.constantFrom(0, 1),
  times: fc.constantFrom(1, 1, 1, 3),
  abortMs: fc.constantFrom(...(Array(15).fill(null) as null[]), 0, 2, 30),
  thenMs: fc.constantFrom(0, 3, 3, 100, 700, 700),
})

/** What meets where parts of one content are put together. */
const asksForParts: typeof asks = fc.tuple(asks, fc.constantFrom(null, null, ...parts)).map(([asked, range]) => {
  const body = asked.body === 'left' ? 'whole' : asked.body
  return {
    ...asked,
    range,
    body,
    method: 'GET',
    path: '/a',
    lang: 'en',
    user: 'ann',
    wishes: [],
    times: 1,
    thenMs: 700,
  }
})

const stepsWith = (asking: fc.Arbitrary<Step>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: asking },
      {
        weight: 2,
        arbitrary: fc.constantFrom(4000, 12_000, 12_000, 25_000, 120_000).map(ms => ({ do: 'wait', ms }) as const),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(-300_000, -5000, 5000).map(byMs => ({ do: 'move date', byMs }) as const),
      },
    ),
    { minLength: 2, maxLength: 16, size: 'max' },
  )

export const steps: fc.Arbitrary<Step[]> = stepsWith(asks)
export const stepsOfParts: fc.Arbitrary<Step[]> = stepsWith(asksForParts)

/** A call as it went. */
export interface Call {
  readonly id: string
  readonly asked: Asked
  readonly startMs: number
  /** What the server had been asked before it began. */
  readonly serialAtStart: number
  endMs: number | null
  answer: Answer | null
  /** The answer is that of an error. */
  failed: boolean
  /** Null: it broke off, or nobody read it. */
  text: string | null
  error: unknown
}

/** Two clients with one cache, and who uses them. */
export class Users {
  readonly calls: Call[] = []
  readonly server: StrangeServer
  readonly origin: string
  /** Sends by call. */
  readonly sends = new Map<string, number>()
  readonly #clients: readonly Client[]
  readonly #cache: Cache
  readonly #clock: FakeClock
  readonly #moves: { readonly atMs: number; readonly wallLessSteadyMs: number }[] = []

  constructor(clock: FakeClock, cache: Cache, turns: readonly Turn[], origin: string) {
    this.#clock = clock
    this.#cache = cache
    this.origin = origin
    this.server = new StrangeServer(turns, clock)
    this.#noteDate(Number.NEGATIVE_INFINITY)
    this.#clients = [0, 1].map(() => createClient({ transport: this.#transport(), clock, cache, ...OPTIONS }))
  }

  #noteDate(atMs: number): void {
    this.#moves.push({ atMs, wallLessSteadyMs: this.#clock.wallMs() - this.#clock.steadyMs() })
  }

  /** The date at a steady time; two when it was moved just then. */
  datesAt(steadyMs: number): number[] {
    const latest = this.#moves.findLastIndex(({ atMs }) => atMs <= steadyMs)
    const known = this.#moves.filter(
      ({ atMs }, index) =>
        index === latest ||
        Math.abs(atMs - steadyMs) < 0.5 ||
        (index < latest && Math.abs((this.#moves[index + 1]?.atMs ?? 0) - steadyMs) < 0.5),
    )
    return known.map(({ wallLessSteadyMs }) => steadyMs + wallLessSteadyMs)
  }

  #transport(): Transport {
    const scripted = scriptedTransport(this.#clock, request => {
      const id = request.fields['x-call'] ?? ''
      this.sends.set(id, (this.sends.get(id) ?? 0) + 1)
      return this.server.answer(request)
    })
    return halfBodies(scripted, this.server)
  }

  async play(steps: readonly Step[]): Promise<void> {
    const ends: Promise<void>[] = []
    for (const step of steps) {
      if (step.do === 'wait') await this.#clock.advance(step.ms)
      else if (step.do === 'move date') {
        this.#clock.moveDate(step.byMs)
        this.#noteDate(this.#clock.steadyMs())
      } else {
        for (let time = 0; time < step.times; time++) ends.push(this.#ask(step))
        await this.#clock.advance(step.thenMs)
      }
    }
    await this.#clock.advance(3 * OPTIONS.deadlineMs)
    await Promise.race([Promise.all(ends), settle().then(() => assert.fail('a call hangs'))])
  }

  async #ask(asked: Asked): Promise<void> {
    const { method, path, client, abortMs, body, redirect } = asked
    const clock = this.#clock
    const id = `${this.calls.length}`
    const serialAtStart = this.server.said.length
    const startMs = clock.steadyMs()
    const call: Call = {
      id,
      asked,
      startMs,
      serialAtStart,
      endMs: null,
      answer: null,
      failed: false,
      text: null,
      error: null,
    }
    this.calls.push(call)
    const controller = new AbortController()
    const alarm = abortMs === null ? null : clock.set(abortMs, () => controller.abort())
    const stream = body !== 'whole'
    const options = { method, headers: this.#headers(asked, id), stream, redirect, signal: controller.signal }
    try {
      call.answer = await (this.#clients[client] as Client)(`${this.origin}${path}`, options)
    } catch (error) {
      call.error = error
      call.answer = error instanceof StatusError ? error.answer : null
      call.failed = true
    }
    call.endMs = clock.steadyMs()
    await this.#read(call)
    if (alarm !== null) clock.clear(alarm)
  }

  async #read(call: Call): Promise<void> {
    if (call.answer === null) return
    if (call.asked.body === 'left') return call.answer.stream.cancel().catch(() => {})
    call.text = await call.answer.text().catch(() => null)
  }

  #headers({ lang, user, wishes, range, own, path }: Asked, id: string): Record<string, string> {
    const authorization = user === null ? {} : { authorization: `Bearer ${user}` }
    const headers: Record<string, string> = { 'accept-language': lang, 'x-call': id, ...authorization }
    if (wishes.length > 0) headers['cache-control'] = wishes.join(', ')
    if (range !== null) headers.range = range
    if (own === 'old') headers['if-none-match'] = '"old"'
    if (own === 'current') headers['if-none-match'] = this.server.tagOf(path, lang, user ?? 'nobody')
    return headers
  }

  /** Nobody leads any more. */
  checkLeads(): void {
    for (const path of ['/a', '/b', '/v', '/r']) {
      for (const user of ['ann', 'bob', null]) {
        const fields: Record<string, string> = user === null ? {} : { authorization: `Bearer ${user}` }
        const whose = this.#cache.rules.whose(fields)
        assert.equal(this.#cache.ahead(this.origin + path, whose), null, `${path} is still led`)
      }
    }
  }
}

const OPTIONS = { dice: even, attempts: 2, deadlineMs: 5000, attemptMs: 2000, budget: false } as const
