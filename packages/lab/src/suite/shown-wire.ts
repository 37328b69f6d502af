import type { FieldLines, LogEntry, WireLog } from '../log/entry.ts'
import type { Job, JobResult } from './job.ts'

/** A wire log as a report holds it: secrets hidden, long texts and long lists cut. */
export interface ShownWire extends WireLog {
  /** So many requests and connections at the end of their lists are left out. */
  readonly leftOut: { readonly entries: number; readonly connections: number }
}

const ENTRIES = 100
const CONNECTIONS = 200
const FIELD_LINES = 60
const VALUE_CHARACTERS = 400
const BODY_CHARACTERS = 1000

const SECRETS = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*(token|secret|password).*)$/i

/** @param scenario its text: a credential that stands in it is no secret, and whether it was sent on is what matters */
export function shownWire({ entries, connections }: WireLog, scenario: string): ShownWire {
  return {
    entries: entries.slice(0, ENTRIES).map(entry => shownEntry(entry, scenario)),
    connections: connections.slice(0, CONNECTIONS).map(connection => ({ ...connection })),
    leftOut: {
      entries: Math.max(0, entries.length - ENTRIES),
      connections: Math.max(0, connections.length - CONNECTIONS),
    },
  }
}

function shownEntry(entry: LogEntry, scenario: string): LogEntry {
  const { body, answer } = entry
  return {
    ...entry,
    target: cut(entry.target, VALUE_CHARACTERS),
    fields: shownFields(entry.fields, scenario),
    body: body === null ? null : { ...body, text: cut(body.text, BODY_CHARACTERS) },
    answer: { ...answer, fields: shownFields(answer.fields, scenario), interim: [...answer.interim] },
  }
}

function shownFields(fields: FieldLines, scenario: string): FieldLines {
  return fields
    .slice(0, FIELD_LINES)
    .map(([name, value]) => [name, cut(shownValue(name, value, scenario), VALUE_CHARACTERS)])
}

/** The scheme of a credential may be seen: `Bearer (hidden)`. */
function shownValue(name: string, value: string, scenario: string): string {
  if (!SECRETS.test(name)) return value
  const [scheme = '', credential] = value.split(/ (.*)/s)
  const secret = credential ?? scheme
  if (secret !== '' && scenario.includes(JSON.stringify(secret).slice(1, -1))) return value
  return credential === undefined ? '(hidden)' : `${scheme} (hidden)`
}

/** A job as a report holds it: its options stand in the scenario. */
export type ShownJob = Omit<Job, 'options'>

export function shownJob({ options: _, ...job }: Job): ShownJob {
  const { body, append } = job
  return {
    ...job,
    body: body === null ? null : cut(body, BODY_CHARACTERS),
    append: append === null ? null : cut(append, BODY_CHARACTERS),
  }
}

/** A result as a report holds it. */
export function shownResult(result: JobResult): JobResult {
  const { headers, body, error } = result
  const pairs = Object.entries(headers ?? {}).slice(0, FIELD_LINES)
  return {
    ...result,
    ...(headers === undefined
      ? {}
      : { headers: Object.fromEntries(pairs.map(([name, value]) => [name, cut(value, VALUE_CHARACTERS)])) }),
    ...(body === undefined ? {} : { body: cut(body, BODY_CHARACTERS) }),
    ...(error ? { error: { ...error, message: cut(error.message, BODY_CHARACTERS) } } : {}),
  }
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)
