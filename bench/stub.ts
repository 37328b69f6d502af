import { Dispatcher } from 'undici'
import { smallJson } from './answers.ts'

const body = Buffer.from(smallJson)

const headers = {
  server: 'stub',
  date: 'Sun, 06 Nov 1994 08:49:37 GMT',
  'content-type': 'application/json',
  'content-length': String(body.length),
  connection: 'keep-alive',
}

const rawHeaders: Buffer[] = Object.entries(headers).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)])

const ignore = (): void => {}

/**
 * A dispatcher without a network: answers every request with the small JSON in the next microtask. What a call over it costs
 * is what the layers above the wire cost.
 */
export class StubDispatcher extends Dispatcher {
  override dispatch(_: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = {
      paused: false,
      aborted: false,
      reason: null,
      rawHeaders,
      rawTrailers: [],
      pause: ignore,
      resume: ignore,
      abort: ignore,
    }
    queueMicrotask(() => {
      handler.onRequestStart?.(controller, {})
      handler.onResponseStart?.(controller, 200, headers, 'OK')
      handler.onResponseData?.(controller, body)
      handler.onResponseEnd?.(controller, {})
    })
    return true
  }
}
