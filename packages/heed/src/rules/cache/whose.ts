const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie'])

/**
 * What else a name may say of a credential, or of the one it speaks for. Too many cost a hit, too few give one user what
 * another may see.
 */
const SAYS_WHO =
  /auth|token|secret|session|passw|credential|signature|cookie|jwt|cert|account|tenant|organi[sz]ation|identity|(?<!fetch-)user(?!-agent)|key$/

/** This key names the request, not who makes it. */
const SAYS_WHAT = /idempotency/

/** Whether a request field of this name (in lower case) says whose the request is. */
export function isCredential(name: string): boolean {
  return CREDENTIALS.has(name) || (SAYS_WHO.test(name) && !SAYS_WHAT.test(name))
}

/**
 * What of a request says whose it is: all its credentials as one text, the same in whatever order they stand; '' when it has
 * none. It holds the credentials themselves, so a store that writes it down writes a digest of it.
 */
export function whose(fields: Readonly<Record<string, string>>): string {
  let found: string[][] | null = null
  for (const name in fields) {
    if (!isCredential(name) || !Object.hasOwn(fields, name)) continue
    found ??= []
    found.push([name, fields[name] ?? ''])
  }
  if (found === null) return ''
  // Written as JSON, so that no value can pass for two fields.
  return JSON.stringify(found.sort(byName))
}

const byName = ([a = '']: readonly string[], [b = '']: readonly string[]): number => (a < b ? -1 : 1)
