import fc from 'fast-check'
import type { ClientOptions } from '../../src/options/options.ts'
import type { Line } from '../../src/testing/script.ts'

/** One answer of a server under strain; `pauseS`: for how long it asks everybody to stay away, in seconds. */
export interface Mood {
  readonly is: 'well' | 'busy' | 'dated' | 'spent' | 'low' | 'broken' | 'fault'
  readonly status: number
  readonly pauseS: number
  readonly headMs: number
}

/** One call of the crowd. */
export interface Asking {
  readonly host: 'a' | 'b' | 'c'
  readonly atMs: number
  readonly method: 'GET' | 'POST'
  readonly deadlineMs: number
  readonly maxWaitMs: number
  /** After how long the caller aborts; null: never. */
  readonly abortMs: number | null
}

export interface Crowd {
  readonly moods: readonly Mood[]
  readonly askings: readonly Asking[]
  readonly options: Pick<ClientOptions, 'quota' | 'throttle' | 'concurrency' | 'breaker' | 'attempts'>
  /** All origins share one limit key. */
  readonly shared: boolean
  readonly seed: number
}

const anyMood: fc.Arbitrary<Mood> = fc.record({
  is: fc.constantFrom('well', 'well', 'well', 'busy', 'busy', 'dated', 'spent', 'low', 'broken', 'broken', 'fault'),
  status: fc.constantFrom(429, 503),
  pauseS: fc.integer({ min: 0, max: 6 }),
  headMs: fc.constantFrom(1, 20, 150, 900),
})

const anyAsking: fc.Arbitrary<Asking> = fc.record({
  host: fc.constantFrom('a', 'a', 'b', 'c'),
  atMs: fc.integer({ min: 0, max: 4_000 }),
  method: fc.constantFrom('GET', 'GET', 'POST'),
  deadlineMs: fc.constantFrom(500, 5_000, 20_000),
  maxWaitMs: fc.constantFrom(1_000, 60_000),
  abortMs: fc.option(fc.integer({ min: 0, max: 6_000 }), { freq: 5 }),
})

export const anyCrowd: fc.Arbitrary<Crowd> = fc.record({
  moods: fc.array(anyMood, { minLength: 1, maxLength: 12, size: 'max' }),
  askings: fc.array(anyAsking, { minLength: 1, maxLength: 40, size: 'max' }),
  options: fc.record(
    {
      quota: fc.constantFrom({ limit: 3, windowMs: 1_000 }, { limit: 10, windowMs: 2_000, burst: 4 }),
      throttle: fc.constant(true),
      concurrency: fc.constantFrom({ first: 1, most: 1 }, { first: 2, most: 4 }),
      breaker: fc.constantFrom({ least: 3, openMs: 500 }, { least: 3, slowMs: 500 }, false as const),
      attempts: fc.constantFrom(1, 4),
    },
    { requiredKeys: [] },
  ),
  shared: fc.boolean(),
  seed: fc.nat(),
})

/** What the mood puts on the wire, and for how long it asks everybody to stay away, from its head on. */
export function lineOf({ is, status, pauseS, headMs }: Mood, wallMs: number): { line: Line; pauseMs: number } {
  const pauseMs = pauseS * 1_000
  const retryAtMs = Math.floor((wallMs + headMs + pauseMs) / 1_000) * 1_000
  switch (is) {
    case 'well':
      return { line: { status: 200, body: 'fine', headMs }, pauseMs: 0 }
    case 'busy':
      // Without a number it asks for nothing that holds for others.
      if (pauseS === 0) return { line: { status, headMs }, pauseMs: 0 }
      return { line: { status, fields: { 'retry-after': String(pauseS) }, headMs }, pauseMs }
    case 'dated': {
      const fields = { 'retry-after': new Date(retryAtMs).toUTCString() }
      return { line: { status, fields, headMs }, pauseMs: Math.max(0, retryAtMs - wallMs - headMs) }
    }
    case 'spent':
      return { line: { status: 200, fields: { ratelimit: `"day";r=0;t=${pauseS}` }, headMs }, pauseMs }
    case 'low': {
      const fields = { 'ratelimit-policy': '"day";q=100;w=60', ratelimit: `"day";r=3;t=${pauseS}` }
      return { line: { status: 200, fields, headMs }, pauseMs: 0 }
    }
    case 'broken':
      return { line: { status: 500, headMs }, pauseMs: 0 }
    case 'fault':
      return { line: { fault: 'reset', sent: pauseS > 2, afterMs: headMs }, pauseMs: 0 }
  }
}
