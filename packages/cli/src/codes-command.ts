import { type Explanation, explain, rows } from 'heed/status'
import { EXIT } from './exit-codes.ts'
import { codeText } from './explanation-text.ts'
import { markdownTable } from './markdown.ts'
import { pageOf, wantsColour } from './page.ts'
import type { Streams } from './streams.ts'
import { shown, UsageError } from './usage.ts'

/** `heed codes [class]` */
export function codesCommand(
  given: string | undefined,
  { json, markdown }: { json?: boolean; markdown?: boolean },
  { stdout, env }: Streams,
): number {
  if (json && markdown) throw new UsageError('--json and --markdown contradict each other: leave one out.')
  const digit = given === undefined ? null : /^([1-5])(?:xx)?$/i.exec(given)?.[1]
  if (digit === undefined) {
    throw new UsageError(
      `heed codes takes a class from 1xx to 5xx; '${shown(given ?? '')}' is none. For one code: heed explain.`,
    )
  }
  const chosen = rows
    .map(row => explain(row.code))
    .filter(({ code }) => digit === null || String(code).startsWith(digit))
    .sort((one, other) => one.code - other.code)
  if (json) stdout.write(`${JSON.stringify(chosen, null, 2)}\n`)
  else if (markdown) stdout.write(`${inMarkdown(chosen)}\n`)
  else {
    const page = pageOf(stdout, wantsColour(stdout, env))
    stdout.write(chosen.map(each => codeText(each, page)).join(''))
  }
  return EXIT.ok
}

const inMarkdown = (chosen: readonly Explanation[]): string =>
  markdownTable(
    ['Code', 'Phrase', 'What it says', 'What to do'],
    chosen.map(({ code, phrase, vendor, meaning, next, spec }) => [
      `[${code}](${spec})`,
      vendor === null ? phrase : `${phrase} (${vendor})`,
      meaning,
      next,
    ]),
  )
