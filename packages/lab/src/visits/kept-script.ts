import type { Answer } from '../script/answer.ts'

/** A script of a visitor's own, and how often each of its answers was given. */
export interface KeptScript {
  readonly answers: readonly Answer[]
  readonly used: number[]
}
