import { pace } from '../../src/testing/clauses/pace.ts'
import { STREAK, streak } from '../../src/testing/clauses/streak.ts'
import { unasked } from '../../src/testing/clauses/unasked.ts'
import { altered, type Broken, disobeying, hearing, mishearing } from './broken-ledger.ts'

const brokenStreaks: readonly Broken[] = [
  [streak, 'opens on no row', disobeying(() => ({ breaker: { ...STREAK, streak: 6 } })), /^The breaker after five/],
  [
    streak,
    'opens on a shorter row',
    disobeying(() => ({ breaker: { ...STREAK, streak: 4 } })),
    /^The breaker after four/,
  ],
  [
    streak,
    'opens too soon',
    disobeying(() => ({ breaker: { ...STREAK, streakMs: 999 } })),
    /too short in time must be/,
  ],
  [
    streak,
    'does not see that one went well',
    mishearing((_, { outcome }) => ({ outcome: outcome === 'good' ? 'neither' : outcome })),
    /^The breaker after a good answer within the row/,
  ],
  [
    streak,
    'holds others for what one call meets',
    altered(own => ({
      countSend(origin, resend, nowMs) {
        own.countSend(origin, resend, nowMs)
        own.countSend(origin, resend, nowMs)
      },
    })),
    /^The breaker after the failures of one call/,
  ],
  [
    streak,
    'never forgets a row',
    hearing(({ health }) => Object.assign(health?.streak ?? {}, { toMs: Number.POSITIVE_INFINITY })),
    /^The breaker after failures half a minute apart/,
  ],
]

export const brokenPaces: readonly Broken[] = [
  ...brokenStreaks,
  [pace, 'learns no pace', disobeying(() => ({ paces: false })), /^The pace after 8 were taken in 10 s must be/],
  [
    pace,
    'slows down for little',
    hearing((origin, _origin, { refused }, _probe, _took, nowMs) => {
      if (refused) origin.pace = { perSecond: 1, leastPerSecond: 1, fromMs: nowMs, times: 1 }
    }),
    /^The pace after two refusals of 21 must be null/,
  ],
  [pace, 'keeps its row', hearing(origin => Object.assign(origin, { row: 0 })), /^With a new pace row must be another/],
  [
    pace,
    'learns and does not hold',
    hearing(origin => Object.assign(origin, { heldUntilMs: 0 })),
    /^heldUntilMs must be 180000 at least; it was 0/,
  ],
  [pace, 'gives places as they come', altered(() => ({ reserve: (_, nowMs) => nowMs })), /^Two places must be/],
  [
    pace,
    'never forgets',
    altered(own => ({ reserve: (origin, nowMs) => own.reserve(origin, Math.min(nowMs, 100_000)) })),
    /^Two places when the pace is forgotten/,
  ],
  [
    pace,
    'goes on with its row after a pause',
    hearing((origin, _origin, { refused, pause }) => {
      if (!refused && pause !== null) origin.nextMs = pause.untilMs + 1
    }),
    /^The first place after a pause that came in between/,
  ],
  [
    unasked,
    'learns a pace unasked',
    disobeying(() => ({ paces: true })),
    /^The pace, without a policy for it, must be null/,
  ],
]
