import type { LabContext } from '../exercise.ts'
import { refuse } from '../problem.ts'
import type { Change, VisitorLog } from './visitor-log.ts'

const EVERY_MS = 100
const QUIET_MS = 15_000
const MOST_WATCHERS = 8

/**
 * The log as it grows, as Server-Sent Events: each event is one entry as it is now, under the number of its last change.
 * Who comes back with Last-Event-ID gets what changed since. An event `connections` tells of all connections.
 */
export function liveLog(context: LabContext): Response {
  const { visitor, closing, remembered } = context.var
  const { log } = visitor
  if (log.watchers >= MOST_WATCHERS) {
    const detail = `${MOST_WATCHERS} pages watch this log already, which is the most. Close one of them.`
    refuse({ status: 429, detail, headers: { 'retry-after': '5' } })
  }
  const since = Number(/^\d{1,15}$/.exec(context.req.header('last-event-id') ?? '')?.[0] ?? 0)
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  // The response's end is heard from the connection: a client that is gone takes no events.
  const { outgoing } = context.env
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string): void => controller.enqueue(new TextEncoder().encode(text))
      const stop = follow(log, since, say, () => controller.desiredSize ?? 0)
      const end = (): void => {
        stop()
        clearInterval(watch)
        closing.removeEventListener('abort', end)
        log.watchers--
        outgoing.off('close', end)
        closeQuietly(controller)
      }
      const watch = setInterval(() => {
        if (!remembered()) end()
      }, QUIET_MS)
      log.watchers++
      outgoing.once('close', end)
      closing.addEventListener('abort', end)
      if (closing.aborted) end()
    },
  })
  return new Response(body, { headers })
}

/** Tells of changes, at most ten times a second, and says something now and then so that nobody takes the silence for an end. */
function follow(log: VisitorLog, since: number, say: (text: string) => void, room: () => number): () => void {
  // Numbers of changes begin again with the lab: a later one than any is from another life.
  let last = log.lastChange() < since ? 0 : since
  let quietMs = 0
  let connections = ''
  say('retry: 1000\n\n')
  const tell = (): void => {
    // A client that does not read gets the sum of the changes later.
    if (room() < -MOST_WAITING) return
    const changes = log.changesSince(last)
    last = changes.at(-1)?.number ?? last
    const opened = JSON.stringify(log.wire.connections)
    const news =
      changes.map(eventOf).join('') + (opened === connections ? '' : `event: connections\ndata: ${opened}\n\n`)
    connections = opened
    quietMs = news === '' ? quietMs + EVERY_MS : 0
    if (news !== '') say(news)
    if (quietMs < QUIET_MS) return
    quietMs = 0
    say(': still here\n\n')
  }
  tell()
  const timer = setInterval(tell, EVERY_MS)
  return () => clearInterval(timer)
}

const MOST_WAITING = 20

const eventOf = ({ number, entry }: Change): string => `id: ${number}\ndata: ${JSON.stringify(entry)}\n\n`

function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close()
  } catch {
    // The reader cancelled it before.
  }
}
