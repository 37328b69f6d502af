import assert from 'node:assert/strict'
import type { Trail } from '../src/trail.ts'

/** What is true of each trail, whatever happened: one end, in the order of time, and nothing sent or begun too late. */
export function checkTrail(trail: Trail, deadlineMs: number): void {
  assert.equal(trail.filter(({ what }) => what === 'end').length, 1, 'each ending has its trail')
  assert.equal(trail.at(-1)?.what, 'end')
  let beforeMs = 0
  for (const [index, entry] of trail.entries()) {
    assert.ok(entry.atMs >= beforeMs, 'the trail never goes back in time')
    beforeMs = entry.atMs
    if (entry.what === 'send') assert.ok(entry.atMs < deadlineMs, `sent after ${entry.atMs} ms`)
    if (entry.what === 'wait') assert.ok(entry.atMs + entry.waitMs <= deadlineMs, 'it slept past the deadline')
    if (entry.what === 'join') assert.ok(entry.atMs + entry.waitedMs <= deadlineMs + 1, 'it waited past the deadline')
    if (entry.what === 'renew') assert.ok(entry.atMs + entry.tookMs <= deadlineMs + 1, 'it renewed past the deadline')
    const next = trail[index + 1]
    if (entry.what === 'wait' && next !== undefined && next.what !== 'fault' && next.what !== 'end') {
      assert.ok(next.atMs >= entry.atMs + entry.waitMs - 1, 'a wait is waited')
    }
  }
}
