import type { Exchange } from '../exchange.ts'
import { type Challenge, parseChallenges } from '../fields/authenticate.ts'
import type { Keyring } from '../ports.ts'

/** The two fields that carry credentials: for the server, and for the proxy in front of it. */
export type CredentialField = 'authorization' | 'proxy-authorization'

/** The keyring behind a field; null: the client has none. */
export const keyringOf = ({ plan }: Exchange, field: CredentialField): Keyring | null =>
  field === 'authorization' ? plan.auth : plan.proxyAuth

/** The credential of ours that the request carries in that field; null: none. */
export const credentialOf = ({ signed }: Exchange, field: CredentialField): string | null =>
  (field === 'authorization' ? signed?.credential : signed?.proxyCredential) ?? null

/** May heed fill in that field? Not where the caller wrote it. */
function isOurs(exchange: Exchange, field: CredentialField): boolean {
  const there = exchange.request.fields[field]
  return there === undefined || there === credentialOf(exchange, field)
}

/**
 * Gives the request the credentials for the origin it is about to go to. What has to be waited for comes back as a
 * promise of the same. `drive` alone calls this.
 */
export function sign(exchange: Exchange): Promise<void> | null {
  const waiting = signField(exchange, 'authorization') ?? signField(exchange, 'proxy-authorization')
  if (waiting === null) return null
  const { clock } = exchange.plan
  // What was good before a wait may have been renewed meanwhile. Two that end soon could go on like that for ever.
  return waiting.then(() => (clock.steadyMs() < exchange.endMs ? (sign(exchange) ?? undefined) : undefined))
}

function signField(exchange: Exchange, field: CredentialField): Promise<void> | null {
  const keyring = keyringOf(exchange, field)
  if (keyring === null || !isOurs(exchange, field)) return null
  const credential = keyring.credential(exchange.request.origin)
  if (credential instanceof Promise) return credential.then(known => put(exchange, field, known))
  put(exchange, field, credential)
  return null
}

/** What the answer at hand says of ways to sign in. */
export function challengesOf({ answer }: Exchange, field: CredentialField): readonly Challenge[] {
  return parseChallenges(answer?.fields[field === 'authorization' ? 'www-authenticate' : 'proxy-authenticate'])
}

/** The request carries this credential from now on. */
export function put(exchange: Exchange, field: CredentialField, credential: string | null): void {
  const { request } = exchange
  if (request.fields[field] !== (credential ?? undefined)) {
    const { [field]: _, ...others } = request.fields
    const fields = credential === null ? others : { ...others, [field]: credential }
    exchange.request = { ...request, fields }
  }
  const { signed } = exchange
  if (signed === null) return
  if (field === 'authorization') signed.credential = credential
  else signed.proxyCredential = credential
}
