import { lookup } from '#edition/status/lookup'
import type { Exchange } from '../exchange.ts'
import { mayNote } from '../rules/note.ts'
import { NOTE_WORDS } from '../rules/words.ts'
import { record } from './recorder.ts'

/** Tells of an informational answer; false: that is one too many. `count`: how many this exchange has brought. */
export function noted(exchange: Exchange, count: number, status: number): boolean {
  const { plan, startMs } = exchange
  if (!mayNote(count, plan)) return false
  const phrase = lookup(status)?.phrase ?? ''
  const atMs = plan.clock.steadyMs() - startMs
  record(exchange, { what: 'note', atMs, rule: 'note', reason: NOTE_WORDS, status, phrase })
  return true
}
