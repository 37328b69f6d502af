import { styleText } from 'node:util'

/** How a word looks; `styleText` knows the names. */
export type Style = Parameters<typeof styleText>[0]

/** Words of one look. Spans of a paragraph are joined by a space. */
export interface Span {
  readonly text: string
  readonly style?: Style
}

/** What text is laid out for. */
export interface Page {
  /** Columns to fill at most. */
  readonly columns: number
  readonly colour: boolean
  /** Cut words that are longer than a line. False keeps addresses whole, for files and for copying. */
  readonly breakWords: boolean
}

const NARROWEST = 20
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100
const USUAL = 80

/** Anything with columns when it is a terminal. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** The page that a stream is now; terminals change their width while we write. */
export function pageOf(screen: Screen, colour: boolean): Page {
  const terminal = screen.isTTY === true
  // Some terminals say 0 before they know.
  const columns = terminal ? Math.max(NARROWEST, Math.min(WIDEST, screen.columns || USUAL)) : USUAL
  return { columns, colour, breakWords: terminal }
}

/** NO_COLOR turns colour off, FORCE_COLOR on (unless it is 0 or false), else a terminal that is not dumb has it. */
export function wantsColour(screen: Screen, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return screen.isTTY === true && env.TERM !== 'dumb'
}

export function paint(text: string, style: Style | undefined, colour: boolean): string {
  return colour && style !== undefined && text !== '' ? styleText(style, text, { validateStream: false }) : text
}

// Control characters of both sets, line and paragraph separators, and marks that turn the direction of writing around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Somebody else's words as one line that a terminal shows and does not obey. */
export const plain = (text: string): string => text.replace(/[\r\n\t]+/g, ' ').replace(UNSAFE, '\ufffd')

/**
 * A paragraph with a mark before its first line and its further lines indented as far; ends with a line break.
 * Control characters in it become visible.
 */
export function layout(mark: Span, spans: readonly Span[], page: Page): string {
  const indent = mark.text.length
  const lines = wrap(spans, page.columns - indent, page.breakWords)
  const before = (index: number): string =>
    index === 0 ? paint(mark.text, mark.style, page.colour) : ' '.repeat(indent)
  return lines
    .map((line, index) => `${before(index)}${written(line, page.colour)}`.trimEnd())
    .join('\n')
    .concat('\n')
}

const written = (line: readonly Span[], colour: boolean): string =>
  line.map(span => paint(span.text.replaceAll('\u00a0', ' '), span.style, colour)).join(' ')

function wrap(spans: readonly Span[], room: number, breakWords: boolean): Span[][] {
  const lines: Span[][] = []
  let line: Span[] = []
  let used = 0
  let last: Span | null = null
  for (const span of spans) {
    for (const word of wordsOf(span.text, breakWords ? room : Number.POSITIVE_INFINITY)) {
      const width = [...word].length
      if (used > 0 && used + 1 + width > room) {
        lines.push(line)
        line = []
        used = 0
      }
      const before = line.at(-1)
      if (before !== undefined && last === span) line[line.length - 1] = { ...before, text: `${before.text} ${word}` }
      else line.push({ ...span, text: word })
      used += (used > 0 ? 1 : 0) + width
      last = span
    }
  }
  return [...lines, line]
}

function wordsOf(text: string, room: number): string[] {
  const words = plain(text)
    .split(' ')
    .filter(word => word !== '')
  return words.flatMap(word => (word.length > room ? pieces([...word], room) : [word]))
}

function pieces(letters: readonly string[], room: number): string[] {
  const made: string[] = []
  for (let at = 0; at < letters.length; at += room) made.push(letters.slice(at, at + room).join(''))
  return made
}
