import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from '../script/answer.ts'
import { LAB_CLOSES, type PlayContext, playAnswer } from './play.ts'

/** As for `playAnswer`; that the client is gone is seen from the request. */
export interface RespondContext extends Omit<PlayContext, 'gone'> {
  /** Aborts when the lab closes. */
  readonly closing?: AbortSignal
  /** The TCP socket under the request's TLS socket, for resets. Left out: the request's socket is TCP. */
  readonly tcp?: Socket
}

/**
 * Plays an answer to a request that came through a server of `node:http`, in place of what `response` would write. Whether the
 * request's content is read first is up to the caller, as is what `Expect: 100-continue` gets.
 *
 * @returns as `playAnswer` does
 */
export async function playOnResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  context: RespondContext,
): Promise<'kept' | 'ended'> {
  const { socket } = request
  const { gone, forget } = watch(socket, context.closing)
  try {
    // A pipelined request waits here until those before it are answered.
    if (response.socket === null) await once(response, 'socket', { signal: gone }).catch(() => {})
    const { method = 'GET', httpVersion } = request
    const { tcp = socket } = context
    const target = { socket, tcp, method, httpVersion, keepAlive: response.shouldKeepAlive }
    const then = await playAnswer(target, answer, { ...context, gone })
    // The server takes this for the end of what it would have written itself, and goes on with the next request.
    if (then === 'kept') response.emit('finish')
    return then
  } finally {
    forget()
  }
}

function watch(socket: Socket, closing: AbortSignal | undefined): { gone: AbortSignal; forget: () => void } {
  const end = new AbortController()
  const left = (): void => end.abort()
  const closed = (): void => end.abort(LAB_CLOSES)
  socket.once('end', left).once('close', left)
  closing?.addEventListener('abort', closed)
  if (socket.destroyed) left()
  if (closing?.aborted) closed()
  const forget = (): void => {
    socket.off('end', left).off('close', left)
    closing?.removeEventListener('abort', closed)
  }
  return { gone: end.signal, forget }
}
