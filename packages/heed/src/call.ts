import type { Answer } from './answer.ts'
import type { StandardSchema } from './standard-schema.ts'

const jsonOf = (answer: Answer): unknown => answer.jsonNow()

/** A call under way: await it for the answer, or ask for the body right away. */
export class Call implements Promise<Answer> {
  readonly #answer: Promise<Answer>

  /** @internal */
  constructor(answer: Promise<Answer>) {
    this.#answer = answer
  }

  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for
  then<Kept = Answer, Caught = never>(
    kept?: ((answer: Answer) => Kept | PromiseLike<Kept>) | null,
    caught?: ((error: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<Kept | Caught> {
    return this.#answer.then(kept, caught)
  }

  catch<Caught = never>(caught?: ((error: unknown) => Caught | PromiseLike<Caught>) | null): Promise<Answer | Caught> {
    return this.#answer.catch(caught)
  }

  finally(done?: (() => void) | null): Promise<Answer> {
    return this.#answer.finally(done)
  }

  /** The body as JSON; see `Answer.json`. */
  json<Output>(schema: StandardSchema<Output>): Promise<Output>
  json<Value = unknown>(): Promise<Value>
  json(schema?: StandardSchema): Promise<unknown> {
    return this.#answer.then(schema === undefined ? jsonOf : answer => answer.json(schema))
  }

  /** The body as text (UTF-8). */
  async text(): Promise<string> {
    return (await this.#answer).text()
  }

  /** The body's bytes. */
  async bytes(): Promise<Uint8Array> {
    return (await this.#answer).bytes()
  }

  get [Symbol.toStringTag](): string {
    return 'Call'
  }
}
