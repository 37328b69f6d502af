import type { TrailEntry } from 'heed'
import { type Explanation, explain } from 'heed/status'
import { countdown, type LiveLine, patience } from './live-line.ts'
import type { Page, Span, Style } from './page.ts'
import type { StoryLevel } from './story.ts'
import { capital, duration, unbroken } from './words.ts'

/** What has been told of a call, and what it is told with. */
export interface Scene {
  /** All that happened, the entry that is being told included. */
  readonly entries: TrailEntry[]
  readonly live: LiveLine
  readonly page: () => Page
  readonly say: (mark: Span, spans: readonly Span[]) => void
  readonly level: StoryLevel
}

type Told<What extends TrailEntry['what']> = Extract<TrailEntry, { what: What }>

const BODY: Span = { text: '  ' }
const WORTH_COUNTING_MS = 300
const KIND_STYLES: Readonly<Record<Explanation['kind'], Style>> = {
  informational: 'dim',
  successful: 'green',
  redirection: 'cyan',
  'client error': 'yellow',
  'server error': 'red',
  invalid: 'red',
}

/** The look of a status code, by its class. */
const styleOf = (status: number): Style => KIND_STYLES[explain(status).kind]

/** Tells one entry: a line of what happened, and under it why. */
export function tell(scene: Scene, entry: TrailEntry): void {
  switch (entry.what) {
    case 'send':
      tellSend(scene, entry)
      break
    case 'note':
      headline(scene, '← ', 'dim', `${entry.status} ${entry.phrase}`, entry, entry.rule)
      detail(scene, entry.reason)
      scene.live.show(patience(scene.page))
      break
    case 'answer': {
      const code = `${entry.status} ${entry.phrase}`
      headline(scene, '← ', styleOf(entry.status), code, entry, entry.verb, duration(entry.tookMs))
      break
    }
    case 'fault':
      headline(scene, '✗ ', 'red', entry.fault, entry, duration(entry.tookMs))
      break
    case 'wait':
      tellWait(scene, entry)
      break
    case 'hop':
      tellHop(scene, entry)
      break
    case 'cache':
      tellReuse(scene, entry)
      break
    case 'join':
      headline(scene, '⋯ ', 'cyan', `waited ${duration(entry.waitedMs)}`, entry, entry.rule)
      detail(scene, entry.reason)
      break
    case 'renew':
      tellRenewal(scene, entry)
      break
    // What the end means is told when the result is at hand.
    case 'end':
  }
}

function tellSend(scene: Scene, entry: Told<'send'>): void {
  if (!isSecondHalfOfHop(scene.entries)) {
    const notes = entry.attempt > 1 ? [`attempt ${entry.attempt}`] : []
    headline(scene, '→ ', 'bold', `${entry.method} ${entry.url}`, entry, ...notes)
  }
  scene.live.show(patience(scene.page))
}

const WAIT_SOURCES: Readonly<Record<Told<'wait'>['source'], string>> = {
  'retry-after': 'asked for by Retry-After',
  backoff: "heed's own backoff",
  pause: 'its origin is paused',
  quota: 'a quota spaces calls out',
}

function tellWait(scene: Scene, entry: Told<'wait'>): void {
  const { waitMs, rule, source, reason } = entry
  meaningBefore(scene)
  const from = WAIT_SOURCES[source]
  headline(scene, '⋯ ', 'cyan', `waits ${duration(waitMs)}`, entry, rule, from)
  detail(scene, reasonAlone(reason, scene.entries.at(-2)))
  if (waitMs >= WORTH_COUNTING_MS) scene.live.show(sinceMs => countdown(waitMs, sinceMs, scene.page()))
}

function tellReuse(scene: Scene, entry: Told<'cache'>): void {
  const { is, status, phrase, ageMs, reason } = entry
  headline(scene, '● ', styleOf(status), `${status} ${phrase}`, entry, `cache ${is}`, `${duration(ageMs)} old`)
  detail(scene, reason)
}

function tellRenewal(scene: Scene, entry: Told<'renew'>): void {
  meaningBefore(scene)
  const [style, text]: [Style, string] =
    entry.outcome === 'renewed' ? ['cyan', 'new credentials'] : ['red', 'no new credentials']
  headline(scene, '⋯ ', style, text, entry, entry.rule, duration(entry.tookMs))
  detail(scene, entry.reason)
}

function tellHop(scene: Scene, entry: Told<'hop'>): void {
  if (scene.entries.at(-2)?.what !== 'wait') meaningBefore(scene)
  headline(scene, '↳ ', 'cyan', `${entry.method} ${entry.url}`, entry, entry.rule)
  detail(
    scene,
    reasonAlone(
      entry.reason,
      scene.entries.findLast(each => each.what === 'answer'),
    ),
  )
  if (entry.dropped.length > 0) detail(scene, `left behind: ${entry.dropped.join(', ')}`)
}

function headline(
  scene: Scene,
  mark: string,
  style: Style,
  text: string,
  entry: TrailEntry,
  ...notes: readonly string[]
): void {
  const at = scene.level === 'verbose' ? [`at ${duration(entry.atMs)}`] : []
  const spans = [...notes, ...at].map(note => ({ text: unbroken(`· ${note}`), style: 'dim' as const }))
  scene.say({ text: mark, style }, [{ text, style }, ...spans])
}

function detail(scene: Scene, text: string): void {
  if (text !== '') scene.say(BODY, [{ text: capital(text), style: 'dim' }])
}

/** What the answer or fault before means; told once it is known that the story goes on, else the ending tells it. */
function meaningBefore(scene: Scene): void {
  const before = scene.entries.at(-2)
  if (before?.what === 'answer' || before?.what === 'fault') detail(scene, before.reason)
}

/** The line of the hop has already told what goes out. */
function isSecondHalfOfHop(entries: readonly TrailEntry[]): boolean {
  const [sent, hop] = [entries.at(-1), entries.at(-2)]
  return sent?.what === 'send' && hop?.what === 'hop' && sent.url === hop.url && sent.method === hop.method
}

/** A reason begins with what it is about; the line above has just told that. */
function reasonAlone(reason: string, before: TrailEntry | undefined): string {
  const about = before?.what === 'answer' ? `${before.status} ${before.phrase}` : (before?.reason ?? '')
  return reason.startsWith(`${about}: `) ? reason.slice(about.length + 2) : reason
}
