import { ANYTHING, type RequestInput } from './request-input.ts'

const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY'])
const DEADLINE_MS = 30_000
const ATTEMPTS = 3
const REDIRECTS = '20'

/** The same request as a curl command, with the nearest that curl has to heed's limits. */
export function curlCommand(input: RequestInput): string {
  const { url, fields, body, redirect, attempts = ATTEMPTS, deadlineMs = DEADLINE_MS } = input
  const repeatable = IDEMPOTENT.has(input.method) || fields['idempotency-key'] !== undefined
  const words = [
    'curl',
    ...(redirect === 'follow' ? ['--location', '--max-redirs', REDIRECTS] : []),
    ...(repeatable && attempts > 1 ? ['--retry', String(attempts - 1)] : []),
    '--max-time',
    String(deadlineMs / 1000),
    '--compressed',
    ...methodWords(input),
    ...Object.entries(fields)
      .filter(([name, value]) => name !== 'accept' || value !== ANYTHING)
      .flatMap(([name, value]) => ['-H', value === undefined ? `${name}:` : `${name}: ${value}`]),
    // curl would call any body a form.
    ...(body !== null && fields['content-type'] === undefined ? ['-H', 'content-type:'] : []),
    ...(body?.curl ?? []),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    url,
  ]
  return words.map(quoted).join(' ')
}

/** Only where curl would not choose it by itself: with -X it keeps the method through every redirect. */
function methodWords({ method, body }: RequestInput): string[] {
  if (method === 'HEAD') return ['--head']
  return method === (body === null ? 'GET' : 'POST') ? [] : ['-X', method]
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
