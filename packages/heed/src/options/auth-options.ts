import { OptionError } from '../errors/errors.ts'
import { type CredentialInput, credentialFrom } from '../shared/credential.ts'
import type { KeyringOptions, Refresh, TokenSource } from '../shared/keyring.ts'
import { type Check, milliseconds } from './checks.ts'

/**
 * Credentials for a proxy that reads Proxy-Authorization from the request itself. Every request carries them, and a 407 renews
 * them. undici's ProxyAgent takes its own token and refuses this field.
 * What the functions here send themselves carries none of them, also when they use this same client.
 */
export interface ProxyAuthOptions {
  /** The token (a plain text is a bearer token), or a function that gives it, asked again when it is refused or ends. */
  readonly token: TokenSource
  /** Gives a new token when the server refuses the old one (401, 407) or it ends; without it, `token` is asked again. */
  readonly refresh?: Refresh
  /** A token that says when it ends is renewed this long before. Milliseconds, default 30000. */
  readonly earlyMs?: number
  /** Longest time for one refresh. Milliseconds, default 10000. */
  readonly refreshMs?: number
}

/** Credentials for the server: who gets them and how they are renewed. */
export interface AuthOptions extends ProxyAuthOptions {
  /** The only origins that get the token, such as `https://api.example.com`. Default: that of baseUrl alone. */
  readonly origins?: readonly string[]
}

/** A bearer token (RFC 6750), with the time of its end if you know it. */
export function bearer(token: string, { expiresAt }: { readonly expiresAt?: Date } = {}): CredentialInput {
  return checked('bearer', { token, ...(expiresAt === undefined ? {} : { expiresAt }) }, token)
}

// RFC 7617 section 2: neither may hold control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/

/** User name and password (RFC 7617), in UTF-8. Whoever sees the field can read both: send it over https alone. */
export function basic(user: string, password: string): CredentialInput {
  for (const [name, text] of [
    ['user', user],
    ['password', password],
  ] as const) {
    if (typeof text !== 'string' || CONTROLS.test(text)) {
      throw new OptionError(
        name,
        `The ${name} given to basic must be a text without control characters such as line ends.`,
      )
    }
  }
  if (user.includes(':')) {
    throw new OptionError('user', 'The user given to basic must hold no colon, which parts it from the password.')
  }
  const bytes = new TextEncoder().encode(`${user}:${password}`.normalize('NFC'))
  return { scheme: 'Basic', token: btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')) }
}

function checked(name: string, credential: CredentialInput, given: unknown): CredentialInput {
  const wanted = credentialFrom(credential)
  if (typeof wanted !== 'string') return credential
  throw new OptionError(name, `What is given to ${name} must be ${wanted}; it was ${kindOf(given)}.`)
}

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value)

function tokenCheck(value: unknown): string | null {
  if (typeof value === 'function') return null
  const wanted = credentialFrom(value)
  if (typeof wanted !== 'string') return null
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? wanted
    : `${wanted}, or a function`
}

/** The members of `proxyAuth`, each with its check. */
export const PROXY_AUTH_CHECKS: Readonly<Record<string, Check>> = {
  token: tokenCheck,
  refresh: value => (typeof value === 'function' ? null : 'a function'),
  earlyMs: milliseconds(0),
  refreshMs: milliseconds(1),
}

/** The members of `auth`, each with its check. */
export const AUTH_CHECKS: Readonly<Record<string, Check>> = {
  ...PROXY_AUTH_CHECKS,
  origins: value =>
    Array.isArray(value) && value.length > 0 && value.every(each => originOf(each) !== null)
      ? null
      : "an array of one or more plain origins such as 'https://api.example.com': scheme, host and port, no path",
}

/** The origin, written as addresses write it; null when the text says more than that, or is none. */
function originOf(given: unknown): string | null {
  const url = typeof given === 'string' ? URL.parse(given) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url.href === `${url.origin}/` ? url.origin : null
}

/**
 * What the option `auth` asks for, its members being checked. `baseOrigin`: that of baseUrl, null without one.
 * @throws {OptionError} there is no token, or nobody who gets it
 */
export function authOf(given: AuthOptions, baseOrigin: string | null): KeyringOptions {
  const origins = given.origins?.map(each => originOf(each) ?? each) ?? (baseOrigin === null ? null : [baseOrigin])
  if (origins === null) {
    throw new OptionError(
      'auth.origins',
      "The option auth.origins must say who gets the token when there is no baseUrl, as in ['https://api.example.com'].",
    )
  }
  return ringOf('auth', given, origins)
}

/**
 * What the option `proxyAuth` asks for, its members being checked.
 * @throws {OptionError} there is no token
 */
export const proxyAuthOf = (given: ProxyAuthOptions): KeyringOptions => ringOf('proxyAuth', given, null)

function ringOf(name: string, given: ProxyAuthOptions, origins: readonly string[] | null): KeyringOptions {
  const { token, refresh = null, earlyMs = 30_000, refreshMs = 10_000 } = given
  if (token === undefined) {
    throw new OptionError(
      `${name}.token`,
      `The option ${name}.token is missing: pass a token, or a function that gives one.`,
    )
  }
  return { name, token, refresh, origins, earlyMs, refreshMs }
}
