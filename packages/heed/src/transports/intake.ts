import type { FaultName } from '../ports.ts'

/** Where the bytes of a body go: to memory, to a stream, through a decoder, or away. */
export interface Intake {
  /** Takes the next bytes. `false`: enough for now, more when the source is told to `resume`. */
  take(bytes: Uint8Array): boolean
  /** The body is complete. */
  end(): void
  /** No more bytes are coming and nobody waits for them: lets go of timers and memory. */
  drop(): void
}

/** Where the bytes of a body come from, as its intakes see it. */
export interface Source {
  /** Go on after `take` said enough. */
  resume(): void
  /** The body is beyond saving: end the exchange with this fault and drop its connection. */
  fail(name: FaultName, cause: unknown): void
}
