// Plays the contract of the transports on whatever runs this, without a test runner, and prints what came of it as the last line.
import { inspect } from 'node:util'
import type { Transport } from '../../packages/heed/src/ports.ts'
import type { Clause } from '../../packages/heed/test/transports/clause.ts'
import { contract } from '../../packages/heed/test/transports/contract.ts'
import { wireOver } from '../../packages/heed/test/wire-over.ts'

/** For each clause: null where it is kept, else what went wrong. */
export type Kept = Readonly<Record<string, string | null>>

/** The longest clauses of a transport that keeps them take two seconds. */
const CLAUSE_MS = 10_000
const CLEANING_MS = 1000

/** What is thrown where nobody listens counts against the clause under way. */
let strayed: (error: unknown) => void = () => {}
process.on('unhandledRejection', error => strayed(error))
process.on('uncaughtException', error => strayed(error))

async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const alarm = setTimeout(() => late.reject(new Error(`It did not end within ${ms} ms.`)), ms)
  try {
    await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(alarm)
  }
}

/** What an error says, in one line. */
const sentenceOf = (error: unknown): string =>
  (error instanceof Error ? error.message : inspect(error)).replace(/\s+/g, ' ').trim()

async function play({ run }: Clause, make: () => Transport): Promise<string | null> {
  const cleaning: (() => unknown)[] = []
  const t = { after: (clean: () => unknown) => void cleaning.push(clean) }
  const stray = Promise.withResolvers<never>()
  strayed = stray.reject
  try {
    await within(CLAUSE_MS, Promise.race([run(serve => wireOver(t, serve, make()), t), stray.promise]))
    return null
  } catch (error) {
    return sentenceOf(error)
  } finally {
    // A transport with an exchange that hangs never closes.
    await within(CLEANING_MS, Promise.allSettled(cleaning.map(clean => clean()))).catch(() => {})
  }
}

/** Plays each clause with transports of its own, and ends the process, whatever is still under way. */
export async function playContract(make: () => Transport): Promise<never> {
  const kept: Record<string, string | null> = {}
  for (const clause of contract) kept[clause.name] = await play(clause, make)
  await new Promise<void>(resolve => process.stdout.write(`${JSON.stringify(kept)}\n`, () => resolve()))
  process.exit()
}
