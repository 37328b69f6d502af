import type { Check } from '../script/check.ts'
import type { ScenarioReport } from './report.ts'

/** So late, the lab has spoilt what it measures. */
const SPOILT_MS = 100

/** So late, other processes may have been later still; it matters where a check is about time. */
const BUSY_MS = 20

/** May it have failed, or passed, because the machine was busy? */
export function isDoubtful({ outcome, findings, lateMs }: ScenarioReport): boolean {
  if (lateMs < BUSY_MS) return false
  if (outcome === 'pass') return findings.some(({ check }) => gainsFromLoad(check))
  if (outcome !== 'fail') return false
  return lateMs >= SPOILT_MS || findings.some(({ holds, check }) => !holds && suffersFromLoad(check))
}

/** Load spreads out what was sent at once. */
function gainsFromLoad(check: Check): boolean {
  return check.that === 'either' ? check.of.some(gainsFromLoad) : check.that === 'spread'
}

/** Load makes things late, and makes what was spread out come at once. */
function suffersFromLoad(check: Check): boolean {
  switch (check.that) {
    case 'gap':
    case 'elapsed':
      return check.maxMs !== undefined
    case 'dropped':
    case 'spread':
      return true
    case 'either':
      return check.of.some(suffersFromLoad)
    default:
      return false
  }
}
