import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Store } from '../../src/keeping.ts'
import { bytes, keptHead, text } from './kept-answers.ts'

export type Step =
  | { readonly is: 'keep'; readonly at: string; readonly whose: string; readonly body: string; readonly out: number }
  | { readonly is: 'freshen'; readonly at: string; readonly whose: string; readonly freshMs: number }
  | { readonly is: 'drop'; readonly at: string }

const place = { at: fc.constantFrom('u', 'v', 'w'), whose: fc.constantFrom('', 'a', 'b') }
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({ is: fc.constant('keep' as const), ...place, body: fc.string(), out: fc.nat(3) }),
      weight: 4,
    },
    { arbitrary: fc.record({ is: fc.constant('freshen' as const), ...place, freshMs: fc.nat() }), weight: 2 },
    { arbitrary: fc.record({ is: fc.constant('drop' as const), at: place.at }), weight: 1 },
  ),
  { maxLength: 30 },
)

/** What a store should hold, latest first. */
interface Modelled {
  readonly at: string
  readonly whose: string
  readonly body: string
  freshMs: number
}

/** Takes the steps with the store and with a plain list, and compares the two after each. `prefix` sets runs apart. */
export async function followsModel(store: Store, list: readonly Step[], prefix: string): Promise<void> {
  let model: Modelled[] = []
  const modelled = (at: string, whose: string): Modelled[] =>
    model.filter(each => each.at === at && each.whose === whose)
  for (const step of list) {
    const at = prefix + step.at
    if (step.is === 'drop') {
      await store.drop(at)
      model = model.filter(each => each.at !== at)
    } else if (step.is === 'freshen') {
      const [first] = await store.find(at, step.whose)
      const [same] = modelled(at, step.whose)
      if (first !== undefined) await store.freshen(first.id, keptHead({ freshMs: step.freshMs }))
      if (same !== undefined) same.freshMs = step.freshMs
    } else {
      const outdated = (await store.find(at, step.whose)).slice(0, step.out)
      const gone = modelled(at, step.whose).slice(0, step.out)
      const ids = outdated.map(kept => kept.id)
      await store.keep(at, step.whose, keptHead({ freshMs: 1 }), bytes(step.body), ids)
      model = [{ at, whose: step.whose, body: step.body, freshMs: 1 }, ...model.filter(each => !gone.includes(each))]
    }
    for (const whose of ['', 'a', 'b']) {
      const found = await store.find(at, whose)
      const seen = await Promise.all(
        found.map(async ({ id, head }) => ({ at, whose, body: text(await store.body(id)), freshMs: head.freshMs })),
      )
      assert.deepEqual(seen, modelled(at, whose))
    }
  }
}
