// Items behind a quota. How much of it is left follows from when the requests came, so nothing else is kept.
import type { LogEntry } from '../log/entry.ts'
import type { Answer } from '../script/answer.ts'
import type { PickRequest } from '../script/pick.ts'

export const ITEMS = 40
/** So many in a window. */
export const QUOTA = 5
const WINDOW_MS = 1000

/** The number of the item; null: there is none. */
function itemOf(target: string): number | null {
  const [, digits] = /^\/items\/([1-9]\d?)$/.exec(target) ?? []
  const item = Number(digits)
  return item >= 1 && item <= ITEMS ? item : null
}

interface Window {
  readonly startMs: number
  readonly taken: number
}

/** The window that a moment falls in, and how much of it earlier requests took. One begins with the first it serves. */
function windowAt(nowMs: number, earlierMs: readonly number[]): Window {
  let window: Window | null = null
  for (const atMs of earlierMs) {
    if (window === null || atMs >= window.startMs + WINDOW_MS) window = { startMs: atMs, taken: 1 }
    else window = { startMs: window.startMs, taken: window.taken + 1 }
  }
  return window !== null && nowMs < window.startMs + WINDOW_MS ? window : { startMs: nowMs, taken: 0 }
}

export function itemQuota({ method, path }: PickRequest, before: readonly LogEntry[], nowMs: number): Answer | null {
  const item = itemOf(path)
  if (method !== 'GET' || item === null) return null
  const earlier = before.filter(entry => entry.method === 'GET' && itemOf(entry.target) !== null)
  const { startMs, taken } = windowAt(
    nowMs,
    earlier.map(({ atMs }) => atMs),
  )
  const seconds = Math.ceil((startMs + WINDOW_MS - nowMs) / 1000)
  const told = (left: number) => ({
    'ratelimit-policy': `"items";q=${QUOTA};w=${WINDOW_MS / 1000}`,
    ratelimit: `"items";r=${left};t=${seconds}`,
  })
  if (taken >= QUOTA) return { status: 429, fields: { ...told(0), 'retry-after': String(seconds) } }
  return { status: 200, fields: told(QUOTA - taken - 1), body: { json: { item } } }
}

/** The requests for items that were answered so. */
export function answeredWith(entries: readonly LogEntry[], status: number): readonly LogEntry[] {
  return entries.filter(({ target, answer }) => answer.status === status && itemOf(target) !== null)
}
