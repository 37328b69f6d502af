import type { Timeline } from './events.ts'
import type { Reply, Server } from './servers.ts'
import type { Tally } from './tally.ts'

/** From the client to the server, and the same back. */
export const ONE_WAY_MS = 25

/** What ends the wait for a reply. The server is not told. */
export type GiveUp = () => void

/** Carries requests to the server and replies back, and has them counted. */
export interface Wire {
  send(replied: (reply: Reply) => void): GiveUp
}

export const wireTo = (timeline: Timeline, server: Server, tally: Tally): Wire => ({
  send(replied) {
    let waiting = true
    const deliver = (reply: Reply): void => {
      if (!waiting) return
      waiting = false
      tally.answered(reply)
      replied(reply)
    }
    tally.sent(timeline.nowMs)
    timeline.in(ONE_WAY_MS, () => server.take(reply => void timeline.in(ONE_WAY_MS, () => deliver(reply))))
    return () => {
      waiting = false
    }
  },
})
