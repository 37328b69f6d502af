import type { News } from '../../manners.ts'
import type { Ledger, Origin } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { must, mustBe } from '../contract-error.ts'
import { BAD, BREAKER, NOW_MS, numbered, WELL } from '../terms.ts'
import { ended } from './breaker.ts'

/** Lets the probe of an open breaker out, when it may go, and looks that it is the only one. Gives the time. */
function probeOut(ledger: Ledger, origin: Origin): number {
  const nowMs = origin.breaker.untilMs
  mustBe(ledger.launch(origin, Number.NaN, nowMs), true, 'Whether the first launch after an open breaker is its probe')
  const { state, untilMs } = origin.breaker
  mustBe(state, 'probing', 'The breaker while its probe is out')
  must(
    untilMs > nowMs,
    `No second probe may go with the first, so untilMs must be more than ${nowMs}; it was ${untilMs}.`,
  )
  must(
    origin.heldUntilMs > nowMs,
    `While a probe is out the origin is held, so heldUntilMs must be more than ${nowMs}; it was ${origin.heldUntilMs}.`,
  )
  return nowMs
}

function opened(ledger: Ledger, at: number): Origin {
  const origin = ledger.of(numbered(at))
  ended(ledger, origin, BREAKER.least, BAD, NOW_MS)
  mustBe(origin.breaker.state, 'open', `The breaker after ${BREAKER.least} failures`)
  return origin
}

function endsProbe(ledger: Ledger, origin: Origin, outcome: News['outcome']): void {
  const nowMs = probeOut(ledger, origin)
  for (const news of [WELL, BAD]) {
    ledger.hear(origin, news, false, 1, nowMs)
    mustBe(
      origin.breaker.state,
      'probing',
      `Only the probe decides: the breaker after another call that ended ${news.outcome}`,
    )
  }
  ledger.landed(origin)
  ledger.hear(origin, { ...WELL, outcome }, true, 1, nowMs)
  mustBe(
    origin.breaker.state,
    outcome === 'good' ? 'closed' : 'open',
    `The breaker after a probe that ended ${outcome}`,
  )
  if (outcome === 'neither') {
    mustBe(origin.breaker.untilMs, nowMs, 'The time of the next probe, after one that ended neither,')
  }
  if (outcome !== 'good') {
    probeOut(ledger, origin)
    return
  }
  must(
    origin.heldUntilMs <= nowMs,
    `After the probe heldUntilMs must be ${nowMs} at most; it was ${origin.heldUntilMs}.`,
  )
  mustBe(ledger.launch(origin, Number.NaN, nowMs), false, 'Whether a launch is a probe, when the breaker is closed,')
  ledger.hear(origin, BAD, false, 1, nowMs)
  mustBe(origin.breaker.state, 'closed', 'The breaker after one failure since it closed')
}

export const probes: Clause = {
  name: 'a breaker lets one probe out at a time, whose end decides',
  async check(trial) {
    const ledger = await trial.ledger()
    for (const [at, outcome] of (['good', 'bad', 'neither'] as const).entries()) {
      endsProbe(ledger, opened(ledger, at), outcome)
    }
    const doubling = opened(ledger, 3)
    for (const openMs of [2_000, 4_000, 8_000, BREAKER.mostOpenMs]) {
      const nowMs = probeOut(ledger, doubling)
      ledger.hear(doubling, BAD, true, 1, nowMs)
      mustBe(
        doubling.breaker.untilMs,
        nowMs + openMs,
        'The end of a breaker whose probe failed, twice as long each time,',
      )
    }
    const lost = opened(ledger, 4)
    const nowMs = probeOut(ledger, lost)
    const mostMs = nowMs + BREAKER.mostOpenMs
    const { untilMs } = lost.breaker
    must(untilMs <= mostMs, `A probe of which nothing is heard is given up by ${mostMs}; untilMs was ${untilMs}.`)
    probeOut(ledger, lost)
  },
}
