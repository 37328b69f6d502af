import { existsSync, realpathSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Downloaded, HeedError } from 'heed'
import type { Paragraph } from './ending.ts'
import { byteCount } from './progress-bar.ts'
import type { Flags, RequestInput } from './request-input.ts'
import { shown, UsageError } from './usage.ts'
import { plural } from './words.ts'

/** With these the answer is not simply the whole content. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
])

/**
 * The file that this request is to be downloaded to; null: it has no file, or what comes goes another way.
 * @throws {UsageError} --continue was given and nothing can be continued
 */
export async function downloadTarget(input: RequestInput, flags: Flags): Promise<string | null> {
  const { output } = flags
  const why = output === undefined || output === '-' ? 'there is no -o file' : hindrance(input, flags)
  if (why !== null && flags.continue) throw new UsageError(`--continue goes with a plain GET to a file, and ${why}.`)
  if (why !== null || output === undefined) return null
  const found = await stat(output).catch(() => null)
  if (found === null || found.isFile() || found.isDirectory()) return found?.isDirectory() ? null : output
  if (flags.continue) throw new UsageError(`--continue goes on with a file, and -o ${shown(output)} is none.`)
  return null
}

function hindrance({ method, body, fields, redirect }: RequestInput, { cache }: Flags): string | null {
  if (cache !== undefined) return '--cache may have it whole'
  if (method !== 'GET' || body !== null) return `this is a ${method}`
  if (redirect !== 'follow') return '--no-follow asks for the redirect itself'
  const own = Object.keys(fields).find(name => OWN_FIELDS.has(name))
  return own === undefined ? null : `${own} is set`
}

/** What came of a download that broke off is told like the call that it ended with. */
export const innermost = (error: HeedError): HeedError =>
  error.code === 'HEED_DOWNLOAD' && HeedError.is(error.cause) ? error.cause : error

/** What the file system said, when that ended a download. */
export const fileFailure = (error: HeedError): Error | null =>
  error.code === 'HEED_DOWNLOAD' && error.cause instanceof Error && !HeedError.is(error.cause) ? error.cause : null

const BODY = { text: '  ' }

/** What was saved, and how. */
export function savedParagraphs(done: Downloaded, name: string): Paragraph[] {
  const { bytes, resumed, reusedBytes, digest } = done
  // The first request of --continue is no break.
  const breaks = resumed - (reusedBytes > 0 ? 1 : 0)
  const parts = [
    `${byteCount(bytes)} as ${name}`,
    ...(reusedBytes > 0 ? [`${byteCount(reusedBytes)} of it were there already`] : []),
    ...(breaks > 0 ? [`it went on after ${plural(breaks, 'break')}`] : []),
    ...(digest === null ? [] : [`its ${digest} is right`]),
  ]
  return [{ mark: BODY, spans: [{ text: 'Saved:', style: 'bold' }, { text: `${parts.join('; ')}.` }] }]
}

/** What is left of a download that did not end; nothing when nothing is. */
export function keptParagraphs(name: string): Paragraph[] {
  const part = `${existsSync(name) ? realpathSync(name) : name}.part`
  if (!existsSync(part) || !existsSync(`${part}.json`)) return []
  const text = `${byteCount(statSync(part).size)} in ${part}. The same command with --continue goes on from there.`
  return [{ mark: BODY, spans: [{ text: 'Kept:', style: 'bold' }, { text }] }]
}
