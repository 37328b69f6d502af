import type { News } from '../../src/manners.ts'
import { USUAL_BREAKER } from '../../src/rules/manners/breaker.ts'
import { memoryLedger } from '../../src/shared/ledger.ts'

// A million origins, each asked once, through one ledger; prints what memory it takes after 100,000 and at the end.
const FIRST_LOOK = 100_000
const ORIGINS = 1_000_000
const WELL: News = { pause: null, quotas: [], outcome: 'good', refused: false }
const ledger = memoryLedger({
  breaker: USUAL_BREAKER,
  quota: { limit: 100, windowMs: 1_000, burst: 10 },
  concurrency: { first: 10, least: 1, most: 1_000, backoff: 0.5 },
  onChange: null,
})

function told(at: number, nowMs: number): News {
  if (at % 10 > 0) return WELL
  const pause = {
    untilMs: nowMs + 5_000,
    forMs: 5_000,
    source: 'retry-after',
    cause: `429 from GET ${at}`,
    failing: false,
  } as const
  const quota = { name: '', limit: 100, remaining: 1, resetMs: nowMs + 5_000, windowMs: null, heardMs: nowMs }
  return { pause, quotas: [quota], outcome: 'neither', refused: true }
}

function heldBytes(): number {
  for (let n = 0; n < 3; n++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

let firstBytes = 0
const startMs = performance.now()
for (let at = 1; at <= ORIGINS; at++) {
  const nowMs = at / 100
  const origin = ledger.of(new URL(`https://host-${at}.test/`))
  ledger.countSend(origin, false, nowMs)
  const probe = ledger.launch(origin, Number.NaN, nowMs)
  ledger.hear(origin, told(at, nowMs), probe, 1, nowMs)
  ledger.landed(origin)
  if (at === FIRST_LOOK) firstBytes = heldBytes()
}
const lastBytes = heldBytes()
const tookMs = performance.now() - startMs
const known = [...ledger.origins()].length
process.stdout.write(JSON.stringify({ firstBytes, lastBytes, rssBytes: process.memoryUsage.rss(), tookMs, known }))
