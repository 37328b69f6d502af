import type { Cache, Kept, KeptHead, Store } from '../keeping.ts'
import type { Clock } from '../ports.ts'
import { type Failures, failuresOn } from './failures.ts'
import { isKept } from './kept-shape.ts'

/** Longest wait for a store; what comes later counts as nothing. */
const PATIENCE_MS = 50
/** Writes under way at one time, each of which holds a body. More are not begun. */
const MOST_WRITES = 100
const MOST_UNDROPPED = 10_000

const NONE: readonly Kept[] = Object.freeze([])

/** A store as the loop wants it. */
export type Careful = Pick<Cache, 'find' | 'body' | 'keep' | 'freshen' | 'drop' | 'close'>

/**
 * Makes of any store one that cannot fail: what throws, rejects, takes more than 50 ms or gives odd things counts as a
 * miss, and a write that fails is lost. But an address whose answers could not be taken out is a miss until they are.
 * What the store answers at once is passed on at once, without a promise.
 * @param own the store is one of heed's, so that what it finds needs no second look
 */
export const carefulStore = (store: Store, clock: Clock, own: boolean): Careful => new CarefulStore(store, clock, own)

class CarefulStore implements Careful {
  readonly #store: Store
  readonly #clock: Clock
  readonly #foundIn: (given: readonly Kept[]) => readonly Kept[] | undefined
  /** Apart: a store that cannot be written may still be read, and the other way round. */
  readonly #reads: Failures
  readonly #writes: Failures
  #writing = 0
  #closed = false
  /** Addresses to take out that the store has not yet confirmed; whether it is being asked just now. */
  readonly #undropped = new Map<string, boolean>()
  /** More of these than can be remembered: nothing that is kept can be trusted any more. */
  #lost = false

  constructor(store: Store, clock: Clock, own: boolean) {
    this.#store = store
    this.#clock = clock
    this.#reads = failuresOn(clock)
    this.#writes = failuresOn(clock)
    this.#foundIn = own ? given => given : foundIn
  }

  find(url: string, whose: string): readonly Kept[] | Promise<readonly Kept[]> {
    if (this.#closed || this.#lost || this.#reads.resting()) return NONE
    if (this.#undropped.size > 0 && this.#undropped.has(url)) {
      this.drop(url)
      if (this.#undropped.has(url)) return NONE
    }
    try {
      return this.#given(this.#store.find(url, whose), this.#foundIn, NONE)
    } catch {
      return this.#failed(NONE)
    }
  }

  body(id: Kept['id']): Uint8Array | null | Promise<Uint8Array | null> {
    if (this.#closed || this.#reads.resting()) return null
    try {
      return this.#given(this.#store.body(id), bytesIn, null)
    } catch {
      return this.#failed(null)
    }
  }

  keep(
    url: string,
    whose: string,
    head: KeptHead,
    body: Uint8Array,
    replaces: readonly Kept['id'][],
  ): Promise<void> | null {
    // What would be kept before the rest is taken out would go with it.
    if (this.#lost || this.#undropped.has(url) || !this.#mayWrite()) return null
    const writing = this.#write(() => this.#store.keep(url, whose, head, body, replaces))
    return writing === null ? null : this.#patience(writing)
  }

  freshen(id: Kept['id'], head: KeptHead): void {
    if (!this.#mayWrite()) return
    this.#write(() => this.#store.freshen(id, head))
  }

  drop(url: string): void {
    if (this.#closed || this.#lost || this.#undropped.get(url) === true) return
    this.#undropped.set(url, false)
    if (this.#undropped.size > MOST_UNDROPPED) this.#lost = true
    if (this.#writes.resting()) return
    this.#undropped.set(url, true)
    this.#write(
      () => this.#store.drop(url),
      done => {
        if (done) this.#undropped.delete(url)
        else this.#undropped.set(url, false)
      },
    )
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    try {
      await this.#store.close?.()
    } catch {
      // There is nothing left to do with it.
    }
  }

  #given<Given, Wanted>(
    given: Given | Promise<Given>,
    check: (given: Given) => Wanted | undefined,
    none: Wanted,
  ): Wanted | Promise<Wanted> {
    return isPromise(given) ? this.#inTime(given, check, none) : this.#checked(given, check, none)
  }

  #failed<Wanted>(none: Wanted): Wanted {
    this.#reads.failed()
    return none
  }

  #checked<Given, Wanted>(given: Given, check: (given: Given) => Wanted | undefined, none: Wanted): Wanted {
    const wanted = check(given)
    if (wanted === undefined) {
      this.#reads.failed()
      return none
    }
    this.#reads.worked()
    return wanted
  }

  #inTime<Given, Wanted>(given: Promise<Given>, check: (given: Given) => Wanted | undefined, none: Wanted) {
    return new Promise<Wanted>(resolve => {
      const alarm = this.#clock.set(PATIENCE_MS, () => {
        late = true
        this.#reads.failed()
        resolve(none)
      })
      let late = false
      const settle = (end: () => Wanted): void => {
        if (late) return
        this.#clock.clear(alarm)
        resolve(end())
      }
      Promise.resolve(given).then(
        value => settle(() => this.#checked(value, check, none)),
        () => {
          settle(() => {
            this.#reads.failed()
            return none
          })
        },
      )
    })
  }

  /** Whoever waits for a write waits no longer than for a read; the write goes on. */
  #patience(writing: Promise<void>): Promise<void> {
    return new Promise(resolve => {
      const alarm = this.#clock.set(PATIENCE_MS, resolve)
      writing.then(() => {
        this.#clock.clear(alarm)
        resolve()
      })
    })
  }

  #mayWrite(): boolean {
    return !this.#closed && this.#writing < MOST_WRITES && !this.#writes.resting()
  }

  /** Null: it is over. The promise never rejects. */
  #write(work: () => void | Promise<void>, over: (done: boolean) => void = nothing): Promise<void> | null {
    const end = (done: boolean): void => {
      if (done) this.#writes.worked()
      else this.#writes.failed()
      over(done)
    }
    try {
      const writing = work()
      if (!isPromise(writing)) {
        end(true)
        return null
      }
      this.#writing++
      const settle = (done: boolean): void => {
        this.#writing--
        end(done)
      }
      return Promise.resolve(writing).then(
        () => settle(true),
        () => settle(false),
      )
    } catch {
      end(false)
      return null
    }
  }
}

const nothing = (): void => {}

const isPromise = <Value>(value: Value | Promise<Value>): value is Promise<Value> =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'

/** Undefined: this is not what a store gives. */
const foundIn = (given: unknown): readonly Kept[] | undefined => {
  if (!Array.isArray(given)) return undefined
  return given.every(isKept) ? given : given.filter(isKept)
}
const bytesIn = (given: unknown): Uint8Array | null | undefined =>
  given === null || given instanceof Uint8Array ? given : undefined
