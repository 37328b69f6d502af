import type { OriginName, ScenarioAnswer, When } from './answer.ts'

/** What a scenario looks at in a request. */
export interface Asked {
  readonly origin: OriginName
  readonly method: string
  /** Path and query after the base address. */
  readonly target: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The place of the answer for this request: the first that is not used up and whose `when` fits; null when none fits. An
 * answer serves once, the last one without end; `times` says otherwise.
 *
 * @param used how many requests each answer has been given to, by its place
 */
export function picked(answers: readonly ScenarioAnswer[], used: readonly number[], asked: Asked): number | null {
  const at = answers.findIndex((answer, at) => {
    const { times = at === answers.length - 1 ? 'always' : 1 } = answer
    const isLeft = times === 'always' || (used[at] ?? 0) < times
    return isLeft && fits(answer.when ?? {}, asked)
  })
  return at < 0 ? null : at
}

function fits(when: When, { origin, method, target, fields }: Asked): boolean {
  if ((when.origin ?? origin) !== origin || (when.method ?? method) !== method) return false
  if ((when.path ?? target) !== target) return false
  return Object.entries(when.fields ?? {}).every(([name, pattern]) => {
    const value = fields[name.toLowerCase()]
    return pattern === null || value === undefined
      ? pattern === null && value === undefined
      : new RegExp(`^(?:${pattern})$`).test(value)
  })
}
