import type { Store } from '../../src/keeping.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'

const TAKES_MS = [1, 0, 12, 3, 45, 7] as const

/** A store that answers later, now sooner and now less soon, in the order in which it was asked. */
export function laterStore(clock: FakeClock): Store {
  const inner = memoryStore({ maxBytes: 1e7 })
  let asked = 0
  let line: Promise<unknown> = Promise.resolve()
  const later = <Value>(work: () => Value): Promise<Awaited<Value>> => {
    const tookMs = TAKES_MS[asked++ % TAKES_MS.length] as number
    const waited = new Promise<void>(resolve => void clock.set(tookMs, resolve))
    const done = line.then(() => waited).then(work)
    line = done
    return done as Promise<Awaited<Value>>
  }
  return {
    find: (...what) => later(() => inner.find(...what)),
    body: id => later(() => inner.body(id)),
    keep: (...what) => later(() => inner.keep(...what)),
    freshen: (...what) => later(() => inner.freshen(...what)),
    drop: url => later(() => inner.drop(url)),
  }
}
