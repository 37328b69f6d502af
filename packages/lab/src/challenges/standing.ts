import type { LogEntry, WireLog } from '../log/entry.ts'
import type { Check } from '../script/check.ts'
import type { Challenge, Rule, RuleLook } from './challenge.ts'
import { isLost, lookAtCheck } from './lost.ts'

/** How a challenge stands. */
export interface Standing {
  /** `met`: all holds so far. `lost`: it cannot be met any more. */
  readonly state: 'open' | 'met' | 'lost'
  /** What is wrong or still missing; null when all holds. */
  readonly fault: Fault | null
}

export interface Fault {
  readonly sentence: string
  /** In a few words, with numbers. */
  readonly seen: string
}

/** How a challenge stands by what the server has seen so far. Pure. */
export function standingOf({ verdict }: Pick<Challenge, 'verdict'>, log: WireLog): Standing {
  const looks = verdict.map(each => {
    const { holds, seen, lost } = lookAt(each, log)
    return { holds, lost, fault: { sentence: each.otherwise, seen } }
  })
  const lost = looks.find(look => look.lost)
  if (lost !== undefined) return { state: 'lost', fault: lost.fault }
  const missing = looks.find(look => !look.holds)
  return missing === undefined ? { state: 'met', fault: null } : { state: 'open', fault: missing.fault }
}

function lookAt(each: Check | Rule, log: WireLog): RuleLook {
  return 'that' in each ? { ...lookAtCheck(each, log), lost: isLost(each, log) } : each.look(log)
}

/**
 * What counts: requests for which the challenge has an answer. A browser that asks for an icon, or a mistyped path, is no
 * move of the player.
 */
export function moves({ entries, connections }: WireLog, isStray: (entry: LogEntry) => boolean): WireLog {
  return { entries: entries.filter(entry => !isStray(entry)), connections }
}
