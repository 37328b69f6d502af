import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLedger } from '../../src/shared/ledger.ts'
import { bounds } from '../../src/testing/clauses/bounds.ts'
import { row } from '../../src/testing/clauses/row.ts'
import { ContractError, type ContractOptions, ledgerContract, type MakeLedger } from '../../src/testing.ts'
import { brokenBreakers } from './broken-breakers.ts'
import { brokenChanges } from './broken-changes.ts'
import { brokenCounts } from './broken-counts.ts'
import { altered, type Broken } from './broken-ledger.ts'
import { brokenMemories, remembering } from './broken-memories.ts'
import { brokenPaces } from './broken-paces.ts'
import { brokenPauses } from './broken-pauses.ts'
import { brokenPlaces } from './broken-places.ts'
import { brokenQuotas } from './broken-quotas.ts'
import { brokenRows } from './broken-rows.ts'
import { brokenSilences } from './broken-silences.ts'

const broken: readonly Broken[] = [
  ...brokenCounts,
  ...brokenPaces,
  ...brokenPauses,
  ...brokenSilences,
  ...brokenQuotas,
  ...brokenPlaces,
  ...brokenRows,
  ...brokenBreakers,
  ...brokenChanges,
  ...brokenMemories,
]

/** What one case says of a ledger; null: it is kept. */
async function complaint(name: string, make: MakeLedger, options?: ContractOptions): Promise<string | null> {
  const found = ledgerContract(make, options).find(each => each.name === name)
  assert.ok(found !== undefined, name)
  try {
    await found.run()
    return null
  } catch (error) {
    assert.ok(error instanceof ContractError, String(error))
    assert.equal(error.name, 'ContractError')
    return error.message
  }
}

for (const [{ name }, breaks, make, says] of broken) {
  test(`a ledger that ${breaks} does not keep that ${name}`, async () => {
    assert.match((await complaint(name, make)) ?? 'It is kept.', says)
  })
}

test('each case is one that a ledger can break, and has a name of its own', () => {
  const names = ledgerContract(memoryLedger).map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  assert.deepEqual(new Set(broken.map(([{ name }]) => name)), new Set(names))
})

test('what the broken ledgers are made of is sound', async () => {
  for (const { run } of ledgerContract(altered(() => ({})))) await run()
  assert.equal(await complaint(bounds.name, remembering({})), null)
})

test('whatever the seed, and all at once, a sound ledger keeps it', async () => {
  for (const seed of [0, 2, -3, 2 ** 32 - 1]) {
    await Promise.all(ledgerContract(async policies => memoryLedger(policies), { seed }).map(({ run }) => run()))
  }
})

test('the same seed takes the same steps, and another one others', async () => {
  const lossy = altered(own => ({ place: origin => ({ free: own.place(origin).free, leave: () => undefined }) }))
  const said = await Promise.all([7, 7, 8].map(seed => complaint(row.name, lossy, { seed })))
  assert.equal(said[0], said[1])
  assert.match(
    said[0] ?? '',
    / Seed 7, round \d+, steps: (enter|land|arrive|leave|look in|nobody comes any more)(; [a-z ]+)*\.$/,
  )
  assert.match(said[2] ?? '', / Seed 8, round /)
  const stepsOf = (message: string | null | undefined): string | undefined => message?.split('steps: ')[1]
  assert.notEqual(stepsOf(said[0]), stepsOf(said[2]))
})

test('what breaks soon is told with few steps', async () => {
  const deaf = altered(() => ({ landed: () => undefined }))
  const steps = (await complaint('launches and landings balance', deaf))?.split('; ')
  assert.ok((steps?.length ?? Number.NaN) <= 3, steps?.join())
})

test('what make throws comes as it is; what the ledger throws comes with the steps that led there', async () => {
  const failure = new RangeError('no connection')
  const unmade = ledgerContract(() => {
    throw failure
  })
  for (const { run } of unmade) await assert.rejects(run(), error => error === failure)
  const failing = altered(() => ({
    countSend: () => {
      throw failure
    },
  }))
  const name = 'sends and resends are counted at once, each in the slot of its second'
  const sends = ledgerContract(failing).find(each => each.name === name)
  await assert.rejects(async () => sends?.run(), {
    name: 'ContractError',
    message: /^The ledger threw: RangeError: no connection\. Seed 1, round 1, steps: a (re)?send at \d+\.$/,
    cause: failure,
  })
})
