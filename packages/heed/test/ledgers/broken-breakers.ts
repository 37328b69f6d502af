import type { BreakerState } from '../../src/manners.ts'
import type { Origin } from '../../src/ports.ts'
import { count } from '../../src/rules/manners/counts.ts'
import { breaker } from '../../src/testing/clauses/breaker.ts'
import { probes } from '../../src/testing/clauses/probes.ts'
import { BREAKER } from '../../src/testing/terms.ts'
import { altered, type Broken, disobeying, hearing, mishearing, written } from './broken-ledger.ts'

const brokenOpenings: Broken[] = [
  [
    breaker,
    'opens too early',
    disobeying(() => ({ breaker: { ...BREAKER, least: 3 } })),
    /^The breaker after too few calls must be "closed"; it was "open"/,
  ],
  [
    breaker,
    'takes no verdict for a failure',
    mishearing((_, { outcome }) => ({ outcome: outcome === 'neither' ? 'bad' : outcome })),
    /^The breaker after calls that say nothing/,
  ],
  [
    breaker,
    'counts what is long ago',
    disobeying(() => ({ breaker: { ...BREAKER, windowMs: 30_000 } })),
    /^The breaker after failures that are mostly older than its window/,
  ],
  [
    breaker,
    'opens for a smaller share',
    disobeying(() => ({ breaker: { ...BREAKER, ratio: 0.4 } })),
    /^The breaker after fewer than half of the calls failing/,
  ],
  [
    breaker,
    'takes every launch for a probe',
    altered(own => ({ launch: (...given) => own.launch(...given) || true })),
    /^Whether a launch after too few calls is a probe must be false/,
  ],
  [
    breaker,
    'never opens',
    disobeying(() => ({ breaker: null })),
    /^The breaker after half of the calls failed must be \["open", 51000\]; it was \["closed", 0\]/,
  ],
  [
    breaker,
    'opens for longer',
    disobeying(() => ({ breaker: { ...BREAKER, openMs: 2_000 } })),
    /must be \["open", 51000\]; it was \["open", 52000\]/,
  ],
  [
    breaker,
    'opens and does not hold',
    hearing(origin => Object.assign(origin, { heldUntilMs: 0 })),
    /^While a breaker is open heldUntilMs must be 51000 at least; it was 0/,
  ],
  [
    breaker,
    'opens for all',
    altered(own => {
      let state: BreakerState | null = null
      return {
        of: (url, key) => Object.assign(own.of(url, key), state === null ? {} : { breaker: state }),
        hear(...heard) {
          own.hear(...heard)
          if (heard[0].breaker.state === 'open') state = heard[0].breaker
        },
      }
    }),
    /^The breaker of another origin must be "closed"; it was "open"/,
  ],
  [
    breaker,
    'goes before the server said',
    hearing(
      (origin, _, { pause }, _probe, _took, nowMs) =>
        pause !== null && Object.assign(origin, { breaker: { ...origin.breaker, untilMs: nowMs + BREAKER.openMs } }),
    ),
    /^The end of a breaker that opens with a longer pause must be 55000; it was 51000/,
  ],
]

/** Does something more when a probe goes out. */
const launching = (then: (origin: ReturnType<typeof written>, nowMs: number) => void) =>
  altered(own => ({
    launch(origin, slotMs, nowMs) {
      const isProbe = own.launch(origin, slotMs, nowMs)
      if (isProbe) then(written(origin), nowMs)
      return isProbe
    },
  }))

const brokenProbes: Broken[] = [
  [
    probes,
    'takes what follows a probe for another',
    altered(own => {
      const probed = new Set<Origin>()
      return {
        launch(...given) {
          if (own.launch(...given)) probed.add(given[0])
          return probed.has(given[0])
        },
      }
    }),
    /^Whether a launch is a probe, when the breaker is closed, must be false; it was true/,
  ],
  [
    probes,
    'lets two probes out',
    launching((origin, nowMs) => Object.assign(origin, { breaker: { ...origin.breaker, untilMs: nowMs } })),
    /^No second probe may go with the first, so untilMs must be more than 51000; it was 51000/,
  ],
  [
    probes,
    'does not say that it is a probe',
    altered(own => ({ launch: (...given) => own.launch(...given) && false })),
    /^Whether the first launch after an open breaker is its probe must be true/,
  ],
  [
    probes,
    'goes on as if it were open',
    launching(origin => Object.assign(origin, { breaker: { ...origin.breaker, state: 'open' } })),
    /^The breaker while its probe is out must be "probing"; it was "open"/,
  ],
  [
    probes,
    'lets others out with the probe',
    launching(origin => Object.assign(origin, { heldUntilMs: 0 })),
    /^While a probe is out the origin is held, .* it was 0/,
  ],
  [
    probes,
    'lets any call decide',
    altered(own => ({ hear: (origin, news, _, ...rest) => own.hear(origin, news, true, ...rest) })),
    /^Only the probe decides: the breaker after another call that ended good must be "probing"; it was "closed"/,
  ],
  [
    probes,
    'closes without a verdict',
    mishearing((_, { outcome }, probe) => ({ outcome: probe && outcome === 'neither' ? 'good' : outcome })),
    /^The breaker after a probe that ended neither must be "open"; it was "closed"/,
  ],
  [
    probes,
    'punishes a probe without a verdict',
    mishearing((_, { outcome }, probe) => ({ outcome: probe && outcome === 'neither' ? 'bad' : outcome })),
    /^The time of the next probe, after one that ended neither, must be 51000; it was 53000/,
  ],
  [
    probes,
    'does not hear a good probe',
    mishearing((_, _news, probe) => (probe ? { outcome: 'bad' } : {})),
    /^The breaker after a probe that ended good must be "closed"; it was "open"/,
  ],
  [
    probes,
    'holds after a good probe',
    hearing((origin, _, _news, probe) => probe && Object.assign(origin, { heldUntilMs: Number.POSITIVE_INFINITY })),
    /^After the probe heldUntilMs must be 51000 at most; it was Infinity/,
  ],
  [
    probes,
    'holds old failures against a server that is well',
    hearing(({ health }, _, { outcome }, probe, _took, nowMs) => {
      for (let n = 0; n < BREAKER.least; n++)
        if (probe && outcome === 'good' && health !== null) count(health, 'bad', nowMs)
    }),
    /^The breaker after one failure since it closed must be "closed"; it was "open"/,
  ],
  [
    probes,
    'opens for no longer the next time',
    hearing(
      (origin, _, { outcome }, probe, _took, nowMs) =>
        probe &&
        outcome === 'bad' &&
        Object.assign(origin, { breaker: { ...origin.breaker, untilMs: nowMs + BREAKER.openMs } }),
    ),
    /^The end of a breaker whose probe failed, twice as long each time, must be 53000; it was 52000/,
  ],
  [
    probes,
    'opens for longer without end',
    disobeying(() => ({ breaker: { ...BREAKER, mostOpenMs: 1e9 } })),
    /^The end of a breaker whose probe failed, twice as long each time, must be 73000; it was 81000/,
  ],
  [
    probes,
    'waits for a lost probe for ever',
    launching(origin => Object.assign(origin, { breaker: { ...origin.breaker, untilMs: Number.POSITIVE_INFINITY } })),
    /^A probe of which nothing is heard is given up by \d+; untilMs was Infinity/,
  ],
]

export const brokenBreakers: readonly Broken[] = [...brokenOpenings, ...brokenProbes]
