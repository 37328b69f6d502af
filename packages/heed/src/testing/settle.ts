/** Taken when this is loaded, as a test runner may put fake ones in their place. */
const soon: ((then: () => void) => unknown) | undefined = globalThis.setImmediate
const later: (then: () => void, delayMs: number) => unknown = globalThis.setTimeout

/** Lets everything that is ready run: promises, and what they start. */
export function settle(): Promise<void> {
  return new Promise(resolve => (soon === undefined ? later(resolve, 0) : soon(resolve)))
}

/** Real time, for work that no clock of ours can hurry: a module or a file that is being loaded. */
export function realMs(ms: number): Promise<void> {
  return new Promise(resolve => later(resolve, ms))
}
