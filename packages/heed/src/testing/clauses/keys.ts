import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'

const SAME = ['https://a.test', 'https://A.test:443/z', 'https://user@a.test/#fragment']
const OTHER = [
  'http://a.test/',
  'https://a.test:8443/',
  'https://b.test/',
  'https://a.test.evil.test/',
  'https://a.test@evil.test/',
]
const LONG = 'x'.repeat(5_000)
const KEYS = ['tenant', 'Tenant', 'tenant ', '', '__proto__', 'constructor', '1', 'é', 'e\u0301', LONG, `${LONG}y`]

const shortened = (key: string): string => JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}...` : key)

/** What an address leads to, and what a key leads to whatever the address. */
export const keys: Clause = {
  name: 'an address or a key leads to one object as long as it is known',
  async check(trial) {
    const ledger = await trial.ledger()
    const origin = ledger.of(new URL('https://a.test/x?y'))
    mustBe(origin.key, 'https://a.test', 'The key of https://a.test/x?y')
    for (const address of SAME) {
      must(ledger.of(new URL(address)) === origin, `${address} must lead to the same object as https://a.test/x?y.`)
    }
    for (const address of OTHER) {
      must(ledger.of(new URL(address)) !== origin, `${address} must not lead to what is known of https://a.test.`)
      must(ledger.of(new URL('https://a.test/')) === origin, `https://a.test must lead to its object after ${address}.`)
    }
    const keyed = KEYS.map(key => ledger.of(new URL('https://a.test/'), key))
    for (const [at, key] of KEYS.entries()) {
      mustBe(keyed[at]?.key, key, 'The key of what is known under a key')
      const again = ledger.of(new URL('https://c.test/'), key)
      must(again === keyed[at], `The key ${shortened(key)} must lead to one object, whatever the address.`)
    }
    const others = OTHER.map(address => ledger.of(new URL(address)))
    const met = new Set([origin, ...others, ...keyed])
    const known = [...ledger.origins()]
    mustBe(known.map(({ key }) => key).sort(), [...met].map(({ key }) => key).sort(), 'The keys of all that is known')
    must(
      known.every(each => met.has(each)),
      'What origins() lists must be the objects that addresses and keys lead to; it was others.',
    )
  },
}
