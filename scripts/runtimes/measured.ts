/** The record of what was played: `docs/runtimes.json`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '../../packages/heed/test/transports/contract.ts'
import { root } from '../workspace.ts'
import { behaviours, difference } from './behaviours.ts'
import { contractDifferencesOf } from './contract-differences.ts'
import type { Kept } from './contract-run.ts'
import { differencesOf } from './differences.ts'
import type { Played, Runtime } from './players.ts'
import type { Server } from './server.ts'

/** passed; different in a way that is known and has a reason; failed. */
export type Mark = 'p' | 'd' | 'f'

export interface Measured {
  readonly name: string
  readonly version: string
  readonly over: Runtime['over']
  readonly on: string
  /** A mark for each behaviour, by its id; or for each clause, by its name. */
  readonly marks: Readonly<Record<string, Mark>>
}

/** What each runtime did: in the program of behaviours, and in the contract of the transports. */
export interface Recorded {
  readonly program: readonly Measured[]
  readonly contract: readonly Measured[]
}

const FILE = join(root, 'docs/runtimes.json')

/** What failed, as sentences; and the marks. */
export interface Judged {
  readonly marks: Readonly<Record<string, Mark>>
  readonly failures: readonly string[]
}

/** Holds what a runtime did against what is expected, and against the differences that are known of it. */
export function judge(runtime: string, { saw }: Played, server: Server): Judged {
  const differences = differencesOf(runtime)
  const marks: Record<string, Mark> = {}
  const failures: string[] = []
  for (const behaviour of behaviours) {
    const { id, what } = behaviour
    const found = difference(behaviour, saw[id], server.asked(id))
    const expected = differences[id]?.instead ?? null
    marks[id] = found !== expected ? 'f' : found === null ? 'p' : 'd'
    if (found !== expected) failures.push(`${id} (${what}): ${found ?? `it did, and not "${expected}" any more`}`)
  }
  return { marks, failures }
}

/** The same for the clauses of the contract. */
export function judgeContract(runtime: string, kept: Kept): Judged {
  const differences = contractDifferencesOf(runtime)
  const marks: Record<string, Mark> = {}
  const failures: string[] = []
  for (const { name } of contract) {
    const wrong = kept[name] === undefined ? 'It was not played.' : kept[name]
    const reason = differences[name]
    const asExpected = (wrong === null) === (reason === undefined)
    marks[name] = !asExpected ? 'f' : wrong === null ? 'p' : 'd'
    if (!asExpected) failures.push(`${name}: ${wrong ?? `it is kept, though ${reason}`}`)
  }
  return { marks, failures }
}

/** What is committed; none yet: empty lists. */
export function committed(): Recorded {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { program: [], contract: [] }
}

export function save(recorded: Recorded): void {
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`)
}
