import { Timeline } from './events.ts'
import { type Reply, type Server, UNAVAILABLE } from './servers.ts'
import { Tally } from './tally.ts'
import { ONE_WAY_MS, wireTo } from './wire.ts'

/** A wire to a server with these replies, in order, and 503 after them; null: none ever comes. `sentMs`: when each was asked for. */
export function wireWith(replies: readonly (Reply | null)[]) {
  const timeline = new Timeline()
  const tally = new Tally({ endMs: 100_000, spell: { fromMs: 0, untilMs: 1 }, calmFromMs: 0 })
  const sentMs: number[] = []
  const server: Server = {
    take(reply) {
      const next = replies[sentMs.push(timeline.nowMs - ONE_WAY_MS) - 1]
      if (next !== null) reply(next ?? UNAVAILABLE)
    },
  }
  return { timeline, tally, sentMs, wire: wireTo(timeline, server, tally) }
}
