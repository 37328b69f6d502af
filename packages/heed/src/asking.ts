import type { Answer } from './answer.ts'
import type { HeaderInput, RequestOptions } from './options/options.ts'
import type { Plan } from './plan.ts'
import type { Clock } from './ports.ts'

/** A client as far as it sends requests: what `update` and `poll` are made of. */
export type Ask = (url: string | URL, options?: RequestOptions) => Promise<Answer>

/** What they need of a client's plan: time, chance, and how long a call may take in all when nobody says otherwise. */
export type Pace = Pick<Plan, 'clock' | 'dice' | 'deadlineMs'>

/** Waits, unless the signal fires: then it is over at once, and the next request says that the call was aborted. */
export async function pause(clock: Clock, waitMs: number, signal: AbortSignal | null | undefined): Promise<void> {
  if (signal?.aborted === true) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = (): void => resolve()
  signal?.addEventListener('abort', wake)
  const alarm = clock.set(Math.ceil(waitMs), wake)
  await promise
  clock.clear(alarm)
  signal?.removeEventListener('abort', wake)
}

/** The caller's fields with these in the place of theirs. */
export function withFields(given: HeaderInput | undefined, own: Readonly<Record<string, string>>): HeaderInput {
  return [...pairsOf(given).filter(([name]) => !Object.hasOwn(own, name.toLowerCase())), ...Object.entries(own)]
}

/** The names of the caller's fields, in lower case. */
export const namesOf = (given: HeaderInput | undefined): string[] => pairsOf(given).map(([name]) => name.toLowerCase())

function pairsOf(given: HeaderInput | undefined): (readonly [name: string, value: string])[] {
  if (given === undefined) return []
  const pairs = Symbol.iterator in given ? given : Object.entries(given)
  // A value that is undefined takes a field out; whatever is no text is refused when the request is made.
  return [...pairs].map(([name, value]) => [String(name), value as string])
}
