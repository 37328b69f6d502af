import type { Dispatcher } from 'undici'

/** The least that undici can be asked for: one handler that joins the chunks and parses them at the end. */
class Joined implements Dispatcher.DispatchHandler {
  #chunks: Buffer[] = []
  #resolve: (value: unknown) => void
  #reject: (error: Error) => void

  constructor(resolve: (value: unknown) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  onRequestStart(): void {}
  onResponseStart(): void {}

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const whole = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)
    this.#resolve(JSON.parse(String(whole)))
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
  }
}

export const joinedJson = (
  dispatcher: Dispatcher,
  url: string,
  method: 'GET' | 'POST',
  body: string | null,
  headers: Record<string, string>,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const { origin, pathname, search } = new URL(url)
    dispatcher.dispatch({ origin, path: pathname + search, method, body, headers }, new Joined(resolve, reject))
  })
