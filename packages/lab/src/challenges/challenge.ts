import type { Look } from '../judge/look.ts'
import type { WireLog } from '../log/entry.ts'
import type { Answer, Template } from '../script/answer.ts'
import type { Check } from '../script/check.ts'
import type { AnswerFor } from '../stage/stage.ts'

export type Level = 'easy' | 'medium' | 'hard'

/** What a check cannot say, such as how many different things were made. Pure. */
export interface Rule {
  look(log: WireLog): RuleLook
  /** Said to people when it does not hold. */
  readonly otherwise: string
}

export interface RuleLook extends Look {
  /** It does not hold and cannot any more, whatever comes next. */
  readonly lost: boolean
}

/** A goal, a server that plays its part, and what the server must have seen in the end. */
export interface Challenge {
  /** From 1, from easy to hard. */
  readonly number: number
  /** Lower-case words with hyphens; its name in the file of progress. */
  readonly slug: string
  /** At most 24 letters, for narrow terminals. */
  readonly title: string
  readonly level: Level
  /** One sentence. */
  readonly goal: string
  /** What the player needs besides the address: a key, a path. */
  readonly given?: readonly (readonly [name: string, value: Template])[]
  /** What one knows afterwards. */
  readonly lesson: string
  /** From a nudge to nearly all of it. */
  readonly hints: readonly [string, string, string]
  readonly codes: readonly number[]
  /** As in a scenario. */
  readonly anchors: readonly string[]
  /** The first request. */
  readonly start: { readonly method: string; readonly path: string }
  /** `times` always stands there: what no answer is for gets a 404 that counts for nothing. */
  readonly answers: readonly Answer[]
  readonly answerFor?: AnswerFor
  /** All must hold, and the first that does not is told. Only what the server can see. */
  readonly verdict: readonly [Check | Rule, ...(Check | Rule)[]]
}
