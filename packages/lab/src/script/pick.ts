import type { Answer, OriginName, When } from './answer.ts'
import { fieldFits, fieldValue } from './field.ts'

/** What a script looks at in a request. */
export interface PickRequest {
  readonly origin: OriginName
  readonly method: string
  /** Path and query after the scenario's prefix. */
  readonly path: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/**
 * Which answer of a script is for this request: the first that is not used up and whose `when` fits.
 *
 * @param used how many requests each answer has been given to, by its place in the list; what is missing counts as 0
 * @returns its place in the list; null when none fits
 */
export function pickAnswer(answers: readonly Answer[], used: readonly number[], request: PickRequest): number | null {
  const index = answers.findIndex((answer, at) => isLeft(answers, used, at) && fits(answer.when, request))
  return index < 0 ? null : index
}

/**
 * Which answer breaks a connection before anything is read: the first that is not used up, where that is a break at
 * `connect`. Answers for certain requests only are passed over, as there is no request yet.
 */
export function pickAtConnect(answers: readonly Answer[], used: readonly number[], origin: OriginName): number | null {
  const index = answers.findIndex(({ when = {} }, at) => {
    const forAnyRequest = when.method === undefined && when.path === undefined && when.fields === undefined
    return forAnyRequest && (when.origin ?? origin) === origin && isLeft(answers, used, at)
  })
  return answers[index]?.break?.at === 'connect' ? index : null
}

function isLeft(answers: readonly Answer[], used: readonly number[], at: number): boolean {
  const preset = at === answers.length - 1 ? 'always' : 1
  const { times = preset } = answers[at] ?? {}
  return times === 'always' || (used[at] ?? 0) < times
}

function fits(when: When | undefined, { origin, method, path, fields }: PickRequest): boolean {
  if (when === undefined) return true
  if (when.origin !== undefined && when.origin !== origin) return false
  if (when.method !== undefined && when.method !== method) return false
  if (when.path !== undefined && when.path !== path) return false
  return Object.entries(when.fields ?? {}).every(([name, pattern]) => fieldFits(fieldValue(fields, name), pattern))
}
