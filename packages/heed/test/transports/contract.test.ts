import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemClock } from '../../src/shared/clock.ts'
import { fetchTransport } from '../../src/transports/fetch.ts'
import { undiciTransport } from '../../src/transports/undici.ts'
import { wire } from '../wire.ts'
import { answers } from './answers.ts'
import { bodies } from './bodies.ts'
import type { Examined } from './clause.ts'
import { ends } from './ends.ts'
import { requests } from './requests.ts'

const contract = [...answers, ...bodies, ...requests, ...ends]

/** Every transport of heed's own, and all in which they differ. */
const transports: readonly Examined[] = [
  { name: 'undici', make: () => undiciTransport({ clock: systemClock }), differs: {} },
  {
    name: 'fetch',
    make: () => fetchTransport(),
    differs: {
      'a proxy that asks for credentials has answered':
        'to the Fetch standard a 407 without a window is a network error',
      'a body that unpacks to far more than its size is the fault too-dense':
        'the platform decodes, and shows no coded bytes to compare with: the limit on decoded bytes alone holds',
      'more codings than the limit are the fault too-many-codings': 'the platform decodes before anybody is asked',
      'informational answers are told, and do not hide the final one': 'fetch keeps informational answers to itself',
      'more informational answers than the judge allows are the fault interim-flood':
        'fetch keeps informational answers to itself: the time for one attempt ends a flood of them',
      'no field goes out but those of the request and of the connection':
        'the platform adds Accept, Accept-Encoding, Accept-Language and Sec-Fetch-Mode',
      'a new connection carries one exchange': 'fetch picks the connection',
      'close frees the connections': 'the connections belong to the platform, which closes them when they rest',
    },
  },
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
