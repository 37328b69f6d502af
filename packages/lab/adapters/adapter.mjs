// What every adapter in JavaScript shares: says hello, reads a job a line from standard input, works on all of them at
// once, and writes a result a line to standard output.
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

const KEPT_BYTES = 64 * 1024

/** A client that is still at it so long after its time is given up, before the lab stops the adapter. */
const GRACE_MS = 1000

/**
 * @param hello who the client is (schema/hello.json)
 * @param perform takes a job and gives its result without id; what it throws becomes the error of that job
 */
export function serve(hello, perform) {
  print({ runtime: `Node ${process.versions.node}`, ...hello })
  process.on('uncaughtException', crash)
  createInterface({ input: process.stdin })
    .on('line', line => answer(JSON.parse(line), perform))
    // Nobody waits for what is still under way.
    .on('close', () => process.exit())
}

async function answer(job, perform) {
  const startMs = performance.now()
  const result = await Promise.race([perform(job).catch(errorResult), overdue(job)])
  print({ id: job.id, ...result, ms: Math.round(performance.now() - startMs) })
}

/** A client that throws out of an event ends the program that uses it, as it ends this one. */
function crash(error) {
  process.stderr.write(`The client threw where nobody can catch it: ${error}\n`)
  process.exit(1)
}

const print = line => process.stdout.write(`${JSON.stringify(line)}\n`)

const errorResult = error => ({ ok: false, status: null, error: { kind: 'other', message: String(error) } })

async function overdue({ options: { totalMs } }) {
  await pause(totalMs + GRACE_MS)
  return errorResult(`The client had ${totalMs} ms and was still at it ${GRACE_MS} ms later.`)
}

/** The version of a package that the adapter imports. */
export const versionOf = name => JSON.parse(readFileSync(findPackageJSON(name, import.meta.url), 'utf8')).version

/** A body for a result: the first 64 KiB as text, and how many bytes there were. */
export function bodyResult(bytes) {
  // As a stream, so that a character that the cut split is left out.
  const body = new TextDecoder().decode(bytes.subarray(0, KEPT_BYTES), { stream: true })
  return { body, bodyBytes: bytes.byteLength }
}

/** Fields for a result, from anything that gives pairs of name and value. */
export function headersResult(pairs) {
  const headers = {}
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    const text = [value].flat().join(', ')
    headers[key] = key in headers ? `${headers[key]}, ${text}` : text
  }
  return headers
}

/** The content of a job for clients that take what fetch takes: text, or a stream that can be read once. */
export function bodyOf({ body, stream }) {
  if (body === null || !stream) return body
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(body))
      controller.close()
    },
  })
}

/** The same for clients that take a stream of Node. */
export const nodeBodyOf = ({ body, stream }) => (body === null || !stream ? body : Readable.from([Buffer.from(body)]))
