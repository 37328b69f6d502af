import type { Socket } from 'node:net'

type Closing = Map<object, () => void>

const waiting = new WeakMap<Socket, Closing>()

/** A client that visits under ever new names on one connection would grow the list without end. */
const MOST = 2000

/** Calls back when a socket has closed: one listener a socket, however many logs it shows up in; one call a key. */
export function onSocketClose(socket: Socket, key: object, closed: () => void): void {
  const known = waiting.get(socket) ?? listenTo(socket)
  known.set(key, closed)
  const [oldest] = known.keys()
  if (known.size > MOST && oldest !== undefined) known.delete(oldest)
}

function listenTo(socket: Socket): Closing {
  const callbacks: Closing = new Map()
  waiting.set(socket, callbacks)
  socket.once('close', () => {
    for (const closed of callbacks.values()) closed()
    callbacks.clear()
  })
  return callbacks
}
