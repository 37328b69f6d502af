// curl as a script that means it would call it, one process a call:
//   --retry N, --retry-max-time, --max-time  attempts, time for all of them, time for each (no --retry-all-errors)
//   --location, --max-redirs, --proto-redir: from https only to https, else =http,https
//   --compressed, --max-filesize, --fail-with-body
//   POST without --request, which would be repeated after a redirect; PUT with --upload-file
import { serve } from './adapter.mjs'
import { runOnce, versionOfProgram } from './program.mjs'

/** Exit codes that tell more than that the network failed. */
const KINDS = {
  1: 'redirects', // a scheme that a redirect may not lead to
  3: 'redirects', // a Location that is no address
  8: 'protocol',
  22: 'status',
  23: 'decode', // writing, which is where this version decodes
  28: 'timeout',
  43: 'other',
  47: 'redirects',
  61: 'decode',
  63: 'too-large',
}

const seconds = ms => String(ms / 1000)

/** --retry-max-time takes no fractions. */
const wholeSeconds = ms => String(Math.ceil(ms / 1000))

function wordsOf({ method, url, headers, body, stream, options }, { output, input }) {
  const { attempts, attemptMs, totalMs, maxRedirects, bodyBytes } = options
  const content = stream ? '-' : input
  return [
    ...['--disable', '--silent', '--show-error', '--globoff', '--compressed', '--fail-with-body'],
    ...['--retry', String(attempts - 1), '--retry-max-time', wholeSeconds(totalMs), '--max-time', seconds(attemptMs)],
    ...[
      '--location',
      '--max-redirs',
      String(maxRedirects),
      '--proto-redir',
      url.startsWith('https:') ? '=https' : '=http,https',
    ],
    ...['--max-filesize', String(bodyBytes), '--output', output, '--write-out', '%{json}\n%{header_json}'],
    ...methodWords(method, body, content),
    ...(body === null || 'content-type' in headers ? [] : ['--header', 'content-type:']),
    ...Object.entries(headers).flatMap(([name, value]) => [
      '--header',
      value === '' ? `${name};` : `${name}: ${value}`,
    ]),
    url,
  ]
}

function methodWords(method, body, content) {
  if (method === 'HEAD') return ['--head']
  if (method === 'GET' && body === null) return []
  if (method === 'POST') return ['--data-binary', body === null ? '' : `@${content}`]
  if (method === 'PUT' && body !== null) return ['--upload-file', content]
  return ['--request', method, ...(body === null ? [] : ['--data-binary', `@${content}`])]
}

async function perform(job) {
  const ran = await runOnce('curl', job, files => wordsOf(job, files))
  const { body, bodyBytes, code, timedOut, stdout, stderr } = ran
  if (timedOut) return { ok: false, status: null, error: { kind: 'timeout', message: 'ended after all of its time' } }
  const [told, ...fields] = stdout.split('\n')
  const { http_code: status, url_effective: url } = JSON.parse(told)
  const seen = status === 0 ? { status: null } : { status, url, headers: headersIn(fields.join('\n')) }
  // For HEAD it writes the head where the body would go.
  const result = { ok: code === 0, ...seen, ...(job.method === 'HEAD' ? {} : { body, bodyBytes }) }
  return code === 0 ? result : { ...result, error: { kind: KINDS[code] ?? 'network', message: stderr.trim() } }
}

/** Each field with the list of its values. */
const headersIn = text =>
  Object.fromEntries(Object.entries(JSON.parse(text)).map(([name, values]) => [name, values.join(', ')]))

serve(
  {
    client: 'curl',
    version: versionOfProgram('curl'),
    setup:
      '--retry --retry-max-time --max-time --location --max-redirs --proto-redir --compressed --max-filesize --fail-with-body',
    lacks: ['cache', 'renew', 'pause', 'quota', 'resume', 'update', 'poll', 'connections'],
  },
  perform,
)
