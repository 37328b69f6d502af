import assert from 'node:assert/strict'
import type { News } from '../src/manners.ts'
import type { FieldRecord } from '../src/ports.ts'
import { type Heard, news } from '../src/rules/manners/news.ts'
import { lookup } from '../src/status/lookup.ts'

/** When every answer is heard: steady time, and the date of the facts. */
export const nowMs = 5000
export const wallMs: number = Date.parse('2026-11-22T12:00:00Z')

const url = new URL('https://a.example/x?key=secret')

/** What an answer to a GET says, heard after 10 ms from nobody in particular, unless `own` says otherwise. */
export function hear(status: number, fields: FieldRecord, own: Partial<Heard> = {}): News {
  const row = lookup(status)
  assert.ok(row)
  return news({
    ...{ status, row, fields, nowMs, wallMs, method: 'GET', url, vendor: null, tookMs: 10, slowMs: null },
    ...own,
  })
}

/** How long everybody is held, 0 when nobody is. */
export function pauseSeconds({ pause }: News): number {
  if (pause !== null) assert.equal(pause.untilMs, nowMs + pause.forMs)
  return pause === null ? 0 : pause.forMs / 1000
}
