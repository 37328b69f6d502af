/**
 * The one loop. It performs what `decide` returns and comes back with what happened, until there is nothing left to
 * do. With the classes that it is made of, from what goes out to what takes its time (`attempt.ts`, `waiting.ts`,
 * `steps.ts`), it is the only place that awaits and the only writer of the exchange:
 *
 *   start -> [look] -> [send] -> an answer or a fault -> [wait] -> awake -> [look] -> [send] ... -> [deliver] or [fail]
 *
 * It never throws: how the call ended stands on the exchange (`failure`, `answer`, `fault`).
 */
import { behind, lead } from '#edition/drive/caching'
import { Steps } from '#edition/drive/steps'
import { keepAnswer } from '#edition/drive/storing'
import { isOn, watched } from '#edition/drive/watching'
import { type Action, LOOKED, START, USE } from '../action.ts'
import { decide } from '../decide.ts'
import type { Exchange } from '../exchange.ts'

/** Performs the call and gives its exchange back. Aborting `signal` ends it at once, whatever it is doing. */
export function drive(exchange: Exchange, signal: AbortSignal | null): Promise<Exchange> {
  const { watch } = exchange.plan
  if (watch === null || !isOn(watch)) return new Drive(exchange, signal).run()
  return watched(exchange, watch, () => new Drive(exchange, signal).run())
}

class Drive extends Steps {
  async run(): Promise<Exchange> {
    const { exchange } = this
    const { clock, dice } = exchange.plan
    this.signal?.addEventListener('abort', this)
    let nowMs = exchange.startMs
    let action: Action = decide(exchange, START, nowMs, dice)
    for (;;) {
      switch (action.do) {
        case 'look': {
          const looking = this.look(action, nowMs)
          const settled = this.settled(looking)
          const looked = settled instanceof Promise ? await settled : settled
          if (looking !== LOOKED) nowMs = clock.steadyMs()
          action = this.seen(looked, nowMs)
          break
        }
        case 'send': {
          lead(exchange)
          const flight = this.launch(action, nowMs)
          const outcome = 'kind' in flight ? flight : await flight.landed
          // A result needs no other time than that of its head.
          nowMs = outcome.kind === 'answer' && this.verdict === USE ? this.judgedMs : clock.steadyMs()
          action = this.land(outcome, nowMs)
          if (this.keeping !== null) keepAnswer(exchange, this.keeping)
          break
        }
        case 'deliver':
        case 'fail':
          this.end(action)
          return exchange
        default:
          action = await this.perform(action, nowMs)
          nowMs = clock.steadyMs()
      }
    }
  }

  protected renewBehind(): void {
    drive(behind(this.exchange), null)
  }
}
