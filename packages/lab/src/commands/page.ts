import { styleText } from 'node:util'

/** How a word looks; `styleText` knows the names. */
export type Style = Parameters<typeof styleText>[0]

/** What text is laid out for. */
export interface Page {
  readonly columns: number
  readonly colour: boolean
}

const NARROWEST = 20
const WIDEST = 120
/** For files and pipes. */
const USUAL = 100

/**
 * The page that a stream is now; terminals change their width while we write.
 * @param unbound the columns of what is no terminal
 */
export function pageOf(
  screen: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
  unbound: number = USUAL,
): Page {
  const terminal = screen.isTTY === true
  // Some terminals say 0 before they know.
  const columns = terminal ? Math.max(NARROWEST, Math.min(WIDEST, screen.columns || USUAL)) : unbound
  return { columns, colour: wantsColour(terminal, env) }
}

/** NO_COLOR turns colour off, FORCE_COLOR on (unless it is 0 or false), else a terminal that is not dumb has it. */
function wantsColour(terminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return terminal && env.TERM !== 'dumb'
}

export function paint(text: string, style: Style, { colour }: Page): string {
  return colour && text !== '' ? styleText(style, text, { validateStream: false }) : text
}

// Control characters of both sets, line and paragraph separators, and marks that turn the direction of writing around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Somebody else's words as one line that a terminal shows and does not obey. */
export const plain = (text: string): string => text.replace(/[\r\n\t]+/g, ' ').replace(UNSAFE, '\ufffd')

/** A paragraph that is indented; ends with a line break. Control characters in it become visible. */
export function paragraph(indent: number, text: string, page: Page): string {
  const lines: string[] = ['']
  for (const word of plain(text).split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > page.columns - indent) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.map(line => `${' '.repeat(indent)}${line}\n`).join('')
}
