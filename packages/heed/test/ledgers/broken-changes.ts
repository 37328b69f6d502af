import { changes } from '../../src/testing/clauses/changes.ts'
import { unasked } from '../../src/testing/clauses/unasked.ts'
import { BREAKER, NOW_MS, POLICIES, QUOTA } from '../../src/testing/terms.ts'
import { altered, type Broken, disobeying, hearing } from './broken-ledger.ts'

const brokenUnasked: Broken[] = [
  [
    unasked,
    'has a breaker of its own',
    disobeying(() => ({ breaker: BREAKER })),
    /^Whether a launch is a probe, without a policy for breakers, must be false/,
  ],
  [
    unasked,
    'has a limit of its own',
    disobeying(() => ({ concurrency: POLICIES.concurrency })),
    /^The limit of those who go at once, without a policy for it, must be null/,
  ],
  [
    unasked,
    'has a quota of its own',
    disobeying(() => ({ quota: QUOTA })),
    /^A place, without a declared quota or one that is told, must be 50000/,
  ],
  [
    unasked,
    'counts for throttling',
    disobeying(() => ({ throttles: true })),
    /^Nothing is throttled, so taken must be null; it held counts/,
  ],
  [
    unasked,
    'holds',
    hearing((origin, _, _news, _probe, _took, nowMs) => Object.assign(origin, { heldUntilMs: nowMs + 1 })),
    /^Nothing holds the origin, so heldUntilMs must be 50000 at most; it was 50001/,
  ],
  [
    unasked,
    'opens the breaker of nobody',
    hearing(origin => Object.assign(origin, { breaker: { state: 'open', untilMs: 0, opens: 1 } })),
    /^The breaker, without a policy for it, must be "closed"; it was "open"/,
  ],
]

const TOLD_IN_VAIN: readonly (readonly [untilMs: number, says: RegExp])[] = [
  [NOW_MS - 1, /^What is told of a pause that is over must be \[\]; it was \[.*"paused"/],
  [NOW_MS + 499, /^What is told of a pause that is told again, or ends earlier must be \[\]/],
]

const brokenTellings: Broken[] = [
  [
    changes,
    'tells nothing',
    disobeying(() => ({ onChange: null })),
    /^What is told of a pause must be \[.*"paused".*\]; it was \[\]/,
  ],
  [
    changes,
    'tells everything twice',
    disobeying(({ onChange }) => ({
      onChange(change) {
        onChange?.(change)
        onChange?.(change)
      },
    })),
    /^What is told of a pause must be/,
  ],
  [
    changes,
    'tells of another key',
    disobeying(({ onChange }) => ({ onChange: change => onChange?.({ ...change, key: '' }) })),
    /^What is told of a pause must be .* it was \[\{ key: ""/,
  ],
  [
    changes,
    'says an end where nothing ends',
    disobeying(({ onChange }) => ({ onChange: change => onChange?.({ ...change, untilMs: change.untilMs ?? 0 }) })),
    /^What is told of a refusal must be .*untilMs: null.* it was .*untilMs: 0/,
  ],
  ...(['paused', 'opened', 'closed', 'limited'] as const).map(
    (what): Broken => [
      changes,
      `never tells what is ${what}`,
      disobeying(({ onChange }) => ({ onChange: change => change.what !== what && onChange?.(change) })),
      new RegExp(`^What is told of .* must be .*"${what}".*; it was \\[\\]`),
    ],
  ),
  ...TOLD_IN_VAIN.map(
    ([untilMs, says]): Broken => [
      changes,
      `tells of a pause until ${untilMs}, which changes nothing`,
      altered((own, { onChange }) => ({
        hear(...heard) {
          own.hear(...heard)
          const [{ key }, { pause }] = heard
          if (pause?.untilMs === untilMs) onChange?.({ key, what: 'paused', reason: '', untilMs })
        },
      })),
      says,
    ],
  ),
  [
    changes,
    'takes a probe for a breaker that opens',
    altered((own, { onChange }) => ({
      launch(origin, ...given) {
        const isProbe = own.launch(origin, ...given)
        if (isProbe) onChange?.({ key: origin.key, what: 'opened', reason: '', untilMs: origin.breaker.untilMs })
        return isProbe
      },
    })),
    /^What is told of a probe that goes out must be \[\]/,
  ],
]

export const brokenChanges: readonly Broken[] = [...brokenUnasked, ...brokenTellings]
