import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pinned } from './origin.ts'

const run = promisify(execFile)

const here: string = import.meta.dirname

/** Runs node on core 1 with the sources' condition set, and reads the JSON on the last line that it prints. */
export const runChild = async <T>(args: readonly string[]): Promise<T> => {
  const [command, all] = pinned(1, process.execPath, ['--conditions=heed-source', '--expose-gc', ...args])
  const { stdout } = await run(command, all, { cwd: here, timeout: 180_000, maxBuffer: 16 * 1024 * 1024 })
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  return JSON.parse(last) as T
}
