import { spawnSync } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

/** The repository's root folder. */
export const root: string = resolve(import.meta.dirname, '..')

/** The packages that are built, in this order: each may import those before it. */
export const built: readonly string[] = ['heed', 'lab', 'cli']

/** The published packages; `scenarios` is data and needs no building. */
export const published: readonly string[] = ['scenarios', ...built]

export interface Finished {
  readonly ok: boolean
  /** Standard output alone, for programs to read. */
  readonly stdout: string
  /** Standard output and standard error, one after the other, without the last newline. */
  readonly output: string
}

/** Runs a command of `node_modules/.bin` or of the machine to its end, and never throws. Default folder: the root. */
export const run = (command: string, args: readonly string[], folder: string = root): Finished => {
  const path = [resolve(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, PATH: path } } as const
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  const output = [stdout, stderr, error?.message].filter(Boolean).join('\n').trimEnd()
  return { ok: status === 0, stdout: stdout ?? '', output }
}

/** Runs a command and gives its standard output; when it fails, throws an error that holds what it printed. */
export const mustRun = (command: string, args: readonly string[], folder: string = root): string => {
  const { ok, stdout, output } = run(command, args, folder)
  if (!ok) throw new Error(`${[command, ...args].join(' ')} failed:\n${output}`)
  return stdout
}

/** Prints an error as one message, without a stack, and makes the process end with exit code 1. */
export const fail = (error: unknown): void => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
