// GNU Wget as a script that means it would call it, one process a call:
//   --tries, --waitretry=1, --retry-on-http-error, --retry-connrefused
//   --timeout         for connecting and between two pieces; it knows no time for an attempt or a call
//   --max-redirect, --compression=auto, --server-response
//   --content-on-error, without which no body of a 4xx or 5xx is seen; wget takes that of a failed try for the start of
//                     the next one
import { headersResult, serve } from './adapter.mjs'
import { runOnce, versionOfProgram } from './program.mjs'

const authority = process.env.SSL_CERT_FILE

function wordsOf({ method, url, headers, body, options }, { output, input }) {
  const { attempts, attemptMs, maxRedirects } = options
  return [
    ...['--no-config', '--no-hsts', '--no-verbose', '--server-response', '--content-on-error', '--compression=auto'],
    ...[`--tries=${attempts}`, '--waitretry=1', '--retry-on-http-error=429,500,502,503,504', '--retry-connrefused'],
    ...[`--timeout=${attemptMs / 1000}`, `--max-redirect=${maxRedirects}`, `--output-document=${output}`],
    ...(authority === undefined ? [] : [`--ca-certificate=${authority}`]),
    ...(method === 'GET' ? [] : [`--method=${method}`]),
    ...(body === null ? [] : [`--body-file=${input}`]),
    ...Object.entries(headers).map(([name, value]) => `--header=${name}: ${value}`),
    url,
  ]
}

/** It prints a tab and a backslash with a backslash before. */
const unescaped = text => text.replaceAll(/\\([t\\])/g, (_, letter) => (letter === 't' ? '\t' : letter))

/** The last answer that --server-response printed, indented by two. */
function lastAnswer(text) {
  const blocks = text.split(/^ {2}(?=HTTP\/)/m).slice(1)
  const lines = (blocks.at(-1) ?? '').split('\n')
  const status = /^HTTP\/\S+ (\d+)/.exec(lines[0])
  if (status === null) return { status: null }
  const fields = lines.slice(1).flatMap(line => /^ {2}([^\s:]+): ?(.*)$/.exec(line)?.slice(1, 3) ?? [])
  const pairs = fields.flatMap((name, at) => (at % 2 === 0 ? [[name, unescaped(fields[at + 1]).trim()]] : []))
  return { status: Number(status[1]), headers: headersResult(pairs) }
}

function kindOf({ code, stderr: text }, status) {
  if (/redirections exceeded|Redirection .* without location|Unsupported scheme/.test(text)) return 'redirects'
  if (/timed out/.test(text)) return 'timeout'
  if (/malformed|Malformed|invalid response/i.test(text)) return 'protocol'
  // 6: 401; 8: another bad status; after the last try it is 4, as for the network.
  return code === 6 || code === 8 || status >= 400 ? 'status' : 'network'
}

async function perform(job) {
  const ran = await runOnce('wget', job, files => wordsOf(job, files))
  const { body, bodyBytes, code, timedOut, stderr } = ran
  const result = { ok: code === 0, ...lastAnswer(stderr), body, bodyBytes }
  if (timedOut) return { ...result, error: { kind: 'timeout', message: 'ended after all of its time' } }
  return code === 0 ? result : { ...result, error: { kind: kindOf(ran, result.status), message: lastLine(stderr) } }
}

const lastLine = text => text.trim().split('\n').at(-1)

serve(
  {
    client: 'wget',
    version: versionOfProgram('wget'),
    setup:
      '--tries --waitretry=1 --retry-on-http-error=429,500,502,503,504 --timeout --max-redirect --compression=auto --content-on-error',
    lacks: ['cache', 'renew', 'pause', 'quota', 'update', 'poll', 'streams', 'limits', 'connections'],
  },
  perform,
)
