import type { Recorder } from '../log/recorder.ts'
import type { Scenario } from '../script/scenario.ts'

/** A scenario under examination on the lab's own addresses. */
export interface Examination {
  readonly scenario: Scenario
  readonly used: number[]
  readonly log: Recorder
}

/** All of them, the longest unseen forgotten first. */
export interface Examined {
  /** null: nobody began it, or it was forgotten. */
  find(run: string, scenario: string): Examination | null
  put(run: string, examination: Examination): void
  forget(run: string, scenario: string): boolean
}

const LIMIT = 2000
const FORGOTTEN_AFTER_MS = 30 * 60 * 1000

export function createExamined({ now }: { readonly now: () => number }): Examined {
  const kept = new Map<string, { readonly examination: Examination; readonly lastMs: number }>()
  const touch = (key: string, examination: Examination): void => {
    kept.delete(key)
    kept.set(key, { examination, lastMs: now() })
    for (const [oldest, { lastMs }] of kept) {
      if (kept.size <= LIMIT && now() - lastMs < FORGOTTEN_AFTER_MS) return
      kept.delete(oldest)
    }
  }
  return {
    find(run, scenario) {
      const key = `${run}/${scenario}`
      const found = kept.get(key)
      if (found === undefined || now() - found.lastMs >= FORGOTTEN_AFTER_MS) return null
      touch(key, found.examination)
      return found.examination
    },
    put: (run, examination) => touch(`${run}/${examination.scenario.id}`, examination),
    forget: (run, scenario) => kept.delete(`${run}/${scenario}`),
  }
}
