import { judge } from '../src/judge/judge.ts'
import type { CallResult, Evidence, Finding } from '../src/judge/verdict.ts'
import type { Answered, LogConnection, LogEntry } from '../src/log/entry.ts'
import type { Check } from '../src/script/check.ts'
import type { Scenario } from '../src/script/scenario.ts'
import type { JobResult } from '../src/suite/job.ts'

export type EntryParts = Partial<Omit<LogEntry, 'answer'>> & { readonly answer?: Partial<Answered> }

/** Log entries in order of arrival: GET requests at `a`, 100 ms apart, each answered 10 ms after it came. */
export function entries(...parts: readonly EntryParts[]): readonly LogEntry[] {
  return parts.map((part, index) => {
    const atMs = part.atMs ?? index * 100
    return {
      number: index + 1,
      connection: 1,
      origin: 'a',
      method: 'GET',
      target: '/',
      fields: [],
      body: content(''),
      droppedAtMs: null,
      ...part,
      atMs,
      answer: {
        index: 0,
        status: 200,
        fields: [],
        headAtMs: atMs + 10,
        endAtMs: atMs + 10,
        bodyBytes: 0,
        interim: [],
        broke: null,
        ...part.answer,
      },
    }
  })
}

/** A request's content as the log keeps it. */
export function content(text: string): NonNullable<LogEntry['body']> {
  return { bytes: Buffer.byteLength(text), sha256: '', text, cut: false }
}

/** Results in order; a success with 200 where nothing else is said, each in 100 ms. */
export function results(...parts: readonly Partial<JobResult & { startMs: number; endMs: number }>[]): CallResult[] {
  return parts.map(({ startMs = 0, endMs = 100, ...part }, index) => ({
    result: { id: String(index), ok: true, status: 200, ...part },
    startMs,
    endMs,
  }))
}

export function connections(...spans: readonly (readonly [number, number | null])[]): LogConnection[] {
  return spans.map(([openedAtMs, closedAtMs], index) => ({ number: index + 1, origin: 'a', openedAtMs, closedAtMs }))
}

export interface EvidenceParts {
  readonly entries?: readonly LogEntry[]
  readonly connections?: readonly LogConnection[]
  readonly calls?: readonly CallResult[]
}

export function evidence(parts: EvidenceParts): Evidence {
  return {
    log: { entries: parts.entries ?? [], connections: parts.connections ?? [] },
    calls: parts.calls ?? results({}),
    fill: template => template.replace('{a}', 'http://a.test/s/1').replace('{b}', 'http://b.test/s/1'),
  }
}

export function scenarioWith(...verdict: [Check, ...Check[]]): Scenario {
  return {
    $schema: '../../schema/scenario.json',
    id: 'made-up',
    group: 'retry',
    title: 'A scenario for a test of the judge',
    kind: 'advised',
    codes: [],
    shows: [],
    anchors: ['RFC9110#15'],
    why: 'A test needs a scenario of its own.',
    calls: [{ path: '/' }],
    answers: [{ status: 200 }],
    verdict,
  }
}

/** One check without its sentence, looked at by the whole judge. */
export function look(check: CheckWithoutSentence, parts: EvidenceParts): Pick<Finding, 'holds' | 'seen'> {
  const { findings } = judge(scenarioWith({ ...check, otherwise: 'It went wrong.' } as Check), evidence(parts))
  const [finding] = findings
  if (finding === undefined) throw new Error('There was no finding.')
  return { holds: finding.holds, seen: finding.seen }
}

type CheckWithoutSentence = {
  [That in Check['that']]: Omit<Extract<Check, { that: That }>, 'otherwise'>
}[Check['that']]
