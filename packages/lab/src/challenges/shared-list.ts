// A list that two people write. Its version follows from the requests that came, so nothing else is kept.

import type { LogEntry } from '../log/entry.ts'
import type { Answer } from '../script/answer.ts'
import { fieldValue } from '../script/field.ts'
import type { PickRequest } from '../script/pick.ts'

interface Version {
  readonly number: number
  readonly text: string
}

type Asked = Pick<LogEntry, 'method' | 'target' | 'fields'>

const PATH = '/list'
const isPut = ({ method, target }: Asked): boolean => method === 'PUT' && target === PATH
const tagOf = ({ number }: Version): string => `"v${number}"`

/** Somebody else writes right before the first PUT of the player. */
function versionAfter(entries: readonly LogEntry[]): Version {
  const puts = entries.filter(isPut)
  let version: Version = { number: 1, text: 'tea, milk' }
  if (puts.length > 0) version = othersVersion
  for (const put of puts) {
    if (isMet(put, version)) version = { number: version.number + 1, text: put.body?.text ?? '' }
  }
  return version
}

const othersVersion: Version = { number: 2, text: 'tea, milk, eggs' }

/** RFC 9110 section 13.1.1: no If-Match, `*`, or one of the tags is that of the version that is there. */
function isMet({ fields }: Asked, version: Version): boolean {
  const value = fieldValue(fields, 'if-match')
  if (value === null || value.trim() === '*') return true
  return value.split(',').some(tag => tag.trim() === tagOf(version))
}

export function sharedList({ method, path, fields }: PickRequest, before: readonly LogEntry[]): Answer | null {
  if (path !== PATH) return null
  const asked = { method, target: path, fields }
  if (isPut(asked)) {
    const version = before.some(isPut) ? versionAfter(before) : othersVersion
    if (!isMet(asked, version)) return { status: 412, body: { text: 'Somebody else has written since you read.\n' } }
    return { status: 204, fields: { etag: tagOf({ ...version, number: version.number + 1 }) } }
  }
  const version = versionAfter(before)
  if (method !== 'GET') return null
  return {
    status: 200,
    fields: { etag: tagOf(version), 'cache-control': 'no-cache', 'content-type': 'text/plain; charset=utf-8' },
    // As base64, since what the player wrote is no template.
    body: { base64: Buffer.from(version.text).toString('base64') },
  }
}
