import type { Transport } from '../ports.ts'

/** The same transport, where a call that somebody looks at carries its requests itself. For others this is one comparison. */
export function watchedTransport(transport: Transport): Transport {
  return {
    ...(transport.followsRedirects === true ? { followsRedirects: true } : null),
    send(request, limits, judge) {
      const watched = judge.watched ?? null
      return watched === null
        ? transport.send(request, limits, judge)
        : watched.carry(transport, request, limits, judge)
    },
    close: () => transport.close(),
  }
}
