/** What tests of users are made of. The compiler reads this: nothing of it runs. */
import { expectTypeOf } from 'expect-type'
import { createClient, memoryLedger } from 'heed'
import { type ContractCase, expectTrail, fakeClock, ledgerContract, scriptedTransport, trailLines } from 'heed/testing'

export async function played(): Promise<void> {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, () => ({ status: 503 }))
  const api = createClient({ clock, transport })
  const { trail } = await api.get('https://a.test/')
  expectTrail(trail, ['send'])
  expectTypeOf(trailLines(trail, { times: true })).toEqualTypeOf<string[]>()
  // @ts-expect-error: a transport of yours makes the connections
  createClient({ clock, transport, connectMs: 5 })
  // @ts-expect-error: a status is a number
  scriptedTransport(clock, () => ({ status: '503' }))
}

export function held(): void {
  expectTypeOf(ledgerContract(memoryLedger)).toExtend<readonly ContractCase[]>()
}
