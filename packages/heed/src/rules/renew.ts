import { type Action, LOOK, type Renew } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { parseChallenges } from '../fields/authenticate.ts'
import type { FieldRecord } from '../ports.ts'
import type { Row } from '../status/row.ts'
import { isOneShot } from './safety.ts'
import { stop } from './stop.ts'

/**
 * Credentials were refused: new ones, then the same request once more. Any method may go again, because the answer says
 * that nothing was done (RFC 9110 sections 15.5.2 and 15.5.8). Only what heed wrote into the field is renewed: what the
 * caller wrote there is the caller's to mend.
 */
export function renew(exchange: Exchange, row: Row, fields: FieldRecord, nowMs: number): Action {
  const { plan, signed } = exchange
  if (row.renew === null) return stop('renew', 'final', null)
  const { field, challenge } = row.renew
  const forServer = field === 'authorization'
  const keyring = forServer ? plan.auth : plan.proxyAuth
  const refused = forServer ? signed?.credential : signed?.proxyCredential
  if (keyring === null || refused === null || refused === undefined || exchange.request.fields[field] !== refused) {
    return stop('renew', 'final', null)
  }
  // A second refusal means that it is not the credential's age.
  if (signed === null || signed.renewed.includes(renewalOf(exchange, field))) return stop('renew', 'final', null)
  if (isOneShot(exchange)) return stop('renew', 'one-shot', null)
  if (nowMs >= exchange.endMs) return stop('renew', 'deadline', null)
  const whose = forServer ? 'the server' : 'the proxy'
  const why = `${row.code} ${row.phrase}: ${whose} refused the credential${saidWhy(fields[challenge])}, so it is renewed`
  return { do: 'renew', field, reason: why }
}

/** What is renewed once in a call: this field at this origin, also after a detour over others. */
export const renewalOf = ({ request }: Exchange, field: Renew['field']): string => `${field} ${request.origin}`

/** The error code of a bearer challenge (RFC 6750 section 3.1), as far as it is a word. */
function saidWhy(value: FieldRecord[string] | undefined): string {
  for (const { params } of parseChallenges(value)) {
    const error = params.get('error')
    if (error !== undefined && /^[a-z_]{1,40}$/.test(error)) return ` (${error})`
  }
  return ''
}

/** The renewal is over, and the request carries what it brought; null: it brought nothing, or not in time. */
export function renewed(exchange: Exchange, credential: string | null, nowMs: number): Action {
  if (credential !== null) return LOOK
  return stop('renew', nowMs >= exchange.endMs ? 'deadline' : 'not-renewed', null)
}
