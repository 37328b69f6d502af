import type { News } from '../manners.ts'
import type { Ledger } from '../ports.ts'
import { mustBe, shown } from './contract-error.ts'
import type { Round } from './rounds.ts'
import { NOW_MS } from './terms.ts'

/** The same is known in the end, in whatever order and however often it was told. */
export function sameInAnyOrder<Told>(
  ledger: Ledger,
  round: Round,
  told: readonly Told[],
  newsOf: (told: Told) => News,
): void {
  const { chance } = round
  const again = chance.shuffled(told).slice(0, chance.whole(0, told.length))
  const after = (name: string, all: readonly Told[]): unknown => {
    const origin = ledger.of(round.url(name))
    for (const each of all) {
      round.note(`${name} is told ${shown(each)}`)
      ledger.hear(origin, newsOf(each), false, 1, NOW_MS)
    }
    return { pause: origin.pause, quotas: origin.quotas }
  }
  const expected = after('a', told)
  mustBe(after('b', chance.shuffled([...told, ...again])), expected, 'What b knows, which was told the same as a,')
}
