import type { AnswerHeaders } from 'heed'

/** What stands in the place of a secret. */
const HIDDEN = '[hidden]'

const SECRET_NAMES: ReadonlySet<string> = new Set([
  'authentication-info',
  'authorization',
  'cookie',
  'proxy-authentication-info',
  'proxy-authorization',
  'set-cookie',
])

/** Nobody can list all names of secrets; words that they are made of catch most of the others. */
const SECRET_WORDS = /(^|[-_.])(api-?key|auth|credential|key|password|secret|session|signature|token)s?([-_.]|$)/

/** Fields whose names hold such a word and that are no secrets. */
const KNOWN_HARMLESS: ReadonlySet<string> = new Set(['idempotency-key', 'www-authenticate', 'proxy-authenticate'])

/** Does a field of this name (lower case) carry a secret? */
function isSecretField(name: string): boolean {
  return !KNOWN_HARMLESS.has(name) && (SECRET_NAMES.has(name) || SECRET_WORDS.test(name))
}

/** The value as it may be shown. */
export const shownValue = (name: string, value: string): string => (isSecretField(name) ? HIDDEN : value)

/** Names and values as they may be shown, by name. */
export function shownFields(headers: AnswerHeaders): [name: string, value: string][] {
  return [...headers.entries()].map(([name, value]) => [name, shownValue(name, value)])
}
