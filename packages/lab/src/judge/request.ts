import type { LogEntry } from '../log/entry.ts'
import type { RequestCheck } from '../script/check.ts'
import { chosen, missing } from './among.ts'
import type { Look } from './look.ts'
import { fieldFaults } from './pattern.ts'
import type { Evidence } from './verdict.ts'
import { listed, ordinal, quoted } from './words.ts'

/** What a request was like. */
export function lookAtRequest(check: RequestCheck, { log }: Evidence): Look {
  const entries = chosen(log, check.among)
  const wanted = check.number === 'last' ? Math.max(1, entries.length) : check.number
  if (wanted === 'every') {
    const faulty = entries.findIndex(entry => faults(entry, check).length > 0)
    if (faulty >= 0) return lookAtOne(entries, faulty, check)
    return entries.length === 0 ? missing(1, check.among) : { holds: true, seen: everyOne(entries) }
  }
  return entries.length < wanted ? missing(wanted, check.among) : lookAtOne(entries, wanted - 1, check)
}

function lookAtOne(entries: readonly LogEntry[], index: number, check: RequestCheck): Look {
  const entry = entries[index]
  if (entry === undefined) return missing(index + 1, check.among)
  const wrong = faults(entry, check)
  const which = `the ${ordinal(index + 1)} was ${entry.method} ${entry.target} at ${entry.origin}`
  return { holds: wrong.length === 0, seen: wrong.length === 0 ? which : `${which}: ${listed(wrong)}` }
}

function everyOne(entries: readonly LogEntry[]): string {
  const kinds = new Set(entries.map(entry => `${entry.method} ${entry.target} at ${entry.origin}`))
  return `all ${entries.length} were ${listed([...kinds].slice(0, 5))}${kinds.size > 5 ? ' and others' : ''}`
}

function faults(entry: LogEntry, check: RequestCheck): readonly string[] {
  const wrong: string[] = []
  if (check.origin !== undefined && entry.origin !== check.origin) wrong.push(`it came to ${entry.origin}`)
  if (check.method !== undefined && entry.method !== check.method) wrong.push(`its method was ${entry.method}`)
  if (check.path !== undefined && entry.target !== check.path) wrong.push(`its target was ${entry.target}`)
  wrong.push(...fieldFaults(entry.fields, check.fields ?? {}))
  const body = check.body === undefined ? null : bodyFault(entry.body, check.body)
  return body === null ? wrong : [...wrong, body]
}

function bodyFault(body: LogEntry['body'], expected: string): string | null {
  if (body === null) return 'its content did not arrive in full'
  // The log keeps the beginning of a long content; what it counted are bytes.
  const same = body.cut
    ? expected.startsWith(body.text) && new TextEncoder().encode(expected).length === body.bytes
    : body.text === expected
  if (same) return null
  return body.bytes === 0 ? 'it had no content' : `its content was ${body.bytes} bytes, ${quoted(body.text)}`
}
