import type { LogEntry, WireLog } from '../src/log/entry.ts'

/** A log of one request, to be changed in what matters. */
export function logOf(entry: Partial<LogEntry>, answer: Partial<LogEntry['answer']> = {}): WireLog {
  const answered = {
    index: 0,
    status: 200,
    fields: [],
    headAtMs: 30,
    endAtMs: 50,
    bodyBytes: 2,
    interim: [],
    broke: null,
  }
  const whole: LogEntry = {
    number: 1,
    atMs: 10,
    connection: 1,
    origin: 'a',
    method: 'GET',
    target: '/',
    fields: [],
    body: null,
    droppedAtMs: null,
    ...entry,
    answer: { ...answered, ...answer },
  }
  return { entries: [whole], connections: [{ number: 1, origin: 'a', openedAtMs: 5, closedAtMs: null }] }
}
