import type { News, OriginChange } from '../../manners.ts'
import type { Ledger } from '../../ports.ts'
import type { Clause } from '../clause.ts'
import { mustBe } from '../contract-error.ts'
import { BAD, BREAKER, NOW_MS, numbered, paused, pauseUntil, REFUSED, WELL } from '../terms.ts'

type Told = Pick<OriginChange, 'what' | 'untilMs'>

const URL_A = numbered(0)
const PAUSED_MS = NOW_MS + 500

/** All changes that are told, one after the other, and the news that they must be told of. */
function checkChanges(ledger: Ledger, told: Omit<OriginChange, 'reason'>[]): void {
  const origin = ledger.of(URL_A)
  const hear = (news: News, nowMs = NOW_MS, probe = false): void => ledger.hear(origin, news, probe, 1, nowMs)
  const mustTell = (when: string, ...changes: Told[]): void => {
    const expected = changes.map(change => ({ key: URL_A.origin, ...change }))
    mustBe(told.splice(0), expected, `What is told ${when}`)
  }
  const probe = (): number => {
    const nowMs = origin.breaker.untilMs
    ledger.launch(origin, Number.NaN, nowMs)
    ledger.landed(origin)
    mustTell('of a probe that goes out')
    return nowMs
  }
  hear(paused(pauseUntil(NOW_MS - 1)))
  mustTell('of a pause that is over')
  hear(paused(pauseUntil(PAUSED_MS)))
  mustTell('of a pause', { what: 'paused', untilMs: PAUSED_MS })
  for (const untilMs of [PAUSED_MS, PAUSED_MS - 1]) hear(paused(pauseUntil(untilMs)))
  mustTell('of a pause that is told again, or ends earlier')
  hear({ ...REFUSED, pause: pauseUntil(PAUSED_MS) })
  mustTell('of a refusal', { what: 'limited', untilMs: null })
  // As many have gone well, so these make half of all.
  for (let n = 0; n < BREAKER.least; n++) hear(BAD)
  mustTell('of failures', { what: 'opened', untilMs: NOW_MS + BREAKER.openMs })
  const failedMs = probe()
  hear(BAD, failedMs, true)
  mustTell('of a probe that failed', { what: 'opened', untilMs: failedMs + 2 * BREAKER.openMs })
  hear(WELL, probe(), true)
  mustTell('of a probe that went well', { what: 'closed', untilMs: null })
}

/** `onChange` is for logs and meters, which count. */
export const changes: Clause = {
  name: 'each change is told once, when it begins',
  async check(trial) {
    const told: Omit<OriginChange, 'reason'>[] = []
    const ledger = await trial.ledger({
      concurrency: { first: 2, least: 1, most: 2, backoff: 0.5 },
      onChange({ key, what, untilMs }) {
        told.push({ key, what, untilMs })
      },
    })
    checkChanges(ledger, told)
  },
}
