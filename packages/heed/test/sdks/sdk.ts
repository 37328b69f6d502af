import type { Fetch } from '../../src/fetch/create-fetch.ts'
import type { Api } from './api-server.ts'

/** What each SDK is asked to do. A call that reads is one whose method may be repeated. */
export const CASES = ['reads', 'writes', 'uploads', 'streams', 'aborts', 'fails'] as const
export type Case = (typeof CASES)[number]

/** Where the API is and whom to ask it through. */
export interface Place {
  readonly url: string
  readonly fetch: Fetch
  readonly signal: AbortSignal
}

/** One SDK, as its users write it. */
export interface Sdk {
  readonly name: string
  readonly package: string
  readonly api: Api
  /** Gives 'the first post', wherever the SDK puts it. */
  reads(place: Place): Promise<unknown>
  /** Sends 'a new post' with POST and gives what the server made of it: 'made: a new post'. */
  writes(place: Place): Promise<unknown>
  /** Sends a file with the bytes 'of a file' and gives what the server got; null: it has no way to. */
  readonly uploads: ((place: Place) => Promise<unknown>) | null
  /** Gives the pieces of a stream of events joined: 'one two three'; null: it has no way to. */
  readonly streams: ((place: Place) => Promise<unknown>) | null
  /** Asks for what never comes; the signal fires meanwhile. */
  aborts(place: Place): Promise<unknown>
  /** Asks for what is not there, and gives the status that its error tells. */
  fails(place: Place): Promise<unknown>
}
