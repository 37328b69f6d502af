/** One exit code. Help, manual page and README show the table of them. */
export interface ExitCode {
  readonly code: number
  readonly about: string
}

export const EXIT = {
  ok: 0,
  error: 1,
  timeout: 2,
  redirection: 3,
  clientError: 4,
  serverError: 5,
  tooManyRedirects: 6,
  gaveUp: 7,
  usage: 64,
  interrupted: 130,
} as const

export const EXIT_CODES: readonly ExitCode[] = [
  {
    code: EXIT.ok,
    about: 'a result: 2xx, or a 304 to a condition of yours; also when the reader of a pipe had enough',
  },
  { code: EXIT.error, about: 'no whole answer came, it could not be written, or nothing was found' },
  { code: EXIT.timeout, about: 'a time limit passed: connection, attempt, body or deadline' },
  { code: EXIT.redirection, about: 'the final answer is a redirect (3xx) that was not followed' },
  { code: EXIT.clientError, about: 'the final answer finds fault with the request (4xx)' },
  { code: EXIT.serverError, about: 'the final answer says that the server failed (5xx)' },
  { code: EXIT.tooManyRedirects, about: 'too many redirects, or redirects in a circle' },
  {
    code: EXIT.gaveUp,
    about: 'gave up: the wait that was asked for does not fit --deadline or --max-wait, or too much was sent again',
  },
  { code: EXIT.usage, about: 'the command line is wrong; nothing was sent' },
  { code: EXIT.interrupted, about: 'Ctrl-C' },
]
