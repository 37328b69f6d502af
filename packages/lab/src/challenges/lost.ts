import { chosen } from '../judge/among.ts'
import { judge } from '../judge/judge.ts'
import type { Finding } from '../judge/verdict.ts'
import type { WireLog } from '../log/entry.ts'
import type { Check } from '../script/check.ts'

/** Looks at one check with what the server saw, and nothing else. */
export function lookAtCheck(check: Check, log: WireLog): Finding {
  const [finding] = judge({ verdict: [check] }, { log, calls: [], fill: template => template }).findings
  if (finding === undefined) throw new Error('The judge found nothing.')
  return finding
}

/** Whether a check does not hold and cannot any more, whatever comes next. */
export function isLost(check: Check, log: WireLog): boolean {
  return !lookAtCheck(check, log).holds && isDecided(check, log)
}

function isDecided(check: Check, log: WireLog): boolean {
  switch (check.that) {
    case 'requests':
      // Too few may become enough; too many stay too many.
      return chosen(log, check.among).length > (check.max ?? (check.min === undefined ? 0 : Number.POSITIVE_INFINITY))
    case 'request': {
      const entries = chosen(log, check.among)
      if (check.number === 'last') return false
      const looked = check.number === 'every' ? entries : entries.slice(check.number - 1, check.number)
      // Content that is still coming may yet be right.
      return looked.length > 0 && (check.body === undefined || looked.every(({ body }) => body !== null))
    }
    case 'gap':
      return chosen(log, check.among).length >= check.to
    case 'either':
      return check.of.every(each => isLost(each, log))
    case 'connection':
      return log.entries.length >= Math.max(check.number, check.as)
    case 'connections':
    case 'in-flight':
      return true
    default:
      return false
  }
}
