/** What `heed/fetch` keeps of the table of codes: the knobs without the words, as a source file. */
import { lookup } from '../packages/heed/src/status/lookup.ts'
import type { Row } from '../packages/heed/src/status/row.ts'

/** One code of each class that nobody has registered. */
const UNUSED = [198, 298, 398, 488, 588] as const

/** The verb, then its first knob, then what else is so. */
function wordsOf(code: number): string {
  const row: Row | null = lookup(code)
  if (row === null) throw new RangeError(`${code} has no row`)
  const { verb, follow, retry, bodiless } = row
  const flags = {
    any: retry?.whom === 'any',
    asked: retry?.onlyWhenAsked,
    once: retry?.onceOnNewConnection,
    bodiless,
  }
  const knob = [follow?.method, retry?.pace].filter(word => word !== undefined)
  return [verb, ...knob, ...Object.entries(flags).flatMap(([word, isSo]) => (isSo === true ? [word] : []))].join(' ')
}

/** The codes that say the same; a class stands under its first digit, and what it says is left out for its codes. */
function groups(): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const note = (words: string, code: number): unknown => found.set(words, [...(found.get(words) ?? []), code])
  const usual = UNUSED.map(wordsOf)
  for (const [at, words] of usual.entries()) note(words, at + 1)
  for (let code = 100; code < 600; code++) {
    const words = wordsOf(code)
    if (words !== usual[Math.trunc(code / 100) - 1]) note(words, code)
  }
  return found
}

/** As the formatter has it: in quotes where it has to be. */
const named = (words: string): string => (/^\w+$/.test(words) ? words : `'${words}'`)

export const knobsSource =
  (): string => `// Made from table.ts by \`npm run docs\`: what each code asks for, without the words. One digit stands for a class.
const GROUPS: Readonly<Record<string, readonly number[]>> = {
${[...groups()].map(([words, codes]) => `  ${named(words)}: [${codes.join(', ')}],`).join('\n')}
}

export const KNOBS: ReadonlyMap<number, string> = new Map(
  Object.entries(GROUPS).flatMap(([words, codes]) => codes.map(code => [code, words] as const)),
)
`
