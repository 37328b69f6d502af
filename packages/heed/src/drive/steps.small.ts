import { type Action, AWAKE, type Event, LOOKED, type Look, type Slow } from '../action.ts'
import { Waiting } from './waiting.ts'

/** What a call does beside sending, where there is no cache and there are no credentials: it waits. */
export abstract class Steps extends Waiting {
  protected async perform(action: Slow, _nowMs: number): Promise<Action> {
    if (action.do === 'wait') await this.sleep(action)
    return this.seen(AWAKE, this.exchange.plan.clock.steadyMs())
  }

  protected look({ to, hop }: Look, nowMs: number): Event | Promise<Event> {
    if (to !== null && this.signal?.aborted !== true) this.turn(to, hop, nowMs)
    return LOOKED
  }

  protected settled(looking: Event | Promise<Event>): Event | Promise<Event | null> {
    return looking
  }

  protected seen(looked: Event | null, nowMs: number): Action {
    return this.signal?.aborted === true ? this.aborted(nowMs) : this.judge(looked ?? LOOKED, nowMs)
  }
}
