import { isToken } from '../fields/tokens.ts'

/** A token, with its scheme if that is not Bearer; `expiresAt` lets heed renew it before it ends. */
export type CredentialInput =
  | string
  | {
      readonly token: string
      /** Default Bearer. */
      readonly scheme?: string
      readonly expiresAt?: Date
    }

/** What is kept of one. */
export interface Credential {
  /** The token alone, as it was given. */
  readonly token: string
  /** The whole value of the field. */
  readonly value: string
  /** The date, in milliseconds; infinite when nobody said. */
  readonly expiresMs: number
}

// RFC 9110 section 5.5. A space may part the parameters of a scheme, but around them it is a slip.
const VISIBLE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/
const SCHEME_IN_FRONT = /^(?:bearer|basic) /i

/** The credential, or the end of the sentence 'It must be ...' for what is none. Never shows a token. */
export function credentialFrom(given: unknown): Credential | string {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
    return 'a token as text, or an object with a token'
  }
  const { token, scheme, expiresAt }: Readonly<Record<'token' | 'scheme' | 'expiresAt', unknown>> =
    typeof given === 'string'
      ? { token: given, scheme: undefined, expiresAt: undefined }
      : { token: own(given, 'token'), scheme: own(given, 'scheme'), expiresAt: own(given, 'expiresAt') }
  if (typeof token !== 'string' || token === '')
    return 'a token as text that is not empty, or an object with such a token'
  if (!VISIBLE.test(token)) {
    return 'a token of visible ASCII characters, without spaces or a line end around it (trim what comes out of a file)'
  }
  if (scheme === undefined && SCHEME_IN_FRONT.test(token)) {
    return 'the token alone: heed writes the scheme in front of it (for another one than Bearer, pass { scheme, token })'
  }
  if (scheme !== undefined && (typeof scheme !== 'string' || !isToken(scheme))) {
    return "a token whose scheme is one word, such as 'Bearer'"
  }
  if (expiresAt !== undefined && !(expiresAt instanceof Date && !Number.isNaN(expiresAt.getTime()))) {
    return 'a token whose expiresAt is a valid Date, such as new Date(Date.now() + 3_600_000)'
  }
  const expiresMs = expiresAt instanceof Date ? expiresAt.getTime() : Number.POSITIVE_INFINITY
  return { token, value: `${scheme ?? 'Bearer'} ${token}`, expiresMs }
}

/** Not what somebody hung on every object's prototype. */
const own = (given: object, name: string): unknown =>
  Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined
