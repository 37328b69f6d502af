import type { ConnectionCheck, ConnectionsCheck } from '../script/check.ts'
import { missing } from './among.ts'
import type { Look } from './look.ts'
import { mostAtOnce } from './overlap.ts'
import type { Evidence } from './verdict.ts'
import { count, ordinal } from './words.ts'

/** Did two requests share a connection? */
export function lookAtConnection(check: ConnectionCheck, { log }: Evidence): Look {
  const one = log.entries[check.number - 1]
  const other = log.entries[check.as - 1]
  if (one === undefined) return missing(check.number)
  if (other === undefined) return missing(check.as)
  const same = one.connection === other.connection
  const seen = `the ${ordinal(check.number)} came on connection ${one.connection}, the ${ordinal(check.as)} on ${other.connection}`
  return { holds: same === (check.is === 'same'), seen }
}

/** How many connections the client opened, or had open at one time. */
export function lookAtConnections(check: ConnectionsCheck, { log }: Evidence): Look {
  const opened = log.connections.length
  if (check.count === 'opened') return { holds: opened <= check.max, seen: `${count(opened, 'connection')} opened` }
  const most = mostAtOnce(log.connections.map(each => ({ fromMs: each.openedAtMs, toMs: each.closedAtMs })))
  return { holds: most <= check.max, seen: `${count(most, 'connection')} at one time` }
}
