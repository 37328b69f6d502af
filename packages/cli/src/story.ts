import type { Answer, HeedError, TrailEntry } from 'heed'
import { endingOf } from './ending.ts'
import { type LiveLine, liveLine } from './live-line.ts'
import { layout, type Page, pageOf, type Span } from './page.ts'
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
  /** Tells how it ended: what the code or fault means, and what to do next. */
  ended(result: Answer | HeedError): void
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
  return {
    onTrail(entry) {
      if (level === 'quiet') return
      // A new call begins where an old one ended.
      if (scene.entries.at(-1)?.what === 'end') scene.entries.length = 0
      scene.entries.push(entry)
      live.clear()
      tell(scene, entry)
    },
    ended(result) {
      live.clear()
      for (const { mark, spans } of endingOf(result, level)) say(mark, spans)
    },
    close: () => live.clear(),
  }
}
