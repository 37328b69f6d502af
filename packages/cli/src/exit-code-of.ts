import {
  AbortError,
  type Answer,
  type HeedError,
  OptionError,
  RedirectError,
  StatusError,
  TimeoutError,
  WireError,
} from 'heed'
import { explain } from 'heed/status'
import { EXIT } from './exit-codes.ts'
import { innermost } from './saving.ts'

const GAVE_UP: ReadonlySet<string> = new Set(['deadline', 'max-wait', 'budget'])
const IN_CIRCLES: ReadonlySet<string> = new Set(['redirect-limit', 'redirect-loop'])

/** The exit code that tells how a call ended. */
export function exitCodeOf(ended: Answer | HeedError): number {
  const result = ended instanceof Error ? innermost(ended) : ended
  if (result instanceof OptionError) return EXIT.usage
  if (result instanceof AbortError) return EXIT.interrupted
  if (result instanceof TimeoutError) return EXIT.timeout
  if (result instanceof StatusError || result instanceof WireError) {
    if (GAVE_UP.has(result.stopped)) return EXIT.gaveUp
    if (result instanceof WireError) return EXIT.error
    if (result instanceof RedirectError)
      return IN_CIRCLES.has(result.stopped) ? EXIT.tooManyRedirects : EXIT.redirection
    return ofClass(result.status)
  }
  if (result instanceof Error) return EXIT.error
  // A 304 is delivered only to those who asked for it with a validator of their own.
  return explain(result.status).verb === 'reuse' ? EXIT.ok : ofClass(result.status)
}

function ofClass(status: number): number {
  switch (explain(status).kind) {
    case 'successful':
      return EXIT.ok
    case 'redirection':
      return EXIT.redirection
    case 'client error':
      return EXIT.clientError
    case 'server error':
      return EXIT.serverError
    default:
      return EXIT.error
  }
}
