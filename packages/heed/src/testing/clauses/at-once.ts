import type { ConcurrencyPolicy } from '../../manners.ts'
import type { Ledger, Origin } from '../../ports.ts'
import { mostInFlight } from '../../rules/manners/concurrency.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { NOW_MS, numbered, REFUSED, WELL } from '../terms.ts'
import { turns } from '../turns.ts'

const GROWING: ConcurrencyPolicy = { first: 2, least: 1, most: 4, backoff: 0.5 }
const TOOK_MS = 100
const MANY = 20

/** How many it lets go at once; NaN: it has no limit. */
const atOnce = ({ concurrency }: Origin): number => (concurrency === null ? Number.NaN : mostInFlight(concurrency))

function growsAndShrinks(ledger: Ledger): void {
  const origin = ledger.of(numbered(0))
  const is = (expected: number, when: string): void =>
    mustBe(atOnce(origin), expected, `The number of those who may go at once, ${when},`)
  const hear = (times: number, news: typeof WELL, nowMs: number): void => {
    for (let n = 0; n < times; n++) ledger.hear(origin, news, false, TOOK_MS, nowMs)
  }
  is(2, 'at first')
  ledger.launch(origin, Number.NaN, NOW_MS)
  hear(MANY, WELL, NOW_MS)
  is(2, 'after good answers while it was not in use')
  for (let n = 1; n < GROWING.most; n++) ledger.launch(origin, Number.NaN, NOW_MS)
  hear(2, WELL, NOW_MS)
  is(3, 'after as many good answers as fit')
  hear(MANY, WELL, NOW_MS)
  is(GROWING.most, 'after many good answers')
  hear(1, REFUSED, NOW_MS)
  is(2, 'after a refusal')
  hear(3, REFUSED, NOW_MS + TOOK_MS - 1)
  is(2, 'after more refusals within one round trip')
  for (let n = 1; n <= 3; n++) hear(1, REFUSED, NOW_MS + n * TOOK_MS)
  is(GROWING.least, 'after refusals in each round trip')
}

/** A limit that grew while all wait has room for more of them than the one whose turn a landing is. */
async function callsAll(ledger: Ledger): Promise<void> {
  const origin = ledger.of(numbered(1))
  for (let n = 0; n < GROWING.first; n++) ledger.launch(origin, Number.NaN, NOW_MS)
  let called = 0
  for (let n = 0; n < 3; n++) {
    ledger.place(origin).free.then(() => {
      called++
    })
  }
  for (let n = 0; n < GROWING.first; n++) ledger.hear(origin, WELL, false, TOOK_MS, NOW_MS)
  ledger.landed(origin)
  await turns()
  mustBe(called, 2, 'The number of those who are called when a place is free and the limit has grown by one')
}

export const learntLimit: Clause = {
  name: 'how many may go at once is learnt, within its bounds',
  async check(trial) {
    const ledger = await trial.ledger({ concurrency: GROWING, breaker: null })
    growsAndShrinks(ledger)
    await callsAll(ledger)
  },
}
