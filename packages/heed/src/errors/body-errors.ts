import type { Answer } from '../answer.ts'
import type { SchemaIssue } from '../standard-schema.ts'
import type { Trail } from '../trail.ts'
import { HeedError } from './errors.ts'
import { issueLine, oneLine } from './wording.ts'

/** The exchange succeeded, but the body is not what was asked for. Asking again would bring the same. */
abstract class BodyError extends HeedError {
  readonly who = 'server'
  readonly retryable = false
  readonly #answer: Answer
  readonly #text: string

  constructor(answer: Answer, text: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.#answer = answer
    this.#text = text
  }

  get answer(): Answer {
    return this.#answer
  }
  get status(): number {
    return this.#answer.status
  }
  /** The body as it came. */
  get text(): string {
    return this.#text
  }
  get trail(): Trail {
    return this.#answer.trail
  }
}

/** The body is not JSON. */
export class JsonError extends BodyError {
  readonly code = 'HEED_JSON'

  override get name(): string {
    return 'JsonError'
  }

  constructor(answer: Answer, text: string, cause: unknown) {
    const given = answer.headers.get('content-type')
    const type = given === null ? 'no content type' : oneLine(given)
    const { status, phrase } = answer
    super(
      answer,
      text,
      `The body of ${status} ${phrase} from ${answer.shownUrl} is not JSON (${type}). Read it with .text(), or ask for JSON with the header 'accept: application/json'.`,
      cause,
    )
  }
}

/** The body is JSON, but not what the schema wants. */
export class SchemaError extends BodyError {
  readonly code = 'HEED_SCHEMA'
  readonly issues: readonly SchemaIssue[]

  override get name(): string {
    return 'SchemaError'
  }

  constructor(answer: Answer, text: string, issues: readonly SchemaIssue[]) {
    const lines = issues.slice(0, 5).map(issueLine).join('; ')
    super(answer, text, `The body from ${answer.shownUrl} does not fit the schema: ${lines}.`)
    this.issues = issues
  }
}
