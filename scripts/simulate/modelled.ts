import type { Timeline } from './events.ts'
import type { Again, Attempted, Failure, Policy, Tokens } from './policies.ts'
import type { Reply } from './servers.ts'
import type { Wire } from './wire.ts'

/** Makes one call as the given client; `ended` is told once how it ended. */
export type Caller = (client: number, ended: (good: boolean) => void) => void

interface Memory {
  tokens: Tokens
}

/** Clients of a policy: one for all callers, or one for each. */
export function modelled(timeline: Timeline, wire: Wire, policy: Policy, clients: number, dice: () => number): Caller {
  const memories = Array.from({ length: clients }, (): Memory => ({ tokens: policy.tokens }))
  return (client, ended) => {
    const memory = memories[client % clients] as Memory
    const deadlineMs = timeline.nowMs + policy.callMs

    function send(attempted: Attempted): void {
      const settle = (failure: Failure | null): void => {
        timeline.callOff(alarm)
        const again = failure === null ? null : retry(failure, attempted)
        memory.tokens = policy.after(failure === null, attempted, again, memory.tokens)
        if (again === null) ended(failure === null)
        else timeline.in(again.waitMs, () => send({ tries: attempted.tries + 1, paid: again.cost }))
      }
      const giveUp = wire.send(reply => settle(failureOf(reply)))
      const alarm = timeline.at(Math.min(timeline.nowMs + policy.attemptMs, deadlineMs), () => {
        giveUp()
        settle({ kind: 'timeout' })
      })
    }

    function retry(failure: Failure, attempted: Attempted): Again | null {
      const again = policy.failed(failure, attempted, memory.tokens, dice)
      return again === null || timeline.nowMs + again.waitMs >= deadlineMs ? null : again
    }

    send({ tries: 1, paid: 0 })
  }
}

function failureOf(reply: Reply): Failure | null {
  if (reply.kind === 'refused') return reply
  if (reply.status === 200) return null
  const { status, retryAfterSeconds } = reply
  return { kind: 'status', status, retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1000 }
}
