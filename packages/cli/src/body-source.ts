import { createReadStream, openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { BodyValue } from 'heed'
import { shown, UsageError } from './usage.ts'

/** A body to send. */
export interface Source {
  /** Opens it; unless it is `oneShot`, as often as it has to be sent. */
  readonly body: () => BodyValue
  readonly oneShot: boolean
  readonly type: string | null
  /** The same for curl. */
  readonly curl: readonly string[]
}

/** What is piped in is kept up to this, so that it can be sent again; more of it goes out as it comes, once. */
const KEPT_BYTES = 64 * 2 ** 20

/** The body that `text`, `@file` or `@-` stands for. */
export async function sourceOf(
  option: string,
  given: string,
  type: string | null,
  stdin: AsyncIterable<Uint8Array>,
): Promise<Source> {
  if (!given.startsWith('@')) {
    const bytes = new TextEncoder().encode(given)
    return { body: () => bytes, oneShot: false, type, curl: ['--data-raw', given] }
  }
  const file = given.slice(1)
  const curl = ['--data-binary', given]
  if (file === '-') return { ...(await pipedSource(stdin)), type, curl }
  const isFile = await statOf(option, file)
  if (!isFile) return { ...(await pipedSource(createReadStream(file))), type, curl }
  const blob = await openAsBlob(file)
  return { body: () => blob, oneShot: false, type, curl }
}

/** All of it; for what must be looked at before it is sent. */
export async function bytesOf(source: Source): Promise<Uint8Array> {
  const body = source.body()
  if (body instanceof Uint8Array) return body
  return new Uint8Array(await new Response(body as ConstructorParameters<typeof Response>[0]).arrayBuffer())
}

async function statOf(option: string, file: string): Promise<boolean> {
  if (file === '') throw new UsageError(`${option} @ lacks the name of the file: @file, or @- for stdin.`)
  try {
    const found = await stat(file)
    if (found.isDirectory()) throw new UsageError(`${option} @${shown(file)} is a folder: name a file.`)
    // Opened once now, so that a file that may not be read is told before anything is sent.
    if (found.isFile()) await createReadStream(file, { end: 0 }).toArray()
    return found.isFile()
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${option} @${shown(file)} cannot be read (${codeOf(error)}): check its name and rights.`)
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

async function pipedSource(stream: AsyncIterable<Uint8Array>): Promise<Pick<Source, 'body' | 'oneShot'>> {
  const pieces = stream[Symbol.asyncIterator]()
  const kept: Uint8Array[] = []
  let size = 0
  while (size <= KEPT_BYTES) {
    const { done, value } = await pieces.next()
    if (done === true) {
      const bytes = Buffer.concat(kept)
      return { body: () => bytes, oneShot: false }
    }
    kept.push(value)
    size += value.byteLength
  }
  return { body: () => theRest(kept, pieces), oneShot: true }
}

async function* theRest(kept: readonly Uint8Array[], pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* kept
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return
    yield value
  }
}
