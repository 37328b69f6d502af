/** The command line is wrong. The message names the option, what was given, and the cure. */
export class UsageError extends Error {
  override get name(): string {
    return 'UsageError'
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 }
const LONGEST_MS = 2 ** 31 - 1

/** Reads `500ms`, `1.5s`, `2m`, `1h` as whole milliseconds, at least 1. */
export function timeOf(option: string, given: string): number {
  const [, number = '', unit = ''] = /^(\d{1,10}(?:\.\d{1,6})?)(ms|s|m|min|h)$/.exec(given) ?? []
  const ms = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN))
  if (number !== '' && ms >= 1 && ms <= LONGEST_MS) return ms
  const cure = /^\d+$/.test(given) ? `Say of what: ${given}s or ${given}ms.` : 'Give a number with a unit.'
  throw new UsageError(
    `${option} takes a time such as 500ms, 10s or 2m, up to 24 days; '${shown(given)}' is none. ${cure}`,
  )
}

export function wholeOf(option: string, given: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}; '${shown(given)}' is none.`)
}

/** What was given, short enough for a sentence. */
export const shown = (given: string): string => (given.length > 60 ? `${given.slice(0, 60)}…` : given)

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const THIS_MACHINE = /^(localhost|[^/?#:]+\.localhost|127(\.\d{1,3}){3}|\[::1\])([:/?#]|$)/i

/**
 * The address that was meant: `:8080/x` is this machine; without a scheme, names of this machine get http, everything
 * else https, because what leaves the machine should be read by nobody on the way.
 */
export function addressOf(given: string): string {
  const whole = withScheme(given.trim())
  const url = URL.parse(whole)
  if (url === null || url.hostname === '') {
    throw new UsageError(`'${shown(given)}' is no address: write it as in https://example.com/path or :8080/path.`)
  }
  return whole
}

function withScheme(given: string): string {
  if (SCHEME.test(given)) return given
  if (/^:\d{1,5}([/?#]|$)/.test(given)) return `http://localhost${given}`
  if (given.startsWith('/')) return given
  return `${THIS_MACHINE.test(given) ? 'http' : 'https'}://${given}`
}
