import { layout, type Page, paint } from './page.ts'

/** A last line that changes while something lasts, and leaves no trace. */
export interface LiveLine {
  /** Shows what `line` makes of the milliseconds since now, until the next `clear`. */
  show(line: (sinceMs: number) => string | null): void
  clear(): void
}

const TICK_MS = 100
const PATIENCE_MS = 700
const ERASE = '\r\u001b[K'
const NONE: LiveLine = { show: () => {}, clear: () => {} }

/** A live line on a terminal; elsewhere nothing is ever shown. */
export function liveLine(out: { write(text: string): unknown; isTTY?: boolean }): LiveLine {
  if (out.isTTY !== true) return NONE
  let timer: NodeJS.Timeout | undefined
  let shown = false
  const erase = (): void => {
    if (shown) out.write(ERASE)
    shown = false
  }
  const clear = (): void => {
    clearInterval(timer)
    erase()
  }
  return {
    show(line) {
      clear()
      const startMs = performance.now()
      const draw = (): void => {
        const text = line(performance.now() - startMs)
        if (text === null) return
        out.write(`${ERASE}${text}`)
        shown = true
      }
      draw()
      timer = setInterval(draw, TICK_MS)
      // It only tells; what it tells of keeps the process alive.
      timer.unref()
    },
    clear,
  }
}

/** What shows that a slow answer is awaited. */
export const patience =
  (page: () => Page) =>
  (sinceMs: number): string | null => {
    if (sinceMs < PATIENCE_MS) return null
    const text = `waits for the answer, ${Math.floor(sinceMs / 1000)} s`
    return layout({ text: '  ' }, [{ text, style: 'dim' }], page()).split('\n', 1)[0] ?? null
  }

/** `━━━━━━━───── 1.8 s`: how much of a wait is over, and what is left. */
export function countdown(waitMs: number, sinceMs: number, page: Page): string {
  const leftMs = Math.max(0, waitMs - sinceMs)
  const left = leftMs >= 60_000 ? clockTime(leftMs) : `${(leftMs / 1000).toFixed(1)} s`
  // One column stays free: a cursor at the edge would wrap.
  const room = Math.min(36, page.columns - left.length - 4)
  const done = Math.round(room * Math.min(1, sinceMs / Math.max(1, waitMs)))
  const bar = `${paint('━'.repeat(done), 'cyan', page.colour)}${paint('─'.repeat(room - done), 'dim', page.colour)}`
  return `  ${bar} ${left}`
}

function clockTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
