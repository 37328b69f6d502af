import type { Answer, OriginName, Template } from './answer.ts'
import type { Check } from './check.ts'

/**
 * - `required`: a specification says MUST or MUST NOT
 * - `advised`: a specification says SHOULD, or it is good practice with a name
 * - `optional`: an ability that a client may lack
 */
export type ScenarioKind = 'required' | 'advised' | 'optional'

/** What a client needs to be able to do for a scenario to mean something; a client without it is `unsupported`. */
export type Ability =
  | 'redirects'
  | 'retries'
  | 'timeouts'
  | 'decoding'
  | 'cache'
  | 'renew'
  | 'pause'
  | 'quota'
  | 'resume'
  | 'update'
  | 'poll'
  | 'parallel'
  | 'streams'
  | 'https'
  | 'limits'
  | 'connections'

/**
 * What the caller wants.
 * - `request`: one request and its answer
 * - `download`: the whole content, whatever breaks on the way
 * - `update`: to read the text, add `append` to it and write it back so that nobody's change is lost
 * - `poll`: the request, and what a 202 to it began followed to its end
 */
export type Wish = 'request' | 'download' | 'update' | 'poll'

/** What the client under examination is told to do. */
export interface ScriptCall {
  /** Default `a`. */
  readonly origin?: OriginName
  /** Default GET. */
  readonly method?: string
  /** Path and query after the scenario's prefix, with a slash first; may hold a fragment. */
  readonly path: string
  /** Default `request`. A download and an update choose their methods and contents themselves. */
  readonly do?: Wish
  /** For an update: what to add to the text. */
  readonly append?: Template
  /** User info of the address that the client is given: `name:password`. */
  readonly user?: string
  /** One value a field. */
  readonly fields?: Readonly<Record<string, Template>>
  readonly body?: Template
  /** Give the body to the client as a stream that can be read once. Default false. */
  readonly stream?: boolean
  /** So many at the same time. Default 1. */
  readonly times?: number
  /** Wait so long after the call before. Default 0. */
  readonly pauseMs?: number
}

/** What the client is allowed; each has a default in `suite/job.ts`. */
export interface JobOptions {
  /** Sends at most for one call, redirects apart; of an update: how often it is read and written. Default 3. */
  readonly attempts?: number
  /** For each attempt. Default 2000. */
  readonly attemptMs?: number
  /** For the whole call. Default 5000. */
  readonly totalMs?: number
  /** Redirects in a row. Default 20. */
  readonly maxRedirects?: number
  /** Decoded bytes of a body. Default 100 MiB. */
  readonly bodyBytes?: number
  /** Keep answers and reuse them. Default false. */
  readonly cache?: boolean
  /** A bearer token for the origin of the call, and where a POST gives a new one as `{"token": "..."}`. */
  readonly auth?: { readonly token: string; readonly refreshPath: string }
}

/** A script of answers, and what a well-behaved client does with them. */
export interface Scenario {
  readonly $schema: string
  /** Its file's name: lower-case words with hyphens. */
  readonly id: string
  /** Its folder's name. */
  readonly group: string
  readonly title: string
  readonly kind: ScenarioKind
  /** The status codes that it is about. */
  readonly codes: readonly number[]
  /** Which promises of `promises.json` it shows: `trap-21`, `threat-redirect-loop`, `knob-retry-whom-any` ... */
  readonly shows: readonly string[]
  /** `RFC9110#15.4.2`: document and section. At least one. */
  readonly anchors: readonly string[]
  /** A sentence or two for people: why this matters. */
  readonly why: string
  readonly needs?: readonly Ability[]
  /** Why only real bytes on a real connection can show it; left out where the fake clock can play it too. */
  readonly wireOnly?: string
  readonly calls: readonly [ScriptCall, ...ScriptCall[]]
  readonly options?: JobOptions
  readonly answers: readonly [Answer, ...Answer[]]
  /** All must hold. */
  readonly verdict: readonly [Check, ...Check[]]
  /** The lab goes on listening so long after the last result, to see what else the client sends. Default 0. */
  readonly lingerMs?: number
}
