/** Base addresses that a script can name: two http origins and two https origins of the lab. */
export type OriginName = 'a' | 'b' | 's' | 't'

/**
 * Text with places to fill in: `{a}` `{b}` `{s}` `{t}` are the base addresses of the origins, with the scenario's prefix and
 * no slash at the end; `{prefix}` is the path that all of them share; `{date+2}` is the HTTP-date two seconds from the
 * moment of sending (`{date-60}`: a minute ago), `{rfc850+2}` and `{asctime+2}` the same in the two older forms,
 * `{unix+2}` in seconds since 1970; `{1000*x-filler: 1}` is the text after the star, so many times (at most 32 MiB in all).
 */
export type Template = string

/** Field values by lower-case name; several lines of one field as a list. */
export type ScriptFields = Readonly<Record<string, Template | readonly Template[]>>

/** Which requests an answer is for. Members that are left out do not matter. */
export interface When {
  readonly origin?: OriginName
  readonly method?: string
  /** Path and query after the scenario's prefix, as sent. */
  readonly path?: string
  /** Field values as regular expressions, matched against the whole value; null: the field is absent. */
  readonly fields?: Readonly<Record<string, string | null>>
}

export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd'

/** An answer's content. */
export type ScriptBody =
  | { readonly text: Template }
  /** Written as JSON; strings inside are templates. */
  | { readonly json: unknown }
  | { readonly base64: string }
  /** So many bytes of the filler text, the same for the same count. */
  | { readonly bytes: number }
  /** So many zero bytes, which compress well: for bombs. */
  | { readonly zeros: number }
  /** The filler text without end, as fast as the client reads. */
  | { readonly endless: true }

/** Informational answers before the final one. */
export interface Interim {
  readonly status: number
  readonly fields?: ScriptFields
  /** Default 1. `'endless'`: until the client leaves. */
  readonly times?: number | 'endless'
  /** Between one and the next. Default 0. */
  readonly everyMs?: number
}

/** A head or body that comes in small pieces. */
export interface Drip {
  /** Bytes of each piece. */
  readonly bytes: number
  readonly everyMs: number
}

/**
 * Where the answer breaks.
 * - `connect`: as soon as the connection is there, before anything is read (only where the scenario has its own origin)
 * - `request`: once the request was read; nothing is sent
 * - `head`: in the middle of the head
 * - `body`: after `afterBytes` bytes of the body on the wire (default 0: after the head)
 */
export interface Break {
  readonly at: 'connect' | 'request' | 'head' | 'body'
  /** `reset`: a TCP reset. `close`: an orderly end of the stream. `stall`: silence, with the connection open. */
  readonly how: 'reset' | 'close' | 'stall'
  readonly afterBytes?: number
}

/** One answer of a script. A status, or raw bytes, or a break before anything is sent: one of the three at least. */
export interface Answer {
  /** Default: any request. */
  readonly when?: When
  /** How many requests it answers before the next in the list takes over. Default 1; the last of a list: without end. */
  readonly times?: number | 'always'
  /** Any whole number: also those that no specification allows. */
  readonly status?: number
  /** Default: the registered one. */
  readonly phrase?: string
  readonly fields?: ScriptFields
  readonly body?: ScriptBody
  /** Content codings applied in this order and named in Content-Encoding. */
  readonly coding?: readonly Coding[]
  /** How the body's end is told. Default `length`; `close` ends the connection. */
  readonly framing?: 'length' | 'chunked' | 'close'
  /** A Content-Length that need not be true. */
  readonly declaredBytes?: number
  /** These bytes (latin1, `\r\n` written out) in place of status, fields and body. */
  readonly raw?: Template
  /** Sent right after the whole answer, unasked, on the same connection. */
  readonly extra?: Template
  readonly interim?: readonly Interim[]
  /** Before the first byte of the final answer. Default 0. */
  readonly delayMs?: number
  readonly headDrip?: Drip
  readonly bodyDrip?: Drip
  readonly break?: Break
  /** After a whole answer. Default `keep`; `close` says so in the Connection field; `close-unsaid` does not. */
  readonly connection?: 'keep' | 'close' | 'close-unsaid'
  /** Answer as soon as the request's head is there, without reading its content. Default false. */
  readonly early?: boolean
}
