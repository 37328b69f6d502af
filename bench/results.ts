import { cpus, loadavg, totalmem } from 'node:os'
import type { ColdFigures } from './cold.ts'
import type { FlightFigures } from './flight.ts'
import type { MicroFigures } from './micro.ts'
import type { SizeFigures } from './size.ts'
import type { Round } from './summary.ts'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGigabytes: number
  readonly system: string
  readonly node: string
}

/** All that one run found, as it stands in `results/`. */
export interface Results {
  readonly date: string
  readonly mode: 'quick' | 'full'
  readonly tookSeconds: number
  readonly machine: Machine
  /** The system's load average over one minute, before and after. The bench itself keeps up to two cores busy. */
  readonly load: { readonly before: number; readonly after: number }
  readonly origin: string
  readonly pinned: string
  /** Package name to the version that ran. */
  readonly versions: Readonly<Record<string, string>>
  readonly rounds: readonly Round[]
  readonly flights: readonly FlightFigures[]
  readonly cold: readonly ColdFigures[]
  readonly sizes: readonly SizeFigures[]
  readonly micro: readonly MicroFigures[]
  /** What could not be measured, a sentence each. */
  readonly leftOut: readonly string[]
}

export const thisMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
})

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100
