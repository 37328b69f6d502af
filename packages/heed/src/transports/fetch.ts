import type { Clock, Flight, Judge, Transport, WireLimits, WireRequest } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { FetchFlight } from './fetch-flight.ts'
import { hasPageRules } from './page-rules.ts'
import { platformFetch } from './platform-fetch.ts'

/** What the transport over `fetch` may be told. */
export interface FetchTransportOptions {
  /** For the limits of time inside a body. Default: the machine's. */
  readonly clock?: Clock
  /** What sends. Default: `globalThis.fetch`, read anew for each request, so that whoever replaces it is heard. */
  readonly fetch?: typeof fetch
}

class FetchTransport implements Transport {
  readonly followsRedirects: boolean = hasPageRules()
  readonly #clock: Clock
  readonly #given: typeof fetch | null
  readonly #underWay: Set<Promise<void>> = new Set()
  #closed: boolean = false

  constructor({ clock = systemClock, fetch }: FetchTransportOptions) {
    this.#clock = clock
    this.#given = fetch ?? null
  }

  send(request: WireRequest, limits: WireLimits, judge: Judge): Flight {
    const flight = new FetchFlight(request, limits, judge, this.#clock)
    if (this.#closed) {
      flight.abort('closed', new Error('The transport is closed.'))
      return flight
    }
    const over = flight.over.then(() => {
      this.#underWay.delete(over)
    })
    this.#underWay.add(over)
    // Called without a receiver, as whoever replaced it expects.
    const send = this.#given ?? platformFetch()
    flight.start((url, init) => send(url, init), this.followsRedirects)
    return flight
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#underWay)
  }
}

/**
 * The transport over the platform's `fetch`: one exchange a send, no retry. It cannot see informational answers, the codings
 * of a body, nor what it was before they were undone; nor can it have a connection of its own.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  return new FetchTransport(options)
}
