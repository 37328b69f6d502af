import { silences } from '../../src/testing/clauses/silences.ts'
import { altered, type Broken, hearing, mishearing } from './broken-ledger.ts'

export const brokenSilences: readonly Broken[] = [
  [
    silences,
    'does not hear a refusal without a time',
    mishearing(() => ({ refused: false })),
    /^The end of the pause after refusal 1 in a row, told at 50000, must be 51000; it was undefined/,
  ],
  [
    silences,
    'holds no longer the second time',
    hearing(origin => Object.assign(origin, { silences: 0 })),
    /^The end of the pause after refusal 2 in a row/,
  ],
  [
    silences,
    'doubles without end',
    altered(own => {
      let times = 0
      return {
        hear(origin, news, probe, tookMs, nowMs) {
          const isNew = news.refused && nowMs >= (origin.pause?.untilMs ?? 0)
          const forMs = isNew ? 1_000 * 2 ** times++ : 0
          const pause = isNew
            ? { untilMs: nowMs + forMs, forMs, source: 'backoff' as const, cause: 'mine', failing: false }
            : null
          own.hear(origin, { ...news, pause }, probe, tookMs, nowMs)
        },
      }
    }),
    /^The end of the pause after refusal 6 in a row/,
  ],
  [
    silences,
    'takes what was sent before the pause for news',
    mishearing((_origin, { refused }, _probe, _took, nowMs) => ({
      pause:
        refused && nowMs % 1_000 === 999
          ? { untilMs: nowMs + 60_000, forMs: 1, source: 'backoff', cause: 'mine', failing: false }
          : null,
    })),
    /^The end of the pause after a refusal of what was sent before it began/,
  ],
  [
    silences,
    'never trusts again',
    mishearing((_, { outcome }) => ({ outcome: outcome === 'good' ? 'neither' : outcome })),
    /^The end of the pause after a refusal that follows a good answer/,
  ],
  [
    silences,
    'pauses for failures too',
    mishearing((_, { refused, outcome }) => ({ outcome: refused ? 'neither' : outcome })),
    /^The pause after a failure without a time must be null/,
  ],
  [
    silences,
    'knows the pause and does not hold',
    hearing(origin => Object.assign(origin, { heldUntilMs: 0 })),
    /^During the pause heldUntilMs must be 51000 at least; it was 0/,
  ],
]
