import type { Quota } from '../../manners.ts'
import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must } from '../contract-error.ts'
import { NOW_MS, numbered, OFF_MS, WELL } from '../terms.ts'

const LEFT_MS = 1_000
const PLENTY: Quota = {
  name: '',
  limit: 100,
  remaining: 80,
  resetMs: NOW_MS + LEFT_MS,
  windowMs: null,
  heardMs: NOW_MS,
}
const SCARCE: Quota = { ...PLENTY, remaining: 10 }
const APART_MS = LEFT_MS / SCARCE.remaining

/** @throws {ContractError} unless this many places from now on are as far apart as what is left asks for */
function checkApart(ledger: Ledger, origin: Origin, fromMs: number, when: string): void {
  let leastMs = fromMs
  for (let n = 1; n <= 5; n++) {
    const atMs = ledger.reserve(origin, NOW_MS)
    must(atMs >= leastMs - OFF_MS, `${when} place ${n} must be ${leastMs} at least; it was ${atMs}.`)
    must(
      atMs <= NOW_MS + LEFT_MS,
      `${when} place ${n} must be ${NOW_MS + LEFT_MS} at most, when the quota is full again; it was ${atMs}.`,
    )
    leastMs = atMs + APART_MS
  }
}

function mustHold(origin: Origin, when: string): void {
  const untilMs = NOW_MS + LEFT_MS
  must(origin.heldUntilMs >= untilMs, `${when} heldUntilMs must be ${untilMs} at least; it was ${origin.heldUntilMs}.`)
}

/** Below a quarter, what is left is spread over the time until it is full again. */
export const spacing: Clause = {
  name: 'a quota that the server says runs out spaces the places until it is full',
  async check(trial) {
    const ledger = await trial.ledger({ quota: null })
    const hear = (at: number, quota: Quota): Origin => {
      const origin = ledger.of(numbered(at))
      ledger.hear(origin, { ...WELL, quotas: [quota] }, false, 1, NOW_MS)
      return origin
    }
    const free = hear(0, PLENTY)
    must(
      free.heldUntilMs <= NOW_MS,
      `With plenty left heldUntilMs must be ${NOW_MS} at most; it was ${free.heldUntilMs}.`,
    )
    for (let n = 1; n <= 5; n++) {
      const atMs = ledger.reserve(free, NOW_MS)
      must(atMs === NOW_MS, `With plenty left place ${n} must be now, ${NOW_MS}; it was ${atMs}.`)
    }
    const scarce = hear(1, SCARCE)
    mustHold(scarce, 'With a tenth left')
    checkApart(ledger, scarce, NOW_MS, 'With a tenth left')
    const laterMs = ledger.reserve(scarce, NOW_MS + LEFT_MS)
    must(laterMs === NOW_MS + LEFT_MS, `A place when the quota is full again must be at once; it was at ${laterMs}.`)
    // One that says not when it is full again takes its window.
    const windowed = hear(2, { ...SCARCE, resetMs: null, windowMs: LEFT_MS })
    mustHold(windowed, 'With a tenth left of a window')
    checkApart(ledger, windowed, NOW_MS, 'With a tenth left of a window')
    const launched = hear(3, SCARCE)
    ledger.launch(launched, Number.NaN, NOW_MS)
    checkApart(ledger, launched, NOW_MS + APART_MS, 'After a launch without a place,')
  },
}
