import { type Page, paint } from './page.ts'

/** How far a download is; the total is null when nobody knows it. */
export interface Progress {
  readonly heldBytes: number
  readonly totalBytes: number | null
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB']

/** So many bytes as people say it: `512 bytes`, `1.2 MB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte${bytes === 1 ? '' : 's'}`
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** The rate is that of so much time: long enough to be calm, short enough to follow. */
const WINDOW_MS = 5_000

/** Bytes a second over the last few seconds. */
export class Rate {
  readonly #samples: { readonly atMs: number; readonly bytes: number }[] = []

  /** Gives the rate with this sample; null while there is too little to tell. */
  at(atMs: number, bytes: number): number | null {
    const last = this.#samples.at(-1)
    // It began anew.
    if (last !== undefined && bytes < last.bytes) this.#samples.length = 0
    this.#samples.push({ atMs, bytes })
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) > WINDOW_MS) this.#samples.shift()
    const [first] = this.#samples
    const sinceMs = first === undefined ? 0 : atMs - first.atMs
    return sinceMs < 500 ? null : ((bytes - (first?.bytes ?? 0)) * 1000) / sinceMs
  }
}

const LEAST_BAR = 8
const MOST_BAR = 36

/** `━━━━━━──── 45 %  12.3 of 27.4 MB  3.2 MB/s  0:12 left`: on a narrow page less of it, the most telling first. */
export function progressLine(progress: Progress, bytesPerSecond: number | null, page: Page): string {
  const { heldBytes, totalBytes } = progress
  const rate = bytesPerSecond === null ? [] : [`${byteCount(Math.round(bytesPerSecond))}/s`]
  // One column stays free: a cursor at the edge would wrap.
  const columns = page.columns - 3
  if (totalBytes === null) return `  ${fitting([byteCount(heldBytes), ...rate], columns)}`
  const share = totalBytes === 0 ? 1 : Math.min(1, heldBytes / totalBytes)
  const left = timeLeft(totalBytes - heldBytes, bytesPerSecond)
  const parts = [
    `${Math.floor(share * 100)} %`,
    `${byteCount(heldBytes)} of ${byteCount(totalBytes)}`,
    ...rate,
    ...left,
  ]
  const words = fitting(parts, columns - LEAST_BAR - 1)
  const room = Math.min(MOST_BAR, columns - words.length - 1)
  const done = Math.round(room * share)
  const bar = `${paint('━'.repeat(done), 'cyan', page.colour)}${paint('─'.repeat(room - done), 'dim', page.colour)}`
  return `  ${bar} ${words}`
}

/** As many of the parts, from the first on, as there is room for; the first always. */
function fitting(parts: readonly string[], columns: number): string {
  let text = parts[0] ?? ''
  for (const part of parts.slice(1)) {
    if (text.length + 2 + part.length > columns) break
    text += `  ${part}`
  }
  return text
}

/** Beyond a day nobody counts. */
const MOST_SECONDS = 86_400

function timeLeft(bytes: number, bytesPerSecond: number | null): string[] {
  if (bytesPerSecond === null || bytesPerSecond <= 0 || bytes <= 0) return []
  const seconds = Math.ceil(bytes / bytesPerSecond)
  if (seconds > MOST_SECONDS) return []
  const two = (count: number): string => String(count).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const time = hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
  return [`${time} left`]
}
