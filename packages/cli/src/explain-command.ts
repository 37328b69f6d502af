import { type Explanation, explain, search } from 'heed/status'
import { EXIT } from './exit-codes.ts'
import { codeText, explanationText } from './explanation-text.ts'
import { layout, type Page, pageOf, type Style, wantsColour } from './page.ts'
import type { Streams } from './streams.ts'
import { shown, UsageError } from './usage.ts'

/** `heed explain <code or words...>` */
export function explainCommand(words: readonly string[], { json }: { json?: boolean }, streams: Streams): number {
  const { stdout, stderr, env } = streams
  const page = pageOf(stdout, wantsColour(stdout, env))
  if (words.every(word => /^-?\d+$/.test(word))) {
    const found = words.map(explain)
    stdout.write(json ? inJson(found) : found.map(each => explanationText(each, page)).join('\n\n'))
    return found.every(({ kind, vendor }) => kind !== 'invalid' || vendor !== null) ? EXIT.ok : EXIT.error
  }
  const query = words.join(' ')
  if (query.trim() === '')
    throw new UsageError('heed explain takes a status code or words, such as 429 or "not found".')
  const found = search(query)
  if (found.length === 0 && !json) {
    stderr.write(`heed: no status code is about '${shown(query)}'. Try fewer or other words, or heed codes for all.\n`)
    return EXIT.error
  }
  stdout.write(json ? inJson(found) : hits(found, page))
  return found.length === 0 ? EXIT.error : EXIT.ok
}

/** One document for one code, a list for several. */
function inJson(found: readonly Explanation[]): string {
  return `${JSON.stringify(found.length === 1 ? found[0] : found, null, 2)}\n`
}

const MOST_HITS = 12

function hits(found: readonly Explanation[], page: Page): string {
  const [only] = found
  if (found.length === 1 && only !== undefined) return explanationText(only, page)
  const rest = found.length - MOST_HITS
  const more = rest > 0 ? `\n${rest} more codes have these words somewhere.\n` : ''
  return `${found
    .slice(0, MOST_HITS)
    .map(each => codeText(each, page))
    .join('')}${more}\n`.concat(
    layout({ text: '' }, [{ text: `heed explain ${only?.code} tells more.`, style: 'dim' as Style }], page),
  )
}
