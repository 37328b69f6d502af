import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves one content, with ranges and conditions as they should be, until it is told to break. */
export class Store {
  content: Buffer
  etag: string | null = '"one"'
  /** How many bytes of a body come before `next`, for the answers to come in turn. */
  readonly stops: { readonly bytes: number; readonly next: 'break' | 'wait' }[] = []
  /** Pieces of a body, and the time between them. */
  pieces = 1
  pauseMs = 0
  readonly ranges: (string | undefined)[] = []
  #server: Server | null = null
  #port = 0

  constructor(content: Buffer) {
    this.content = content
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/big.iso`
  }

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      const { range } = request.headers
      this.ranges.push(range)
      const bytes = this.content.length
      const named = this.etag === null ? {} : { etag: this.etag }
      const met = range !== undefined && this.etag !== null && request.headers['if-range'] === this.etag
      const first = met ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : 0
      const part = met ? { 'content-range': `bytes ${first}-${bytes - 1}/${bytes}` } : {}
      response.writeHead(met ? 206 : 200, { ...named, ...part, 'content-length': bytes - first })
      const body = this.content.subarray(first)
      const stop = this.stops.shift()
      if (stop === undefined) this.#pour(body, response)
      else response.write(body.subarray(0, stop.bytes), () => stop.next === 'break' && response.destroy())
    })
    const server = this.#server
    await new Promise<void>(resolve => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
  }

  #pour(body: Buffer, response: ServerResponse, piece = 0): void {
    const size = Math.ceil(body.length / this.pieces)
    response.write(body.subarray(piece * size, (piece + 1) * size))
    if (piece + 1 >= this.pieces) response.end()
    else setTimeout(() => this.#pour(body, response, piece + 1), this.pauseMs)
  }

  async kill(): Promise<void> {
    const server = this.#server
    this.#server = null
    server?.closeAllConnections()
    await new Promise(resolve => (server === null ? resolve(null) : server.close(resolve)))
  }
}
