import type { CacheControl } from '../../fields/cache-control.ts'
import { parseFieldNames } from '../../fields/field-names.ts'
import type { FieldRecord } from '../../ports.ts'
import { isRead } from './freshness.ts'

// RFC 9111 section 3.1, RFC 9110 section 7.6.1.
const FOR_ONE_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authentication-info', 'proxy-authorization'],
])
const NONE: readonly string[] = Object.freeze([])

/**
 * The fields of an answer that may be kept: without what is meant for one connection, be it known or named by Connection, and
 * without those that `no-cache="..."` names (RFC 9111 sections 3.1 and 5.2.2.4).
 *
 * Null when Connection cannot be read, or names a field that the answer cannot be understood without.
 */
export function keptFields(fields: FieldRecord, control: CacheControl): FieldRecord | null {
  const named = fields.connection === undefined ? NONE : parseFieldNames(fields.connection)
  if (named === null || named.some(isRead)) return null
  // An entry made this way is the record's own, whatever its name.
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) =>
        !FOR_ONE_CONNECTION.has(name) &&
        !named.includes(name) &&
        (isRead(name) || !control.noCacheFields.includes(name)),
    ),
  )
}
