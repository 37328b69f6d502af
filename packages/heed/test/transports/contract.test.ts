import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemClock } from '../../src/shared/clock.ts'
import { fetchTransport } from '../../src/transports/fetch.ts'
import { undiciTransport } from '../../src/transports/undici.ts'
import { wire } from '../wire.ts'
import type { Examined } from './clause.ts'
import { contract, differsOverFetchOfNode } from './contract.ts'

/**
 * Every transport of heed's own, and all in which they differ. Once undici is imported, Node's fetch sends over it; Node's fetch
 * by itself plays in `npm run runtimes`, beside those of other platforms.
 */
const transports: readonly Examined[] = [
  { name: 'undici', make: () => undiciTransport({ clock: systemClock }), differs: {} },
  { name: 'fetch', make: () => fetchTransport(), differs: differsOverFetchOfNode },
]

for (const { name, make, differs } of transports) {
  describe(`the transport over ${name}`, () => {
    for (const { name: what, run } of contract) {
      const reason = differs[what]
      const title = reason === undefined ? what : `not so: ${what}, since ${reason}`
      test(title, async t => {
        const kept = run(serve => wire(t, serve, make()), t)
        // A difference that is none any more has to leave the list.
        if (reason === undefined) await kept
        else await assert.rejects(kept)
      })
    }

    test('differs only in what the contract knows', () => {
      const known = new Set(contract.map(each => each.name))
      assert.deepEqual(
        Object.keys(differs).filter(what => !known.has(what)),
        [],
      )
    })
  })
}
