import { firstLine } from '../../fields/lines.ts'
import { retryAfterMs } from '../../fields/retry-after.ts'
import type { News } from '../../manners.ts'
import type { FieldRecord } from '../../ports.ts'
import type { Row } from '../../status/row.ts'

export interface NewsGiven {
  readonly status: number
  readonly row: Row | null
  readonly fields: FieldRecord
  readonly nowMs: number
  readonly wallMs: number
  readonly method: string
  readonly shownUrl: string
  readonly vendor: string | null
  readonly tookMs: number
  readonly slowMs: number | null
}

export function news(given: NewsGiven): News {
  const { row, fields, nowMs, wallMs, method, shownUrl } = given
  const statedMs =
    row?.retry && !row.retry.onlyWhenAsked ? retryAfterMs(fields['retry-after'], firstLine(fields.date), wallMs) : null
  const pause =
    statedMs === null || statedMs <= 0
      ? null
      : {
          untilMs: nowMs + statedMs,
          forMs: statedMs,
          source: 'retry-after' as const,
          cause: `${given.status} from ${method} ${shownUrl}`,
        }
  const throttle = row?.retry?.pace === 'throttle'
  return {
    pause,
    quotas: [],
    outcome: throttle ? 'neither' : row?.kind === 'server error' && row.retry !== null ? 'bad' : 'good',
    refused: throttle,
  }
}
