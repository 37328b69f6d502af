import type { Readable, Writable } from 'node:stream'

/** What a command reads and writes; `process` has them all. */
export interface Streams {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where keys are pressed; left out: nowhere. */
  readonly stdin?: Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown }
}

/** A command in a file of its own, which is loaded when it is asked for. */
export interface CommandModule {
  /** Runs it with the words after its name and gives the exit code. */
  run(words: readonly string[], streams: Streams): Promise<number>
}

/** One line of the list of commands. */
export interface CommandEntry {
  readonly name: string
  /** For `heed-lab --help`. */
  readonly about: string
  readonly load: () => Promise<CommandModule>
}

export const EXIT = { ok: 0, error: 1, unreachable: 3, failures: 4, usage: 64, interrupted: 130 } as const

/** The command line is wrong: the sentence says where and how to mend it. */
export class UsageError extends Error {}
