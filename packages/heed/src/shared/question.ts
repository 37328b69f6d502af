import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../ports.ts'
import { builtin } from './builtin.ts'
import { type Credential, credentialFrom } from './credential.ts'

/** A credential could not be had, and it was not the caller's own function that said so: late, nonsense, or closed. */
export class RefreshError extends Error {
  override get name(): string {
    return 'RefreshError'
  }
}

const hooks = builtin<typeof import('node:async_hooks')>('node:async_hooks')

/**
 * Which question the running code is a part of. Null: the platform does not tell, so a question that asks for its own answer
 * ends by its limit of time alone.
 */
const within: AsyncLocalStorage<Question> | null = hooks === null ? null : new hooks.AsyncLocalStorage<Question>()

export interface QuestionFacts {
  /** What is asked, as its option is called: `auth.refresh`. */
  readonly name: string
  /** The refused value of the field that it is asked for; null: the credential is the first, or at its end. */
  readonly refused: string | null
  /** It gets no longer than this, in milliseconds. `limitName`: the option that says so. */
  readonly limitMs: number
  readonly limitName: string
  /** Nobody waits for it yet, so it does not keep the process alive. */
  readonly behind: boolean
}

/**
 * One question to the caller's own function, shared by all who wait for the answer. It ends in any case: with a
 * credential, with what the function threw, or with a `RefreshError`. What the function gives later is not used.
 */
export class Question {
  readonly refused: string | null
  readonly answer: Promise<Credential>
  readonly #clock: Clock
  readonly #alarm: unknown
  readonly #controller = new AbortController()
  readonly #name: string
  readonly #outer: Question | null
  readonly #reject: (error: unknown) => void
  #behind: boolean
  #open = true

  constructor(clock: Clock, facts: QuestionFacts, ask: (signal: AbortSignal) => unknown) {
    const { name, limitMs, limitName } = facts
    const { promise, resolve, reject } = Promise.withResolvers<Credential>()
    this.refused = facts.refused
    this.answer = promise
    this.#clock = clock
    this.#name = name
    const around = within?.getStore()
    this.#outer = around === undefined ? null : around.#innermostOpen()
    this.#reject = reject
    this.#alarm = clock.set(limitMs, () => {
      this.#giveUp(`The function ${name} gave nothing within ${limitMs} ms: see why it hangs, or raise ${limitName}.`)
    })
    this.#behind = facts.behind
    if (facts.behind) clock.rest(this.#alarm, true)
    const { signal } = this.#controller
    // In a later turn: the function may call the client, which then finds this question.
    const begin = (): Promise<unknown> => Promise.resolve().then(() => ask(signal))
    const given = within === null ? begin() : within.run(this, begin)
    given
      .then(input => this.#read(input))
      .then(
        credential => {
          this.#end()
          resolve(credential)
        },
        (error: unknown) => {
          this.#end()
          reject(error)
        },
      )
  }

  #read(given: unknown): Credential {
    const credential = credentialFrom(given)
    if (typeof credential !== 'string') return credential
    const what = given === null ? 'null' : typeof given
    throw new RefreshError(`The function ${this.#name} must give ${credential}; it gave ${what}.`)
  }

  /** For somebody who has to wait until it is answered. */
  wait(): Promise<Credential> {
    if (this.#behind && this.#open) this.#clock.rest(this.#alarm, false)
    this.#behind = false
    return this.answer
  }

  /**
   * Is the running code a part of the answer? What asks for a credential in order to get that credential would wait
   * for itself.
   */
  isAround(): boolean {
    for (let question = within?.getStore() ?? null; question !== null; question = question.#outer) {
      if (question === this) return true
    }
    return false
  }

  /** Work that outlives its question is no part of it. */
  #innermostOpen(): Question | null {
    let question: Question | null = this
    while (question !== null && !question.#open) question = question.#outer
    return question
  }

  close(): void {
    this.#giveUp(`The client was closed before ${this.#name} gave a credential.`)
  }

  #giveUp(why: string): void {
    if (!this.#open) return
    const error = new RefreshError(why)
    this.#reject(error)
    this.#end()
    this.#controller.abort(error)
  }

  #end(): void {
    this.#open = false
    this.#clock.clear(this.#alarm)
  }
}
