import type { Streams } from './command.ts'

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_Z = '\u001a'

/** Which keys there are: a letter each, and what to do when Ctrl-C or Ctrl-D asks to stop. */
export interface Keys {
  readonly letters: Readonly<Record<string, () => void>>
  readonly stop: () => void
}

/**
 * Listens for single keys, where both ends are a terminal.
 * @returns gives the terminal back; null: there are no keys
 */
export function listenForKeys({ stdin, stdout }: Streams, { letters, stop }: Keys): (() => void) | null {
  if (stdin?.isTTY !== true || stdout.isTTY !== true || stdin.setRawMode === undefined) return null
  const raw = (on: boolean): void => void stdin.setRawMode?.(on)
  // In this mode the terminal does not stop us itself, and the shell expects it as it was.
  const suspend = (): void => {
    raw(false)
    process.kill(process.pid, 'SIGTSTP')
  }
  const pressed = (bytes: Buffer | string): void => {
    for (const key of bytes.toString()) {
      if (key === CTRL_C || key === CTRL_D) stop()
      else if (key === CTRL_Z) suspend()
      else letters[key.toLowerCase()]?.()
    }
  }
  const resumed = (): void => {
    // Off first: the shell has changed the mode behind our back.
    raw(false)
    raw(true)
  }
  raw(true)
  stdin.on('data', pressed).resume()
  process.on('SIGCONT', resumed)
  return () => {
    process.off('SIGCONT', resumed)
    stdin.off('data', pressed).pause()
    raw(false)
  }
}
