import type { Challenge } from '../fields/authenticate.ts'
import type { Clock, Keyring, Renewal } from '../ports.ts'
import { type Credential, type CredentialInput, credentialFrom } from './credential.ts'
import { Question, RefreshError } from './question.ts'

/** The token itself, or a function that gives the one for an origin. */
export type TokenSource =
  | CredentialInput
  | ((context: { readonly origin: string }) => CredentialInput | Promise<CredentialInput>)

/** What a refresh is for. */
export interface RefreshContext {
  /** Scheme, host and port of the request that needs it; for a proxy, those of the request that met it first. */
  readonly origin: string
  /** The token that was refused, without its scheme; null when it is renewed because it ends. */
  readonly refused: string | null
  /** What the server said of ways to sign in; empty when the token is renewed because it ends. */
  readonly challenges: readonly Challenge[]
  /** Fires when the time of the refresh is up or the client is closed: pass it on to whatever you call. */
  readonly signal: AbortSignal
}

export type Refresh = (context: RefreshContext) => CredentialInput | Promise<CredentialInput>

export interface KeyringOptions {
  /** As the options are called: `auth` or `proxyAuth`. */
  readonly name: string
  readonly token: TokenSource
  readonly refresh: Refresh | null
  /** Who gets a credential; null: every request gets the same one, which is for the proxy. */
  readonly origins: readonly string[] | null
  /** A credential is renewed this long before it ends, or in the middle of its life if that is later. */
  readonly earlyMs: number
  readonly refreshMs: number
}

/** After a failure, or when nothing new came, nobody is asked again for so long: a failing sign-in is not hammered. */
const QUIET_MS = 1_000

/** One credential, and the question that may be under way for it. */
interface Slot {
  known: Credential | null
  /** The date from which it is renewed ahead of its end, in milliseconds. */
  dueMs: number
  question: Question | null
  failure: { readonly error: unknown } | null
  /** The latest question was for a refused credential and brought the same one. */
  nothingNew: boolean
  /** Steady milliseconds. */
  quietUntilMs: number
}

/**
 * The credentials of one client. A token that was given as it is is shared by all origins; a function is asked once for
 * each, and what it gave is kept until it is refused or ends. There is one lock a credential: whether it was refused or
 * is about to end, one question at a time is under way for it, and all who need the answer share it.
 *
 * While a credential is still good, its renewal runs behind and callers go on with the old one. Once it has ended, or
 * was refused, they wait for the new one. A call that is made inside of the caller's own function gets no credential.
 */
export function keyring(options: KeyringOptions, clock: Clock): Keyring {
  return new Ring(options, clock)
}

class Ring implements Keyring {
  readonly #options: KeyringOptions
  readonly #clock: Clock
  readonly #slots: ReadonlyMap<string, Slot>
  /** For the proxy. */
  readonly #everybody: Slot | null
  readonly #canRenew: boolean
  #closed = false

  constructor(options: KeyringOptions, clock: Clock) {
    const { name, token, refresh, origins } = options
    this.#options = options
    this.#clock = clock
    this.#canRenew = refresh !== null || typeof token === 'function'
    const known = typeof token === 'function' ? null : credentialFrom(token)
    if (typeof known === 'string') throw new TypeError(`The option ${name}.token must be ${known}.`)
    const shared = known === null ? null : this.#slotWith(known)
    this.#everybody = origins === null ? (shared ?? newSlot()) : null
    this.#slots = new Map((origins ?? []).map(origin => [origin, shared ?? newSlot()]))
  }

  credential(origin: string): string | null | Promise<string | null> {
    const slot = this.#slotOf(origin)
    if (slot === null) return null
    const { known, dueMs, question } = slot
    if (question === null && known !== null && (dueMs === Number.POSITIVE_INFINITY || this.#clock.wallMs() < dueMs)) {
      return known.value
    }
    return this.#sought(slot, origin)
  }

  /** There is none yet, it is about to end, it has ended, or a question about it is under way. */
  #sought(slot: Slot, origin: string): string | null | Promise<string | null> {
    const { known, question, failure } = slot
    if (question?.isAround() === true) return null
    const quiet = this.#clock.steadyMs() < slot.quietUntilMs
    if (known !== null && (!this.#canRenew || this.#clock.wallMs() < known.expiresMs)) {
      // One that was refused is worth nothing to whoever comes while it is being renewed.
      if (question !== null && question.refused === known.value) return answerTo(question)
      const due = this.#canRenew && this.#clock.wallMs() >= slot.dueMs
      if (question === null && due && !quiet && !this.#closed) this.#ask(slot, origin, null, [], true)
      return known.value
    }
    if (question !== null) return answerTo(question)
    if (quiet && failure !== null) return heard(Promise.reject(failure.error))
    // It had ended when it came: two clocks differ, and asking again at once would bring one more like it.
    if (quiet && known !== null) return known.value
    if (this.#closed) return heard(Promise.reject(this.#closedError()))
    return answerTo(this.#ask(slot, origin, null, [], false))
  }

  renew(renewal: Renewal): Promise<string | null> {
    return heard(this.#renewed(renewal))
  }

  async #renewed({ origin, refused, challenges }: Renewal): Promise<string | null> {
    const slot = this.#slotOf(origin)
    if (slot === null) return null
    for (;;) {
      const ready = this.#withoutAsking(slot, refused)
      if (ready !== undefined) return ready
      const asked = slot.question ?? this.#ask(slot, origin, refused, challenges, false)
      const { value } = await asked.wait()
      if (value !== refused) return value
      if (asked.refused === refused) return null
      // It was asked before anybody knew of the refusal, so ask once more and say so.
    }
  }

  /** What there is in place of the refused one without a question; undefined: it takes one. */
  #withoutAsking(
    { known, question, failure, nothingNew, quietUntilMs }: Slot,
    refused: string | null,
  ): string | null | undefined {
    if (question?.isAround() === true) return null
    const alsoRefused = question !== null && question.refused === known?.value
    if (known !== null && known.value !== refused && !alsoRefused) return known.value
    if (!this.#canRenew) return null
    if (question !== null) return undefined
    if (this.#clock.steadyMs() < quietUntilMs) {
      if (failure !== null) throw failure.error
      if (nothingNew) return null
    }
    if (this.#closed) throw this.#closedError()
    return undefined
  }

  #ask(
    slot: Slot,
    origin: string,
    refused: string | null,
    challenges: readonly Challenge[],
    behind: boolean,
  ): Question {
    const { name, token, refresh, refreshMs } = this.#options
    const { known } = slot
    const again = known !== null && refresh !== null
    const facts = {
      name: `${name}.${again ? 'refresh' : 'token'}`,
      refused,
      limitMs: refreshMs,
      limitName: `${name}.refreshMs`,
      behind,
    }
    const question = new Question(this.#clock, facts, signal => {
      if (again) return refresh({ origin, refused: refused === null ? null : known.token, challenges, signal })
      return typeof token === 'function' ? token({ origin }) : token
    })
    slot.question = question
    question.answer.then(
      credential => this.#learn(slot, credential, refused),
      (error: unknown) => this.#fail(slot, error),
    )
    return question
  }

  #learn(slot: Slot, credential: Credential, refused: string | null): void {
    Object.assign(slot, this.#slotWith(credential))
    slot.nothingNew = credential.value === refused
    slot.quietUntilMs = this.#clock.steadyMs() + QUIET_MS
  }

  #fail(slot: Slot, error: unknown): void {
    slot.question = null
    slot.failure = { error }
    slot.nothingNew = false
    slot.quietUntilMs = this.#clock.steadyMs() + QUIET_MS
  }

  #slotWith(known: Credential): Slot {
    const leftMs = Math.max(0, known.expiresMs - this.#clock.wallMs())
    // One that lives shorter than `earlyMs` would else be renewed with every request.
    const dueMs = known.expiresMs - Math.min(this.#options.earlyMs, leftMs / 2)
    return { ...newSlot(), known, dueMs }
  }

  #slotOf(origin: string): Slot | null {
    return this.#everybody ?? this.#slots.get(origin) ?? null
  }

  #closedError(): RefreshError {
    return new RefreshError(
      `The client is closed, so ${this.#options.name} gives no new credential: make a new client.`,
    )
  }

  /** What is known can still be had after it; nobody is asked any more. */
  close(): void {
    this.#closed = true
    for (const { question } of [...this.#slots.values(), ...(this.#everybody === null ? [] : [this.#everybody])]) {
      question?.close()
    }
  }
}

const newSlot = (): Slot => ({
  known: null,
  dueMs: Number.POSITIVE_INFINITY,
  question: null,
  failure: null,
  nothingNew: false,
  quietUntilMs: Number.NEGATIVE_INFINITY,
})

/** The same promise; that nobody waits for it any more is no crash. */
function heard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}

const answerTo = (question: Question): Promise<string> => heard(question.wait().then(({ value }) => value))
