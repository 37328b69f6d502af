import type { Transport } from '../../src/ports.ts'
import type { StrangeServer } from './strange-server.ts'

/** An error's body that breaks off, or one nobody wants, has brought something by then, as bodies do. */
export function halfBodies(transport: Transport, server: StrangeServer): Transport {
  return {
    close: () => transport.close(),
    send(request, limits, judge) {
      const flight = transport.send(request, limits, judge)
      const half = new TextEncoder().encode(server.said.at(-1)?.sent)
      const landed = flight.landed.then(outcome =>
        outcome.kind === 'fault' || outcome.whole ? outcome : { ...outcome, body: half },
      )
      return { landed, abort: flight.abort }
    },
  }
}
