import type { Fetch, FetchInit } from '../../src/fetch/create-fetch.ts'

/** What a fetch is asked, and what is looked at afterwards. */
export interface FaceCase {
  readonly name: string
  ask(fetch: Fetch, origin: string, other: string): Promise<unknown>
}

export const streamOf = (...pieces: string[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(pieces.map(piece => new TextEncoder().encode(piece)))

/** All that a Response shows, body last. */
export async function shown(response: Response): Promise<unknown> {
  const { status, statusText, ok, redirected, type, url } = response
  const headers = [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name))
  const isResponse = response instanceof Response
  const seen = { status, statusText, ok, redirected, type, path: new URL(url).pathname, headers, isResponse }
  return { ...seen, hasBody: response.body !== null, text: await response.text() }
}

/** One request, and all that its response shows. */
export const plain = (path: string, init?: FetchInit): FaceCase => ({
  name: `${init?.method ?? 'GET'} ${path}${init === undefined ? '' : ` ${JSON.stringify(init)}`}`,
  ask: async (fetch, origin) => shown(await fetch(`${origin}${path}`, init)),
})
