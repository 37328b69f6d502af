import { constants } from 'node:os'

/** Ctrl-C and its relatives as one signal. */
export interface Interrupts {
  readonly signal: AbortSignal
  /** The exit code that names what came; null when nothing did. */
  exitCode(): number | null
  stop(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Listens until `stop`. The first one aborts the signal; the second ends the process at once, after `lastWords`. */
export function interrupts(lastWords: () => void): Interrupts {
  const controller = new AbortController()
  let exitCode: number | null = null
  const onSignal = (name: (typeof SIGNALS)[number]): void => {
    const again = exitCode !== null
    exitCode = 128 + constants.signals[name]
    if (again) {
      lastWords()
      process.exit(exitCode)
    }
    controller.abort(name)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    stop() {
      for (const name of SIGNALS) process.off(name, onSignal)
    },
  }
}
