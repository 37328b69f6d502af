import type { ErrorKind, ResultCheck } from '../script/check.ts'
import type { JobResult } from '../suite/job.ts'
import type { Look } from './look.ts'
import { fieldFaults } from './pattern.ts'
import type { Evidence } from './verdict.ts'
import { count, listed, ordinal, quoted } from './words.ts'

/** What the caller got. */
export function lookAtResult(check: ResultCheck, { calls, fill }: Evidence): Look {
  const wanted = check.call ?? 1
  if (wanted === 'every') {
    const faulty = calls.findIndex(({ result }) => faults(result, check, fill).length > 0)
    if (faulty >= 0) return lookAtOne(calls, faulty + 1, check, fill)
    return calls.length === 0
      ? { holds: false, seen: 'there was no result' }
      : { holds: true, seen: `all ${calls.length} results agree` }
  }
  return lookAtOne(calls, wanted, check, fill)
}

function lookAtOne(
  calls: Evidence['calls'],
  number: number,
  check: ResultCheck,
  fill: (template: string) => string,
): Look {
  const result = calls[number - 1]?.result
  if (result === undefined) return { holds: false, seen: `there was no ${ordinal(number)} result` }
  const wrong = faults(result, check, fill)
  const which = calls.length === 1 ? '' : `call ${number}: `
  return { holds: wrong.length === 0, seen: which + (wrong.length === 0 ? gist(result) : listed(wrong)) }
}

/** A result in a few words: `success, status 200`. */
function gist(result: JobResult): string {
  const parts = [result.ok ? 'success' : 'no success']
  if (result.status !== null) parts.push(`status ${result.status}`)
  if (result.error) parts.push(`error ${result.error.kind}`)
  return parts.join(', ')
}

function faults(result: JobResult, check: ResultCheck, fill: (template: string) => string): readonly string[] {
  return [
    ...outcomeFaults(result, check),
    ...bodyFaults(result, check),
    ...fieldFaults(Object.entries(result.headers ?? {}), check.fields ?? {}),
    ...(check.url === undefined ? [] : addressFaults(result, fill(check.url))),
  ]
}

function outcomeFaults(result: JobResult, check: ResultCheck): readonly string[] {
  const wrong: string[] = []
  if (check.ok !== undefined && result.ok !== check.ok)
    wrong.push(result.ok ? 'the client called it a success' : 'the client called it no success')
  if (check.status !== undefined && result.status !== check.status)
    wrong.push(result.status === null ? 'the caller saw no status' : `the caller saw status ${result.status}`)
  if (check.error !== undefined && !errorFits(result, check.error)) wrong.push(errorSeen(result))
  const thrown = result.error !== undefined && result.error !== null
  if (check.thrown !== undefined && thrown !== check.thrown)
    wrong.push(thrown ? 'the client threw it' : 'the client threw nothing')
  return wrong
}

function bodyFaults(result: JobResult, check: ResultCheck): readonly string[] {
  const wrong: string[] = []
  if (check.body !== undefined && (result.body ?? '') !== check.body) wrong.push(bodySeen(result))
  const bytes = bytesOf(result)
  const { min = 0, max = Number.POSITIVE_INFINITY } = check.bodyBytes ?? {}
  if (bytes < min || bytes > max) wrong.push(`the caller got ${count(bytes, 'byte')}`)
  return wrong
}

/** How the call failed. An answer that is no success counts as `status`, whether the client threw for it or not. */
function kindOf(result: JobResult): ErrorKind | null {
  if (result.error) return result.error.kind
  return result.ok ? null : 'status'
}

function errorFits(result: JobResult, wanted: NonNullable<ResultCheck['error']>): boolean {
  const kind = kindOf(result)
  if (wanted === 'any') return kind !== null && kind !== 'status'
  if (wanted === 'none') return kind === null || kind === 'status'
  return kind !== null && wanted.includes(kind)
}

function errorSeen({ error }: JobResult): string {
  return error ? `error ${error.kind}: ${quoted(error.message)}` : 'there was no error'
}

function bytesOf(result: JobResult): number {
  return result.bodyBytes ?? new TextEncoder().encode(result.body ?? '').length
}

function bodySeen(result: JobResult): string {
  const bytes = bytesOf(result)
  return bytes === 0 ? 'the body was empty' : `the body was ${count(bytes, 'byte')}, ${quoted(result.body ?? '')}`
}

/** Not every client tells the final address; one that has an answer and does not tell is not blamed. */
function addressFaults({ url, status }: JobResult, expected: string): readonly string[] {
  if (url === undefined || url === null) return status === null ? ['the caller saw no address'] : []
  return sameAddress(url, expected) ? [] : [`the address was ${url}`]
}

function sameAddress(one: string, other: string): boolean {
  const [left, right] = [URL.parse(one), URL.parse(other)]
  return left === null || right === null ? one === other : left.href === right.href
}
