import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { OriginName } from '../script/answer.ts'
import { secureContext } from './certificate.ts'

/** A listening socket on loopback for one origin. */
export interface Listener {
  /** Scheme, host and port. */
  readonly base: string
  /** No new connections; resolves when those there are have closed. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'

/** `s` and `t` are the origins with https. */
export function isSecure(origin: OriginName): boolean {
  return origin === 's' || origin === 't'
}

/**
 * @param arrived told of each connection before anything is read from it
 * @param wantedPort 0: any free one
 */
export async function listen(
  origin: OriginName,
  arrived: (tcp: Socket) => void,
  wantedPort: number,
): Promise<Listener> {
  const server = createServer({ noDelay: true }, arrived)
  server.listen(wantedPort, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    base: `${isSecure(origin) ? 'https' : 'http'}://${HOST}:${port}`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** The socket for plain bytes over a TCP connection: itself, or TLS over it. */
export async function plainSocket(origin: OriginName, tcp: Socket): Promise<Socket> {
  if (!isSecure(origin)) return tcp
  return new TLSSocket(tcp, { isServer: true, secureContext: await secureContext(), ALPNProtocols: ['http/1.1'] })
}
