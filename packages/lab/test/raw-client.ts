import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A client that sends what it is told and keeps all that comes. */
export interface RawClient {
  readonly socket: Socket
  /** All that has come, as latin1. */
  readonly text: string
  write(text: string): void
  /** Waits until what has come matches; rejects when the connection ends before that. */
  until(pattern: RegExp): Promise<string>
  /** Waits for the end of the connection, and says how it came. */
  ending(): Promise<'end' | 'reset'>
  destroy(): void
}

/** Connects to the origin of an address; `authority` is what https trusts. */
export async function connectRaw(address: string, authority?: string): Promise<RawClient> {
  const { protocol, hostname, port } = new URL(address)
  const secure = protocol === 'https:'
  const to = { host: hostname, port: Number(port) }
  const socket = secure ? connectTls({ ...to, ...(authority === undefined ? {} : { ca: authority }) }) : connect(to)
  let text = ''
  let how: 'end' | 'reset' | undefined
  let heard: () => void = () => {}
  const note = (change: () => void): void => {
    change()
    heard()
  }
  socket.setEncoding('latin1')
  socket.on('data', more => note(() => (text += String(more))))
  socket.on('end', () => note(() => (how ??= 'end')))
  socket.on('error', () => note(() => (how ??= 'reset')))
  socket.on('close', () => note(() => (how ??= 'end')))
  const change = (): Promise<void> => new Promise(resolve => (heard = resolve))
  // A connection that is not made has ended: that is told as any other end.
  await once(socket, secure ? 'secureConnect' : 'connect').catch(() => {})
  return {
    socket,
    get text() {
      return text
    },
    write: more => void socket.write(more, 'latin1'),
    async until(pattern) {
      while (!pattern.test(text)) {
        if (how !== undefined) throw new Error(`The connection ended (${how}) after: ${JSON.stringify(text)}`)
        await change()
      }
      return text
    },
    async ending() {
      while (how === undefined) await change()
      return how
    },
    destroy: () => void socket.destroy(),
  }
}

/** The bytes of a request without content. */
export function requestTo(address: string, method = 'GET', fields: readonly string[] = []): string {
  const { pathname, search, host } = new URL(address)
  return [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, ...fields, '', ''].join('\r\n')
}
