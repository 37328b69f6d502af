/** The other entries, and what a caller brings along. The compiler reads this: nothing of it runs. */
import { expectTypeOf } from 'expect-type'
import { type Clock, createClient, type Dice, type Ledger, memoryLedger, type Sink, type TrailEntry } from 'heed'
import type { Store } from 'heed/cache'
import { classOf, type Effect, explain, lookup, type Row, rows, search, type Verb } from 'heed/status'

export function status(): void {
  expectTypeOf(lookup(404)).toEqualTypeOf<Row | null>()
  expectTypeOf(explain('404').verb).toEqualTypeOf<Verb>()
  expectTypeOf(explain(404).kind).toExtend<string>()
  expectTypeOf(classOf(404)?.range).toEqualTypeOf<string | undefined>()
  expectTypeOf(rows).toEqualTypeOf<readonly Row[]>()
  expectTypeOf(rows[0]?.effect).toEqualTypeOf<Effect | undefined>()
  search('gone')
  // @ts-expect-error: the table is what it is
  rows.push(rows[0])
}

export function trail(entry: TrailEntry): number {
  expectTypeOf(entry.atMs).toEqualTypeOf<number>()
  switch (entry.what) {
    case 'send':
      return entry.attempt + entry.hop
    case 'note':
      return entry.status
    case 'answer':
    case 'fault':
    case 'renew':
      return entry.tookMs
    case 'wait':
      return entry.waitMs
    case 'hop':
      return entry.dropped.length
    case 'cache':
      return entry.ageMs
    case 'join':
      return entry.waitedMs
    case 'end':
      return entry.outcome.length
    default:
      return entry satisfies never
  }
}

export async function brought(clock: Clock, dice: Dice, sink: Sink, store: Store): Promise<void> {
  const api = createClient({ clock, dice })
  await api.download('/', sink)
  expectTypeOf(store).toHaveProperty('find')
  expectTypeOf(memoryLedger).returns.toExtend<Ledger>()
}
