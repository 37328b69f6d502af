/** Runtimes as processes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../workspace.ts'

/** Longest for one runtime, whose programs end by themselves when all is well. */
export const LONGEST_MS = 120_000

export const ownNode = (): string => process.execPath

export const notInstalled = (name: string): string => `${name} is not installed: npm run runtimes installs it.`

export const versionOf = (command: string): string =>
  /\d+\.\d+\.\d+/.exec(run(command, ['--version']).output)?.[0] ?? ''

/** A folder in the workspace, where `heed` is found. */
export async function withFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const dist = join(root, 'dist')
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, 'played-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs it to its end; its standard output. */
export async function outputOf(
  command: string,
  args: readonly string[],
  folder: string,
  longestMs: number = LONGEST_MS,
): Promise<string> {
  const child = spawn(command, args, { cwd: folder, timeout: longestMs, stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => {
    texts[0] += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    texts[1] += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${texts.join('\n')}`)
  return texts[0] ?? ''
}
