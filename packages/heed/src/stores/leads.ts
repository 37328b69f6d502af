import type { Clock } from '../ports.ts'

const MOST_UNKEPT = 1000
const UNKEPT_MS = 60_000

interface Lead {
  /** Made when the first one waits: most requests have no equal. */
  over: Promise<void> | null
  end: () => void
}

/** Which requests are under way, so that equal ones can wait for the answer of the first. */
export interface Leads {
  /** What ends when the request that leads is done; null: there is none, or its answer will most likely not be kept. */
  ahead(url: string, whose: string): Promise<void> | null
  lead(url: string, whose: string): (kept: boolean) => void
}

/**
 * The first of equal requests leads. Where the latest answer could not be kept, equal requests do not wait for the
 * next: they would go out one after another. That is forgotten after a minute, when an answer is kept, and beyond
 * 1,000 addresses.
 */
export function leadsOn(clock: Clock): Leads {
  const leading = new Map<string, Lead>()
  const unkept = new Map<string, number>()

  function isUnkept(key: string): boolean {
    const untilMs = unkept.get(key)
    if (untilMs === undefined) return false
    if (clock.steadyMs() < untilMs) return true
    unkept.delete(key)
    return false
  }

  function note(key: string, kept: boolean): void {
    unkept.delete(key)
    if (kept) return
    unkept.set(key, clock.steadyMs() + UNKEPT_MS)
    if (unkept.size > MOST_UNKEPT) unkept.delete(unkept.keys().next().value as string)
  }

  return {
    ahead(url, whose) {
      if (leading.size === 0) return null
      const key = keyOf(url, whose)
      const lead = leading.get(key)
      if (lead === undefined || isUnkept(key)) return null
      lead.over ??= new Promise(resolve => {
        lead.end = resolve
      })
      return lead.over
    },
    lead(url, whose) {
      const key = keyOf(url, whose)
      const lead: Lead = { over: null, end: nothing }
      if (!leading.has(key)) leading.set(key, lead)
      let ended = false
      return kept => {
        if (ended) return
        ended = true
        note(key, kept)
        if (leading.get(key) === lead) leading.delete(key)
        lead.end()
      }
    },
  }
}

const nothing = (): void => {}

/** An address has no line end in it. */
const keyOf = (url: string, whose: string): string => `${url}\n${whose}`
