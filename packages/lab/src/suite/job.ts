import type { ErrorKind } from '../script/check.ts'
import type { Ability, Wish } from '../script/scenario.ts'

/** One line on an adapter's standard input. */
export interface Job {
  readonly id: string
  /** What the caller wants. A client that can do no more than requests lacks `resume`, `update` and `poll`. */
  readonly do: Wish
  readonly method: string
  readonly url: string
  /** One value a field. */
  readonly headers: Readonly<Record<string, string>>
  /** null: no content. */
  readonly body: string | null
  /** Give the body to the client as a stream that can be read once. */
  readonly stream: boolean
  /** For an update: what to add to the text that is there; null: it is none. */
  readonly append: string | null
  readonly options: {
    /** Sends at most for one call, redirects apart; of an update: how often it is read and written. */
    readonly attempts: number
    readonly attemptMs: number
    readonly totalMs: number
    readonly maxRedirects: number
    /** Decoded bytes of a body. */
    readonly bodyBytes: number
    readonly cache: boolean
    /** A token for the origin of the url, and where a POST gives a new one as `{"token": "..."}`; null: none. */
    readonly auth: { readonly token: string; readonly refreshUrl: string } | null
  }
}

/** The first line on an adapter's standard output: who it is. */
export interface Hello {
  readonly client: string
  readonly version: string
  /** The runtime and its version. */
  readonly runtime?: string
  /** How it is configured, in a few words. */
  readonly setup?: string
  /** What it cannot do. Scenarios that need one of these are not played. */
  readonly lacks?: readonly Ability[]
}

/** Any later line on an adapter's standard output: what came of one job. */
export interface JobResult {
  readonly id: string
  /** Did the client present this as a success? */
  readonly ok: boolean
  /** The status that a caller can see, on the answer or on the error; null: none. */
  readonly status: number | null
  /** The final address, where the client tells it. */
  readonly url?: string | null
  /** By lower-case name; several lines of one field joined with `, `. */
  readonly headers?: Readonly<Record<string, string>>
  /** The first 64 KiB of the decoded body, as UTF-8 text. */
  readonly body?: string
  /** All of the decoded body. Default: the length of `body`. */
  readonly bodyBytes?: number
  /** null: an answer came, whatever its status. `status` is for clients that throw for a status. */
  readonly error?: { readonly kind: ErrorKind; readonly message: string } | null
  /** The client cannot do what the job asks, in a sentence. */
  readonly unsupported?: string
  /** By the adapter's clock. */
  readonly ms?: number
}
