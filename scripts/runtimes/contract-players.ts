/** The runtimes that play the contract of the transports: its raw server needs one with processes. */
import { join } from 'node:path'
import { contractFor } from './bundle.ts'
import type { Kept } from './contract-run.ts'
import { programOf } from './installed.ts'
import type { Runtime } from './players.ts'
import { notInstalled, outputOf, ownNode, versionOf, withFolder } from './processes.ts'

export interface Holder {
  readonly name: string
  readonly over: Runtime['over']
  /** Why it cannot play here; null: it can. */
  missing(): string | null
  play(): Promise<{ readonly version: string; readonly kept: Kept }>
}

/** Enough for a dozen clauses that hang. */
const LONGEST_MS = 180_000

function holder(
  name: string,
  over: Runtime['over'],
  program: () => string | null,
  args: readonly string[] = [],
): Holder {
  return {
    name,
    over,
    missing: () => (program() === null ? notInstalled(name) : null),
    play: () =>
      withFolder(async folder => {
        const command = program() ?? name
        const file = join(folder, 'contract.mjs')
        contractFor(over, file)
        const output = await outputOf(command, [...args, file], folder, LONGEST_MS)
        return { version: versionOf(command), kept: JSON.parse(output.trim().split('\n').at(-1) ?? '') }
      }),
  }
}

const node22 = (): string | null => programOf('node22')
const node26 = (): string | null => programOf('node26')

export const holders: readonly Holder[] = [
  holder('Node 22', 'undici', node22),
  holder('Node 24', 'undici', ownNode),
  holder('Node 26', 'undici', node26),
  holder('Node 22 over fetch', 'fetch', node22),
  holder('Node 24 over fetch', 'fetch', ownNode),
  holder('Node 26 over fetch', 'fetch', node26),
  holder('Bun', 'fetch', () => programOf('bun'), ['run']),
  holder('Deno', 'fetch', () => programOf('deno'), ['run', '--allow-all']),
]
