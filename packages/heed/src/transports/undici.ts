import { Agent, type buildConnector, Client, type Dispatcher } from 'undici'
import type { Clock, Flight, Judge, Transport, WireBody, WireLimits, WireRequest } from '../ports.ts'
import { chosenDispatcher, type GlobalDispatcher } from './chosen-dispatcher.ts'
import { WireFlight } from './flight.ts'
import { Lanes } from './lanes.ts'
import { withLength } from './outgoing.ts'
import { Upload } from './upload.ts'
import { type Reading, valvedConnector } from './valve.ts'

/** What the transport over undici may be told. */
export interface UndiciTransportOptions {
  readonly clock: Clock
  /** Longest wait for a connection, in milliseconds. Default 5000. Without effect beside `dispatcher`. */
  readonly connectMs?: number
  /** The caller's own Agent, ProxyAgent or MockAgent, of any copy of undici from 7 on. It is used, never closed. */
  readonly dispatcher?: GlobalDispatcher
}

/** A request's body as undici's types have it; any async iterable is taken. */
type Body = NonNullable<Dispatcher.DispatchOptions['body']> | null

class UndiciTransport implements Transport {
  readonly #clock: Clock
  readonly #connectMs: number
  readonly #given: GlobalDispatcher | null
  readonly #reading: Reading = { valve: null }
  #connector: buildConnector.connector | null = null
  #agent: Agent | null = null
  #lanes: Lanes | null = null
  #closing: Promise<unknown> | null = null
  /** Connections that carry one exchange each, until they are closed. */
  readonly #alone: Set<Promise<void>> = new Set()

  constructor(options: UndiciTransportOptions) {
    this.#clock = options.clock
    this.#connectMs = options.connectMs ?? 5000
    this.#given = options.dispatcher ?? null
  }

  send(request: WireRequest, limits: WireLimits, judge: Judge): Flight {
    const { url, body } = request
    const upload = isStreamed(body) ? new Upload(body) : null
    // Asked for each send: mocks and proxies come and go while a client lives.
    const others = this.#given ?? chosenDispatcher()
    const flight = new WireFlight(limits, judge, this.#clock, others === null ? this.#reading : null, upload)
    if (this.#closing !== null) {
      flight.abort('closed', new Error('The transport is closed.'))
      return flight
    }
    const options: Dispatcher.DispatchOptions = {
      origin: request.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers:
        upload !== null && request.bodyBytes !== null
          ? withLength(request.fields, request.bodyBytes)
          : fieldsFor(others, request),
      body: (upload ?? body) as Body,
      headersTimeout: limits.headMs,
      bodyTimeout: limits.bodyIdleMs,
    }
    try {
      this.#dispatch(others, request, options, flight)
    } catch (error) {
      flight.onResponseError(null, error)
    }
    return flight
  }

  async close(): Promise<void> {
    this.#closing ??= Promise.all([this.#agent?.close(), this.#lanes?.close(), ...this.#alone])
    await this.#closing
  }

  #dispatch(
    others: GlobalDispatcher | null,
    request: WireRequest,
    options: Dispatcher.DispatchOptions,
    flight: WireFlight,
  ): void {
    // A dispatcher that is not ours picks its connections itself.
    if (others !== null) others.dispatch(options, flight)
    else if (request.newConnection) this.#dispatchAlone(request.origin, options, flight)
    else if (request.url.protocol === 'http:') this.#own().dispatch(request.origin, options, flight)
    else this.#ownTls().dispatch(options, flight)
  }

  /** On a connection of its own, which is closed when the exchange is over. */
  #dispatchAlone(origin: string, options: Dispatcher.DispatchOptions, flight: WireFlight): void {
    const client = new Client(origin, { connect: this.#connect() })
    client.dispatch(options, flight)
    const closed = client.close().finally(() => this.#alone.delete(closed))
    this.#alone.add(closed)
  }

  /** Over plain http. */
  #own(): Lanes {
    this.#lanes ??= new Lanes(this.#connect())
    return this.#lanes
  }

  /** Over TLS, where undici may carry many exchanges on one HTTP/2 connection. */
  #ownTls(): Agent {
    this.#agent ??= new Agent({ connect: this.#connect() })
    return this.#agent
  }

  #connect(): buildConnector.connector {
    this.#connector ??= valvedConnector(this.#connectMs, this.#reading)
    return this.#connector
  }
}

const isStreamed = (body: WireBody): body is AsyncIterable<Uint8Array> =>
  body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)

/** Dispatchers may write into what they are given: the ProxyAgent of undici 7 adds Host. */
function fieldsFor(others: GlobalDispatcher | null, { fields }: WireRequest): Record<string, string> {
  return others === null ? fields : { ...fields }
}

/**
 * The transport over undici: one exchange on the wire a send, no retry, no redirect, no cookie. Without a dispatcher of its own
 * it sends through the global one where somebody chose that (`setGlobalDispatcher`), else over connections of its own.
 */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  return new UndiciTransport(options)
}
