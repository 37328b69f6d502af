/** One fenced TypeScript block of a page. */
export interface Example {
  /** Line of its first line of code, counted from 1. */
  readonly line: number
  readonly code: string
  /** False: marked `no-run`, because it only shows a type or a shape. */
  readonly runs: boolean
  /** What it says that it prints, in order: the rest of each line after `// prints `. */
  readonly prints: readonly string[]
}

const OPENING = /^( *)(`{3,}|~{3,})([^`]*)$/
const PRINTS = /\/\/ prints (.+)$/gm

/**
 * The blocks fenced as `ts` or `typescript`. An example says what it prints, and is held to it, in a comment behind the
 * statement: `console.log(answer.status) // prints 200`.
 */
export function examplesOf(page: string): Example[] {
  const lines = page.split(/\r?\n/)
  const examples: Example[] = []
  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', fence, info = ''] = OPENING.exec(lines[at] ?? '') ?? []
    if (fence === undefined) continue
    const start = at + 1
    while (++at < lines.length && !closes(lines[at] ?? '', fence));
    const [language, ...marks] = info.trim().split(/[\s:,]+/)
    if (language !== 'ts' && language !== 'typescript') continue
    const code = lines.slice(start, at).map(line => withoutIndent(line, indent.length))
    const text = `${code.join('\n')}\n`
    const prints = [...text.matchAll(PRINTS)].map(([, words = '']) => words.trim())
    examples.push({ line: start + 1, code: text, runs: !marks.includes('no-run'), prints })
  }
  return examples
}

function closes(line: string, fence: string): boolean {
  const end = line.trim()
  return end.length >= fence.length && end === (fence[0] ?? '').repeat(end.length)
}

/** A fence inside a list is indented, and so is its code (CommonMark section 4.5). */
const withoutIndent = (line: string, columns: number): string => line.slice(line.slice(0, columns).search(/\S|$/))

/** What an example says that it prints and does not, in this order; undefined when it keeps its word. */
export function unprinted(prints: readonly string[], output: string): string | undefined {
  const lines = output.split('\n')
  let from = 0
  return prints.find(words => {
    const found = lines.indexOf(words, from)
    from = found + 1
    return found === -1
  })
}
