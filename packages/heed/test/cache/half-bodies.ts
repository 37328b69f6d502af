import type { Transport, WireAnswer, WireFault } from '../../src/ports.ts'
import type { StrangeServer } from './strange-server.ts'

/** A body that breaks off has brought its first half by then, as bodies do. */
export function halfBodies(transport: Transport, server: StrangeServer): Transport {
  return {
    close: () => transport.close(),
    send(request, limits, judge) {
      const flight = transport.send(request, limits, judge)
      const said = server.said.at(-1)
      if (said?.breaks !== true) return flight
      const half = new TextEncoder().encode(said.text.slice(0, said.text.length / 2))
      return { landed: flight.landed.then(outcome => halved(outcome, half)), abort: flight.abort }
    },
  }
}

function halved(outcome: WireAnswer | WireFault, half: Uint8Array): WireAnswer | WireFault {
  if (outcome.kind === 'fault') return outcome
  const { stream } = outcome
  if (stream === null) return outcome.whole ? outcome : { ...outcome, body: half }
  const reader = stream.getReader()
  let begun = false
  const broken = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!begun && half.length > 0) {
          begun = true
          return controller.enqueue(half)
        }
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { ...outcome, stream: broken }
}
