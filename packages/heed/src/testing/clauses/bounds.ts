import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { NO_POLICIES, NOW_MS, numbered, paused, pauseUntil } from '../terms.ts'

const MOST_ORIGINS = 10_000
const ANYWHERE = new URL('https://anywhere.test/')

const known = (ledger: Ledger): number => [...ledger.origins()].length

function oldestGoesFirst(ledger: Ledger): void {
  const first = ledger.of(numbered(0))
  const second = ledger.of(numbered(1))
  for (let at = 2; at < MOST_ORIGINS; at++) ledger.of(numbered(at))
  must(ledger.of(numbered(0)) === first, `${MOST_ORIGINS} origins must be remembered; the first of them was not.`)
  ledger.of(numbered(MOST_ORIGINS))
  mustBe(known(ledger), MOST_ORIGINS, `The number of origins known after ${MOST_ORIGINS + 1}`)
  must(ledger.of(numbered(0)) === first, 'An origin that was used again must not be forgotten before one that was not.')
  must(ledger.of(numbered(1)) !== second, 'The origin used longest ago must be forgotten first.')
  // What lands, or is heard, after its origin was forgotten disturbs nobody.
  ledger.launch(second, Number.NaN, NOW_MS)
  ledger.hear(second, paused(pauseUntil(NOW_MS + 5_000)), false, 1, NOW_MS)
  ledger.park(second)
  ledger.place(second).leave()
  ledger.landed(second)
  mustBe(second.underWay, 0, 'The number under way to an origin that was forgotten')
  mustBe(known(ledger), MOST_ORIGINS, 'The number of origins known after news of one that was forgotten')
  mustBe(ledger.of(numbered(1)).pause, null, 'The pause of an origin that is met anew after it was forgotten')
}

/** What holds is worth more than what was used last. */
function spares(ledger: Ledger): void {
  const met = (from: number): Origin[] =>
    Array.from({ length: MOST_ORIGINS + 10 }, (_, at) => ledger.of(ANYWHERE, `key ${from + at}`))
  const held = ledger.of(numbered(0))
  ledger.hear(held, paused(pauseUntil(NOW_MS + 5_000)), false, 1, NOW_MS)
  const asked = ledger.of(numbered(1))
  ledger.launch(asked, Number.NaN, NOW_MS)
  met(0)
  must(ledger.of(numbered(0)) === held, 'An origin whose pause holds must not be what is forgotten first.')
  must(ledger.of(numbered(1)) === asked, 'An origin that is being asked must not be what is forgotten first.')
  for (const origin of [...ledger.origins()]) {
    ledger.hear(origin, paused(pauseUntil(NOW_MS + 5_000)), false, 1, NOW_MS)
    ledger.launch(origin, Number.NaN, NOW_MS)
  }
  met(MOST_ORIGINS)
  mustBe(known(ledger), MOST_ORIGINS, 'The number of origins known, when all were held and being asked,')
}

/** An address and a key count alike, whichever was asked for in between. */
function usedInBetween(ledger: Ledger): void {
  const address = numbered(0)
  const origin = ledger.of(address)
  for (let at = 0; at <= MOST_ORIGINS; at++) {
    ledger.of(ANYWHERE, `key ${at}`)
    ledger.of(address)
  }
  must(
    [...ledger.origins()].includes(origin),
    'An address that was used between keys must not be forgotten before them.',
  )
}

export const bounds: Clause = {
  name: 'memory is bounded, and what was used longest ago goes first',
  async check(trial) {
    oldestGoesFirst(await trial.ledger())
    spares(await trial.ledger(NO_POLICIES))
    usedInBetween(await trial.ledger(NO_POLICIES))
  },
}
