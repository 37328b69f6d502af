import { type Answer, type HeedError, RedirectError, StatusError, type Trail, WireError } from 'heed'
import { type Explanation, explain } from 'heed/status'
import { FAULT_CURES, STOP_CURES } from './cures.ts'
import { shownFields } from './field-secrets.ts'
import type { Span, Style } from './page.ts'
import { innermost } from './saving.ts'
import type { StoryLevel } from './story.ts'
import { capital, duration, plural } from './words.ts'

/** One paragraph of an ending. */
export interface Paragraph {
  readonly mark: Span
  readonly spans: readonly Span[]
}

const BODY: Span = { text: '  ' }
const EMPTY: Paragraph = { mark: { text: '' }, spans: [] }

const line = (label: string, text: string): Paragraph[] =>
  text === ''
    ? []
    : [{ mark: BODY, spans: [...(label === '' ? [] : [{ text: label, style: 'bold' as const }]), { text }] }]

/** How a call ended, for people: what the code or fault means, why heed stopped, and what to do next. */
export function endingOf(ended: Answer | HeedError, level: StoryLevel): readonly Paragraph[] {
  const result = ended instanceof Error ? innermost(ended) : ended
  if (level === 'quiet') return result instanceof Error ? [inOne(result)] : []
  if (result instanceof StatusError) return [EMPTY, ...statusEnding(result, ended.trail, level)]
  if (result instanceof WireError) return [EMPTY, ...wireEnding(result, ended.trail)]
  if (result instanceof Error) return [oneLine(result)]
  return [EMPTY, ...answerEnding(result, level)]
}

/** How a download ended well: as a success, whatever the last answer was; the file is told elsewhere. */
export function savedHeading(answer: Answer, trail: Trail): readonly Paragraph[] {
  return [EMPTY, ...heading(explain(answer.status), trail, true)]
}

const oneLine = (error: HeedError): Paragraph => ({
  mark: { text: '✗ ', style: 'red' },
  spans: [{ text: error.message }],
})

/** All of it in one paragraph that also names the request, for logs. */
function inOne(error: HeedError): Paragraph {
  const sent = error.trail.find(entry => entry.what === 'send')
  const [heading, ...rest] = endingOf(error, 'normal').filter(({ spans }) => spans.length > 0)
  if (sent === undefined || heading === undefined) return oneLine(error)
  const words = rest.filter(({ spans }) => spans[0]?.style !== 'dim').flatMap(({ spans }) => spans)
  return { mark: heading.mark, spans: [{ text: `${sent.method} ${sent.url}:` }, ...heading.spans, ...words] }
}

function answerEnding(answer: Answer, level: StoryLevel): Paragraph[] {
  const explanation = explain(answer.status)
  const { location } = answer
  return [
    ...heading(explanation, answer.trail, explanation.verb === 'use' || explanation.verb === 'reuse'),
    ...line('', explanation.meaning),
    ...line('Where:', location ?? ''),
    ...line('Next:', explanation.verb === 'reuse' ? 'Go on using what you have stored.' : explanation.next),
    ...(level === 'verbose' ? everything(explanation, answer) : []),
  ]
}

function statusEnding(error: StatusError, trail: Trail, level: StoryLevel): Paragraph[] {
  const { explanation, problem, answer, stopped } = error
  const redirect = error instanceof RedirectError
  const said = problem?.detail ?? problem?.title ?? ''
  return [
    ...heading(explanation, trail, false),
    ...line('', explanation.meaning),
    ...line('The server says:', said === explanation.meaning ? '' : said),
    ...line('Stopped:', stopped === 'final' ? '' : capital(lastReason(trail))),
    ...line('Again:', againAt(error.retryAt)),
    ...line('Next:', redirect ? STOP_CURES[stopped] || explanation.next : explanation.next),
    ...(redirect ? [] : line('', STOP_CURES[stopped])),
    ...line('', answer.whole ? '' : 'Only the beginning of its body was kept.'),
    ...(level === 'verbose' ? everything(explanation, answer) : [specLine(explanation)]),
  ]
}

function wireEnding(error: WireError, trail: Trail): Paragraph[] {
  const { fault, stopped, lastAnswer, cause } = error
  const meaning = trail.findLast(entry => entry.what === 'fault')?.reason ?? ''
  const before = lastAnswer === null ? '' : `Before that the server answered ${lastAnswer.status} ${lastAnswer.phrase}.`
  const words = cause instanceof Error && TELLING.has(fault) ? cause.message : ''
  return [
    { mark: { text: '✗ ', style: 'red' }, spans: [{ text: fault, style: ['red', 'bold'] }, summary(trail)] },
    ...line('', fault === 'aborted' ? 'You stopped it.' : meaning),
    ...line('The system says:', words),
    ...line('', before),
    ...line('Stopped:', stopped === 'final' ? '' : capital(lastReason(trail))),
    ...line('Next:', FAULT_CURES[fault]),
    ...line('', fault === 'aborted' ? '' : STOP_CURES[stopped]),
  ]
}

/** Faults about which the cause knows more than the table. */
const TELLING: ReadonlySet<string> = new Set(['tls', 'unsendable', 'request-body', 'malformed'])

function heading(explanation: Explanation, trail: Trail, good: boolean): Paragraph[] {
  const style: Style = good ? 'green' : explanation.kind === 'redirection' ? 'cyan' : kindStyle(explanation)
  const title = `${explanation.code} ${explanation.phrase}`
  return [
    { mark: { text: good ? '✓ ' : '✗ ', style }, spans: [{ text: title, style: [style, 'bold'] }, summary(trail)] },
  ]
}

const kindStyle = ({ kind }: Explanation): 'yellow' | 'red' => (kind === 'client error' ? 'yellow' : 'red')

/** `· 3 attempts, 1 redirect, 1.3 s` */
function summary(trail: Trail): Span {
  const sends = trail.filter(entry => entry.what === 'send').length
  const hops = trail.filter(entry => entry.what === 'hop').length
  const waitedMs = trail.reduce((sum, entry) => sum + (entry.what === 'wait' ? entry.waitMs : 0), 0)
  const parts = [
    ...(sends - hops > 1 ? [plural(sends - hops, 'attempt')] : []),
    ...(hops > 0 ? [plural(hops, 'redirect')] : []),
    `${duration(trail.at(-1)?.atMs ?? 0)}${waitedMs > 0 ? ` (${duration(waitedMs)} of waiting)` : ''}`,
  ]
  return { text: `· ${parts.join(', ')}`, style: 'dim' }
}

function lastReason(trail: Trail): string {
  const last = trail.at(-1)
  return last?.what === 'end'
    ? last.reason.replace('maxWaitMs', '--max-wait').replace('maxRedirects', 'heed follows')
    : ''
}

function againAt(retryAt: Date | null): string {
  if (retryAt === null) return ''
  return `from ${retryAt.toISOString().replace(/\.\d+Z$/, 'Z')}, in ${duration(Math.max(0, retryAt.getTime() - Date.now()))}.`
}

const specLine = ({ spec }: Explanation): Paragraph => ({ mark: BODY, spans: [{ text: spec, style: 'dim' }] })

function everything(explanation: Explanation, answer: Answer): Paragraph[] {
  const { again, effectMeaning, fields, standing } = explanation
  return [
    ...line('Send again?', again),
    ...line('Effect:', effectMeaning),
    ...line('Fields to read:', fields.join(', ')),
    ...line('', standing),
    specLine(explanation),
    EMPTY,
    ...shownFields(answer.headers).map(([name, value]) => ({
      mark: BODY,
      spans: [{ text: `${name}:`, style: 'cyan' as const }, { text: value }],
    })),
  ]
}
