import { OptionError } from '../errors/errors.ts'
import { CONDITIONS } from '../fields/conditions.ts'
import type { BodilessOptions, HeaderInput } from '../options/options.ts'
import type { DownloadState, Sink } from './sink.ts'

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes held so far, those of an earlier download included. */
  readonly heldBytes: number
  /** Length of the whole; null when the server did not say. */
  readonly totalBytes: number | null
}

/** What can be set for a download: all of a call but what would make it another thing than reading a whole content. */
export interface DownloadOptions
  extends Omit<BodilessOptions, 'method' | 'stream' | 'throwOnError' | 'redirect' | 'idempotencyKey' | 'deadlineMs'> {
  /**
   * True: go on with what an earlier download left in the sink (of a file: `name.part`); a state: that of an earlier
   * `DownloadError`, of which the sink holds the bytes. Without anything that fits it starts clean. Default false.
   */
  readonly resume?: boolean | DownloadState
  /** Start over when a part contradicts what is held, instead of failing. Default false. */
  readonly restartIfChanged?: boolean
  /**
   * Time for all of it, waits and bodies included. Left out, the whole has no limit, since it takes as long as its length
   * asks for: each request has the client's deadline until its head is there, and `bodyIdleMs` bounds each silence.
   */
  readonly deadlineMs?: number
  /** Called as bytes come, and when it starts over. */
  readonly onProgress?: (progress: DownloadProgress) => void
}

/** The options apart: those of the download, and those of each call it makes. */
export interface OwnOptions {
  readonly resume: boolean | DownloadState
  readonly restartIfChanged: boolean
  readonly onProgress: ((progress: DownloadProgress) => void) | null
  readonly call: BodilessOptions
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Fields that a download sets itself, or that would make the answer something else than the content. */
const NOT_HERE: ReadonlySet<string> = new Set(['accept-encoding', 'range', ...CONDITIONS])
const FIXED = ['method', 'stream', 'throwOnError', 'redirect', 'idempotencyKey', 'body', 'json', 'form'] as const

/** @throws {OptionError} naming the option, its bounds and the cure */
export function splitOptions(options: DownloadOptions): OwnOptions {
  if (typeof options !== 'object' || options === null)
    throw new OptionError('options', 'The options must be an object.')
  const { resume = false, restartIfChanged = false, onProgress = null, headers, searchParams, ...rest } = options
  for (const name of FIXED) {
    if (Reflect.get(rest, name) === undefined) continue
    throw new OptionError(
      name,
      `The option ${name} does not go with download, which GETs a whole content: leave it out.`,
    )
  }
  if (typeof resume !== 'boolean' && !isState(resume)) {
    throw new OptionError('resume', 'The option resume must be true, false, or the state of a DownloadError.')
  }
  if (typeof restartIfChanged !== 'boolean') {
    throw new OptionError('restartIfChanged', 'The option restartIfChanged must be true or false.')
  }
  if (onProgress !== null && typeof onProgress !== 'function') {
    throw new OptionError('onProgress', 'The option onProgress must be a function.')
  }
  // Several calls are made with it, and some iterables can be read once.
  const search = isPairs(searchParams) ? [...searchParams] : searchParams
  const call = { ...rest, ...(search === undefined ? {} : { searchParams: search }) }
  return { resume, restartIfChanged, onProgress, call, fields: fieldsOf(headers) }
}

const isPairs = (value: unknown): value is Iterable<readonly [string, string]> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value && !(value instanceof URLSearchParams)

function fieldsOf(headers: HeaderInput | undefined): OwnOptions['fields'] {
  if (headers === undefined) return []
  const fields = [...(Symbol.iterator in headers ? headers : Object.entries(headers))] as (readonly [string, string])[]
  const taken = fields.find(([name]) => NOT_HERE.has(String(name).toLowerCase()))?.[0]
  if (taken === undefined) return fields
  throw new OptionError(
    'headers',
    `The header ${taken} does not go with download, which sets what it needs: leave it out.`,
  )
}

const isLength = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most
const orNull = (value: unknown, is: boolean): boolean => value === null || is

/** Is this, which may come from a file, a state? */
export function isState(value: unknown): value is DownloadState {
  if (typeof value !== 'object' || value === null) return false
  const { heldBytes, totalBytes, validator, place, digest } = value as Record<keyof DownloadState, unknown>
  const counted = isLength(heldBytes) && orNull(totalBytes, isLength(totalBytes))
  const fits = totalBytes === null || (heldBytes as number) <= (totalBytes as number)
  const named = orNull(validator, isText(validator, 8192) && isField(validator)) && isText(place, 100)
  return counted && fits && named && orNull(digest, isText(digest, 8192))
}

// RFC 9110 section 5.5: what goes into If-Range must not end its line.
const isField = (value: unknown): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value as string)

/** Is this something to write to? */
export function isSink(value: unknown): value is Sink {
  if (typeof value !== 'object' || value === null) return false
  const { write, restart } = value as Record<keyof Sink, unknown>
  return typeof write === 'function' && typeof restart === 'function'
}
