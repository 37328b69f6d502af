import type { Answer, Downloaded, HeedError, TrailEntry } from 'heed'
import { endingOf, type Paragraph, savedHeading } from './ending.ts'
import { type LiveLine, liveLine } from './live-line.ts'
import { layout, type Page, pageOf, type Span } from './page.ts'
import { type Progress, progressLine, Rate } from './progress-bar.ts'
import { savedParagraphs } from './saving.ts'
import { type Scene, tell } from './telling.ts'

/** Where a story goes: a stream, or anything with `write`. */
export interface StoryOut {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** `quiet` tells only how it failed; `verbose` also when each thing happened, the fields, and all that is known. */
export type StoryLevel = 'quiet' | 'normal' | 'verbose'

export interface StoryOptions {
  readonly colour: boolean
  readonly level: StoryLevel
}

/** Tells a call as it happens. */
export interface Story {
  onTrail(entry: TrailEntry): void
  /** How far a download is. */
  onProgress(progress: Progress): void
  /** Tells how it ended: what the code or fault means, what to do next, and what more there is to say. */
  ended(result: Answer | HeedError, more?: readonly Paragraph[]): void
  /** Tells that a download ended well. */
  saved(done: Downloaded, name: string): void
  /** Ends what is still moving on the terminal. */
  close(): void
}

/**
 * A story of one call or of several in a row, told to `out` line by line. On a terminal a wait counts down and a slow
 * answer shows that it is awaited; elsewhere each thing is told once.
 */
export function createStory(out: StoryOut, options: StoryOptions): Story {
  const { colour, level } = options
  const live: LiveLine = liveLine(out)
  const page = (): Page => pageOf(out, colour)
  const say = (mark: Span, spans: readonly Span[]): void => {
    out.write(layout(mark, spans, page()))
  }
  const scene: Scene = { entries: [], live, page, say, level }
  const rate = new Rate()
  let progress: Progress | null = null
  const bar = (): string | null =>
    progress === null ? null : progressLine(progress, rate.at(performance.now(), progress.heldBytes), page())
  const sayAll = (paragraphs: readonly Paragraph[]): void => {
    for (const { mark, spans } of paragraphs) say(mark, spans)
  }
  return {
    onTrail(entry) {
      if (level === 'quiet') return
      progress = null
      // A new call begins where an old one ended.
      if (scene.entries.at(-1)?.what === 'end') scene.entries.length = 0
      scene.entries.push(entry)
      live.clear()
      tell(scene, entry)
    },
    onProgress(now) {
      if (level === 'quiet') return
      const shown = progress !== null
      progress = now
      if (!shown) live.show(bar)
    },
    ended(result, more = []) {
      live.clear()
      sayAll([...endingOf(result, level), ...more])
    },
    saved(done, name) {
      live.clear()
      if (level !== 'quiet') sayAll([...savedHeading(done.answer, done.trail), ...savedParagraphs(done, name)])
    },
    close: () => live.clear(),
  }
}
