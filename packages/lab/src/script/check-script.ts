import type { Answer } from './answer.ts'
import { answerFaults } from './answer-sense.ts'
import type { Scenario } from './scenario.ts'
import { scenarioFaults } from './scenario-sense.ts'
import { shapeFaults } from './shape.ts'
import { verdictFaults } from './verdict-sense.ts'

/** Where a scenario was found: its folder and its file, without `.json`. */
export interface Found {
  readonly group: string
  readonly id: string
}

/** From `scenarios/<group>/`. */
const SCHEMA_PATH = '../../schema/scenario.json'

/**
 * What is wrong with a scenario, as sentences for people that name the place, the bound and the cure, the most useful one
 * first; empty: nothing. With `found`, also whether it lies where it says.
 */
export function checkScenario(value: unknown, found?: Found): string[] {
  const faults = shapeFaults('scenario', value)
  // What it means can only be asked where every member is what it should be.
  if (faults.length > 0) return faults
  const scenario = value as Scenario
  return [
    ...(found === undefined ? [] : placeFaults(scenario, found)),
    ...answerFaults(scenario.answers),
    ...verdictFaults(scenario),
    ...scenarioFaults(scenario),
  ]
}

/** The same for a script that a visitor sends: a list of answers. */
export function checkAnswers(value: unknown): string[] {
  const faults = shapeFaults('answers', value)
  if (faults.length > 0) return faults
  const answers = value as readonly Answer[]
  return [...answers.flatMap(sharedOriginFaults), ...answerFaults(answers)]
}

/** All visitors share the lab's origins, so no connection belongs to one of them before its first request. */
function sharedOriginFaults(answer: Answer, index: number): string[] {
  if (answer.break?.at !== 'connect') return []
  return [`answers[${index}].break.at is "connect", which only a scenario of the suite can have: break at "request".`]
}

function placeFaults({ $schema, id, group }: Scenario, found: Found): string[] {
  const faults: string[] = []
  if (id !== found.id) faults.push(`id is "${id}", but the file is ${found.id}.json: make them the same.`)
  if (group !== found.group) faults.push(`group is "${group}", but the folder is ${found.group}: make them the same.`)
  if ($schema !== SCHEMA_PATH) faults.push(`$schema is "${$schema}": write "${SCHEMA_PATH}", so that editors find it.`)
  return faults
}
