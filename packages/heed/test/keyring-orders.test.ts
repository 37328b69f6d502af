import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Keyring } from '../src/ports.ts'
import type { CredentialInput } from '../src/shared/credential.ts'
import { type KeyringOptions, keyring } from '../src/shared/keyring.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { settle } from '../src/testing/settle.ts'

const ORIGINS = ['https://a.test', 'https://b.test']
const REFRESH_MS = 3000

/** How one question to the sign-in service goes: how long it takes, and what comes of it. */
interface Turn {
  readonly tookMs: number
  readonly end: 'new' | 'same' | 'throws' | 'nonsense' | 'hangs'
  /** How long the token lives; null: it does not say. */
  readonly livesMs: number | null
}

type Step =
  | { readonly do: 'request' | 'late refusal'; readonly origin: string; readonly refused: boolean }
  | { readonly do: 'wait'; readonly ms: number }

/** A sign-in service that numbers its tokens, and watches that it is asked by one at a time and not too soon. */
class SignIn {
  readonly #clock: FakeClock
  readonly #turns: readonly Turn[]
  readonly #shared: boolean
  readonly #open = new Set<string>()
  readonly #failedMs = new Map<string, number>()
  readonly latest = new Map<string, number>()
  #asked = 0

  constructor(clock: FakeClock, turns: readonly Turn[], shared: boolean) {
    this.#clock = clock
    this.#turns = turns
    this.#shared = shared
  }

  /** One lock for each origin, or one for all where they share a token. */
  lockOf(origin: string): string {
    return this.#shared ? 'all' : origin
  }

  async ask(origin: string, refused: string | null, signal: AbortSignal | null): Promise<CredentialInput> {
    const lock = this.lockOf(origin)
    if (refused !== null) assert.equal(refused, `${this.latest.get(lock) ?? 0}`, 'asked because of an old one')
    assert.ok(!this.#open.has(lock), 'two questions at once')
    const failedMs = this.#failedMs.get(lock) ?? Number.NEGATIVE_INFINITY
    assert.ok(this.#clock.steadyMs() >= failedMs + 1000, 'asked again too soon after a failure')
    const { tookMs, end, livesMs } = this.#turns[this.#asked++ % this.#turns.length] as Turn
    this.#open.add(lock)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    if (end !== 'hangs') this.#clock.set(tookMs, () => resolve(tookMs < REFRESH_MS))
    // Who has no signal is told nothing, but is given up at the same time.
    if (end === 'hangs' || tookMs >= REFRESH_MS) this.#clock.set(REFRESH_MS, () => resolve(false))
    const inTime = await promise
    this.#open.delete(lock)
    if (!inTime) assert.ok(signal === null || signal.aborted, 'it is told that its time is up')
    if (!inTime || end === 'throws' || end === 'nonsense') this.#failedMs.set(lock, this.#clock.steadyMs())
    if (end === 'throws') throw new Error('down')
    if (end === 'nonsense') return ''
    const number = (this.latest.get(lock) ?? 0) + (end === 'same' ? 0 : 1)
    if (inTime) this.latest.set(lock, number)
    const expiresAt = livesMs === null ? {} : { expiresAt: new Date(this.#clock.wallMs() + livesMs) }
    return { token: `${number}`, ...expiresAt }
  }
}

/** Requests and refusals in some order; notes each credential as it is handed out. */
class Walk {
  readonly #keys: Keyring
  readonly #signIn: SignIn
  readonly #handed = new Map<string, number>()
  readonly calls: Promise<void>[] = []
  readonly #seen = new Map<string, string[]>()

  constructor(keys: Keyring, signIn: SignIn) {
    this.#keys = keys
    this.#signIn = signIn
  }

  #hand(origin: string, value: string): void {
    const lock = this.#signIn.lockOf(origin)
    const number = Number(value.slice('Bearer '.length))
    const before = this.#handed.get(lock) ?? 0
    assert.ok(number >= before, `${number} was handed out after ${before}`)
    this.#handed.set(lock, number)
    this.#seen.set(origin, [...(this.#seen.get(origin) ?? []), value])
  }

  async request(origin: string, refused: boolean): Promise<void> {
    try {
      const value = await this.#keys.credential(origin)
      assert.ok(value !== null)
      this.#hand(origin, value)
      if (refused) await this.refuse(origin, value)
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
    }
  }

  /** The refusal of any credential that was ever handed out, however old. */
  async late(origin: string): Promise<void> {
    const first = this.#seen.get(origin)?.[0]
    if (first !== undefined) await this.refuse(origin, first)
  }

  async refuse(origin: string, refused: string): Promise<void> {
    const value = await this.#keys.renew({ origin, refused, challenges: [] }).catch(() => null)
    assert.notEqual(value, refused)
    if (value !== null) this.#hand(origin, value)
  }
}

const origin = fc.constantFrom(...ORIGINS)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('request' as const), origin, refused: fc.boolean() }),
  fc.record({ do: fc.constant('late refusal' as const), origin, refused: fc.constant(true) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 500, 999, 1000, 2500, 9000) }),
)
const turn: fc.Arbitrary<Turn> = fc.record({
  tookMs: fc.constantFrom(0, 1, 400, 2999, 5000),
  end: fc.constantFrom('new', 'new', 'new', 'same', 'throws', 'nonsense', 'hangs'),
  livesMs: fc.constantFrom(null, null, -5000, 0, 3000, 20_000),
})

for (const [name, shared, withRefresh] of [
  ['one token for all', true, true],
  ['a token for each origin', false, false],
  ['a token for each origin, with a refresh', false, true],
] as const) {
  test(`${name}: in any order of requests, ends and refusals there is one question at a time, and never an old token`, async () => {
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.array(turn, { minLength: 1, maxLength: 8 }),
      async (steps, turns) => {
        const clock = fakeClock()
        const signIn = new SignIn(clock, turns, shared)
        const broken: unknown[] = []
        const watched = (asked: string, refused: string | null, signal: AbortSignal | null) =>
          signIn.ask(asked, refused, signal).catch(error => {
            if (error instanceof assert.AssertionError) broken.push(error)
            throw error
          })
        const options: KeyringOptions = {
          name: 'auth',
          token: shared ? '0' : context => watched(context.origin, null, null),
          refresh: withRefresh ? context => watched(context.origin, context.refused, context.signal) : null,
          origins: ORIGINS,
          earlyMs: 5000,
          refreshMs: REFRESH_MS,
        }
        const walk = new Walk(keyring(options, clock), signIn)
        for (const each of steps) {
          if (each.do === 'wait') await clock.advance(each.ms)
          else walk.calls.push(each.do === 'request' ? walk.request(each.origin, each.refused) : walk.late(each.origin))
        }
        const all = Promise.all(walk.calls)
        all.catch(() => {})
        await clock.advance(20 * REFRESH_MS)
        await Promise.race([all, settle().then(() => assert.fail('a call hangs'))])
        assert.deepEqual(broken, [])
        assert.equal(clock.timersLeft, 0)
      },
    )
    await fc.assert(property, { numRuns: 60 })
  })
}
