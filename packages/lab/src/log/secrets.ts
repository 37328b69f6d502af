import type { FieldLines, LogEntry, WireLog } from './entry.ts'

const SECRET_NAME = /token|secret|key|password/i
const SECRET_FIELDS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@/i

const NO_SECRETS = new Set(['idempotency-key'])

/** Is the value of this field nobody's business but the client's and the server's? */
export function isSecretField(name: string): boolean {
  const lower = name.toLowerCase()
  return SECRET_FIELDS.has(lower) || (SECRET_NAME.test(lower) && !NO_SECRETS.has(lower))
}

/**
 * The same log for people to look at: `[secret-1]` in place of every secret in a field or a target, the same number for the
 * same secret, so that it can still be seen who was sent which. Contents stay as they are.
 */
export function maskSecrets(log: WireLog): WireLog {
  const hide = namer()
  const masked = (entry: LogEntry): LogEntry => ({
    ...entry,
    target: maskedTarget(entry.target, hide),
    fields: maskedLines(entry.fields, hide),
    answer: { ...entry.answer, fields: maskedLines(entry.answer.fields, hide) },
  })
  return { entries: log.entries.map(masked), connections: log.connections }
}

function namer(): (secret: string) => string {
  const numbers = new Map<string, number>()
  return secret => {
    const number = numbers.get(secret) ?? numbers.size + 1
    numbers.set(secret, number)
    return `[secret-${number}]`
  }
}

function maskedLines(lines: FieldLines, hide: (secret: string) => string): FieldLines {
  return lines.map(([name, value]) => {
    if (/^(location|content-location|referer)$/i.test(name)) return [name, maskedTarget(value, hide)]
    if (!isSecretField(name)) return [name, value]
    // The scheme is no secret: `Bearer [secret-1]`.
    const [, scheme = '', secret = ''] = /^((?:basic|bearer|digest) +)?(.*)$/is.exec(value) ?? []
    return [name, scheme + hide(secret)]
  })
}

/** Names before an `@`, and values of the query with a telling name. */
function maskedTarget(target: string, hide: (secret: string) => string): string {
  const withoutUser = target.replace(USER_INFO, (_, scheme: string, user: string) => `${scheme}${hide(user)}@`)
  return withoutUser.replace(/([?&])([^=&#]*)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
    SECRET_NAME.test(name) ? `${mark}${name}=${hide(value)}` : whole,
  )
}
