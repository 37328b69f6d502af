import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A request as a bad client sends it. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly body: string | null
  /** Send the content in chunks, with no length. */
  readonly chunked?: boolean
  /** What stands in the request line, where that is not what the url says. */
  readonly target?: string
  /** Say which host is meant. Default true. */
  readonly host?: boolean
}

/** How much a bad client wants to read, and how well. */
export interface Reading {
  /** Obey what the head says about the body's end; else the body is all that comes. */
  readonly framed: boolean
  /** Take the first head for the final one, informational or not. */
  readonly hasty: boolean
  /** Silence for so long is the end. */
  readonly idleMs: number
  /** The end at the latest. */
  readonly mostMs: number
  /** Enough. */
  readonly mostBytes: number
}

/** What came back. Text is latin1: one letter a byte. */
export interface Got {
  /** null: no head came. */
  readonly status: number | null
  /** By lower-case name; lines of one name are joined. */
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
}

const MOST_KEPT = 4_000_000

/** A connection of a bad client, which lets anything pass for TLS and anything pass for HTTP. */
export class BadWire {
  readonly #socket: Socket
  readonly #pieces: string[] = []
  #bytes = 0
  #over = false
  #notify: () => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
    const wake = (): void => this.#notify()
    const over = (): void => {
      this.#over = true
      wake()
    }
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      // What is beyond all bodies that a scenario compares is only counted.
      if (this.#bytes < MOST_KEPT) this.#pieces.push(text)
      this.#bytes += text.length
      wake()
    })
    socket.on('error', over).once('end', over).once('close', over)
  }

  static open(url: string): BadWire {
    const { protocol, hostname, port } = new URL(url)
    return new BadWire(
      protocol === 'https:'
        ? connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false })
        : connect({ host: hostname, port: Number(port), noDelay: true }),
    )
  }

  /** Whether another request can be tried on it. */
  get open(): boolean {
    return !this.#over && this.#socket.writable
  }

  async exchange(sent: Sent, reading: Reading): Promise<Got> {
    this.#take()
    this.#bytes = 0
    this.#socket.write(requestText(sent), 'latin1')
    const endMs = performance.now() + reading.mostMs
    let text = ''
    let answer = answerIn(text, sent.method, reading)
    for (;;) {
      const more = this.#take()
      text += more
      if (more !== '') answer = answerIn(text, sent.method, reading)
      const waitMs = Math.min(reading.idleMs, endMs - performance.now())
      if (answer.whole || this.#over || this.#bytes >= reading.mostBytes || waitMs <= 0) return answer
      if (!(await this.#more(waitMs))) return answer
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(): string {
    return this.#pieces.splice(0).join('')
  }

  /** @returns false: nothing came within this time */
  #more(waitMs: number): Promise<boolean> {
    return new Promise(resolve => {
      const done = (came: boolean): void => {
        clearTimeout(timer)
        this.#notify = () => {}
        resolve(came)
      }
      const timer = setTimeout(() => done(false), waitMs)
      this.#notify = () => done(true)
    })
  }
}

function requestText({ method, url, fields, body, chunked = false, target, host = true }: Sent): string {
  const address = new URL(url)
  const content = Buffer.from(body ?? '').toString('latin1')
  const own = {
    ...(host ? { host: address.host } : {}),
    ...(body === null
      ? {}
      : chunked
        ? { 'transfer-encoding': 'chunked' }
        : { 'content-length': String(content.length) }),
  }
  const lines = Object.entries({ ...own, ...fields }).map(([name, value]) => `${name}: ${value}\r\n`)
  const written = body !== null && chunked ? `${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n` : content
  return `${method} ${target ?? address.pathname + address.search} HTTP/1.1\r\n${lines.join('')}\r\n${written}`
}

function answerIn(text: string, method: string, reading: Reading): Got & { readonly whole: boolean } {
  let from = 0
  for (;;) {
    const end = text.indexOf('\r\n\r\n', from)
    const [first = '', ...lines] = end < 0 ? [] : text.slice(from, end).split(/\r?\n/)
    const code = Number(/^HTTP\/\d\.\d +(\d+)/.exec(first)?.[1] ?? Number.NaN)
    if (Number.isNaN(code)) return { status: null, fields: {}, body: '', whole: false }
    from = end + 4
    // The final answer stands behind the informational ones.
    if (code >= 100 && code < 200 && code !== 101 && !reading.hasty) continue
    const fields = fieldsIn(lines)
    return { status: code, fields, ...bodyIn(text.slice(from), code, fields, method, reading) }
  }
}

function fieldsIn(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = Object.create(null)
  for (const line of lines) {
    const [name = '', ...rest] = line.split(':')
    const [key, value] = [name.trim().toLowerCase(), rest.join(':').trim()]
    fields[key] = key in fields ? `${fields[key]}, ${value}` : value
  }
  return fields
}

function bodyIn(
  rest: string,
  code: number,
  fields: Readonly<Record<string, string>>,
  method: string,
  { framed }: Reading,
): { readonly body: string; readonly whole: boolean } {
  if (!framed) return { body: rest, whole: false }
  if (method === 'HEAD' || code < 200 || code === 204 || code === 304) return { body: '', whole: true }
  if (/chunked/i.test(fields['transfer-encoding'] ?? '')) return unchunked(rest)
  const length = Number(fields['content-length'] ?? Number.POSITIVE_INFINITY)
  return { body: rest.slice(0, length), whole: rest.length >= length }
}

function unchunked(rest: string): { readonly body: string; readonly whole: boolean } {
  let body = ''
  let at = 0
  for (;;) {
    const lineEnd = rest.indexOf('\r\n', at)
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(rest.slice(at, lineEnd), 16)
    if (Number.isNaN(size)) return { body, whole: false }
    if (size === 0) return { body, whole: true }
    body += rest.slice(lineEnd + 2, lineEnd + 2 + size)
    at = lineEnd + 2 + size + 2
  }
}
