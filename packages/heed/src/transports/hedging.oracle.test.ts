import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Hedging, hedging } from '../../test/hedging.ts'
import type { Sending } from '../../test/wire.ts'
import type { Disposal, WireAnswer, WireFault } from '../ports.ts'

const timesMs = fc.constantFrom(1, 40, 99, 100, 101, 150, 400)
const ends = fc.oneof(
  fc.record({ status: fc.constantFrom(200, 204, 503), headMs: timesMs, bodyMs: timesMs }),
  fc.record({ fault: fc.constantFrom('reset' as const, 'refused' as const), sent: fc.boolean(), afterMs: timesMs }),
)
const disposals = fc.constantFrom<Disposal>('keep', 'discard', 'keep-start', 'stream')
const aborts = fc.option(fc.constantFrom(0, 60, 100, 130, 260))

/** When the first would end: with its head, or with its fault. */
const endMs = (line: { headMs: number } | { afterMs: number }): number =>
  'headMs' in line ? line.headMs : line.afterMs

/** What holds however the two end, and whenever somebody aborts. */
function check(
  { seen, clock }: Hedging,
  { heads, streamsOver }: Sending,
  landed: WireAnswer | WireFault,
  streams: boolean,
) {
  assert.ok(heads.length <= 1)
  assert.ok(landed.kind === 'fault' || heads.length === 1)
  assert.equal(streamsOver(), streams ? heads.length : 0)
  assert.equal(seen.filter(each => each.disposal !== null).length, heads.length)
  assert.ok(seen.length <= 2)
  assert.ok(seen.length === 1 || (seen[1]?.atMs ?? 0) - (seen[0]?.atMs ?? 0) >= 100)
  assert.equal(clock.timersLeft, 0)
}

test('over any two ends: one landing, at most one head, no second too early, and nothing is left', async () => {
  const property = fc.asyncProperty(ends, ends, disposals, aborts, async (first, second, disposal, abortMs) => {
    const at = hedging([first, second])
    const sending = at.start({ disposal })
    if (abortMs !== null) at.clock.set(abortMs, () => sending.flight.abort('aborted', null))
    const landed = await at.clock.runUntilSettled(sending.landed)
    if (landed.kind === 'answer') await landed.stream?.cancel().catch(() => {})
    await at.clock.advance(2000)
    check(at, sending, landed, disposal === 'stream')
    if (endMs(first) < 100 || (abortMs ?? 1e9) < 100) assert.equal(at.seen.length, 1)
    if (abortMs !== null) return
    if (endMs(first) > 101) assert.equal(at.seen.length, 2)
    // It fails only when both did, or the first did before the second went. The alarm rings at a whole millisecond.
    const alone = at.seen.length === 1
    assert.equal(landed.kind === 'fault', 'fault' in first && (alone || 'fault' in second))
  })
  await fc.assert(property, { numRuns: 400 })
})
