import type { Keyring, Renewal } from '../src/ports.ts'
import { type KeyringOptions, keyring, type RefreshContext } from '../src/shared/keyring.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'

export const A = 'https://a.test'
export const B = 'https://b.test'

/** A keyring for these two origins on a fake clock: the token `T`, and what else a test wants of it. */
export function ring(options: Partial<KeyringOptions> = {}): { clock: FakeClock; keys: Keyring } {
  const clock = fakeClock()
  const all = { name: 'auth', token: 'T', refresh: null, origins: [A, B], earlyMs: 30_000, refreshMs: 10_000 }
  return { clock, keys: keyring({ ...all, ...options }, clock) }
}

/** This value of the field was refused. */
export const refusal = (refused: string, origin: string = A): Renewal => ({ origin, refused, challenges: [] })

/** Gives T1, T2, T3 ... and notes what it was asked with. */
export function counting(asked: RefreshContext[]): (context: RefreshContext) => string {
  return context => {
    asked.push(context)
    return `T${asked.length}`
  }
}
