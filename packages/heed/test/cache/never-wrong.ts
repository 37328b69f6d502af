import assert from 'node:assert/strict'
import type { Answer } from '../../src/answer.ts'
import type { StatusError } from '../../src/errors/errors.ts'
import type { TrailEntry } from '../../src/trail.ts'
import { checkTrail } from '../trail-laws.ts'
import { directives, forbidden } from './second-reading.ts'
import { contentOf, type Said } from './strange-server.ts'
import type { Call, Users } from './users.ts'

/** The entries since the last redirect: what led to the answer. */
function sinceHop(trail: readonly TrailEntry[]): readonly TrailEntry[] {
  return trail.slice(trail.findLastIndex(entry => entry.what === 'hop') + 1)
}

const fieldsOf = (answer: Answer): Record<string, string> => Object.fromEntries(answer.headers)

/** It is about what was asked, whose it is, and whole. */
function checkBody(call: Call, answer: Answer, first: Said, path: string): void {
  const { asked, text } = call
  assert.deepEqual([first.path, first.user], [path, asked.user ?? 'nobody'], 'of another address or user')
  if (path === '/v') assert.equal(first.lang, asked.lang, 'of another variant')
  const name = answer.headers.get('x-name')
  if (name !== null) {
    const lang = path === '/v' ? asked.lang : '*'
    assert.deepEqual(
      name.split('|').slice(0, 3),
      [path, lang, asked.user ?? 'nobody'],
      'of another address, variant or user',
    )
  }
  if (answer.cache?.is === 'miss') {
    const isOwnPart = answer.status === 206 && asked.range === null && first.ranged
    assert.ok(!isOwnPart, 'a part that heed asked for')
    if (text !== null && answer.whole) assert.equal(text, first.text, 'another body than the server sent')
    return
  }
  checkKeptBody(call, answer, first)
}

function checkKeptBody({ asked, text, failed }: Call, answer: Answer, first: Said): void {
  const content = contentOf(answer.headers.get('x-name') ?? '|||0')
  assert.ok(answer.whole, 'nothing kept is cut')
  if (text === null || answer.status === 304) return
  if (asked.method === 'HEAD') assert.equal(text, '')
  else if (answer.status === 200) assert.equal(text, content, 'not the whole content')
  else if (answer.status === 206) checkPart(answer, text, content, asked.range)
  else assert.equal(text, first.text)
  assert.ok(answer.status !== 200 || !failed)
}

function checkPart(answer: Answer, text: string, content: string, range: string | null): void {
  const said = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.headers.get('content-range') ?? '')
  assert.ok(said !== null && range !== null, 'a part that nobody asked for')
  const [, from, to, all] = said
  assert.equal(text, content.slice(Number(from), Number(to) + 1))
  assert.ok(all === '*' || Number(all) === content.length)
}

/** Does the note say what happened? */
function checkNote(call: Call, answer: Answer, first: Said, last: Said, users: Users): void {
  const { id } = call
  const is = answer.cache?.is
  const own = sinceHop(answer.trail)
  const decisive = own.findLast(({ what }) => what === 'answer' || what === 'cache')
  const sent = own.some(({ what }) => what === 'send')
  if (is === 'miss') {
    assert.ok(sent && decisive?.what === 'answer', 'a miss comes from the server')
    assert.deepEqual([first.call, last.call], [id, id], 'a miss is what the server sent to this call')
  } else if (is === 'validated') {
    assert.ok(sent && decisive?.what === 'cache', 'a validated answer was asked about')
    const etag = answer.headers.get('etag')
    const spoken = users.server.said.some(({ call, fields }) => call === id && fields.etag === etag)
    assert.ok(last.call === id || (etag !== null && spoken), 'the server has just spoken of it')
  } else {
    assert.equal(decisive?.what, 'cache')
    assert.notEqual(first.call, id, 'a stored answer is none of this call')
  }
  const sends = answer.trail.filter(({ what }) => what === 'send').length
  // A stale answer is renewed behind the back of its call.
  const wasStale = answer.trail.some(entry => entry.what === 'cache' && entry.is === 'stale')
  if (!wasStale) assert.equal(users.sends.get(id) ?? 0, sends, 'the trail tells each send')
}

interface Used {
  readonly entry: TrailEntry
  readonly status: number
  readonly fields: Record<string, string>
  readonly last: Said
}

/** Why a stored answer might not be used when it was; null: it might. */
function whyNot(
  call: Call,
  users: Users,
  { entry, status, fields, last }: Used,
  trail: readonly TrailEntry[],
): string | null {
  const before = trail.slice(0, trail.indexOf(entry)).findLast(({ what }) => what === 'answer' || what === 'fault')
  // Held by what another call has heard of the server: its own trail tells of no send.
  const isHeld = entry.reason.startsWith('the server was not asked')
  const failed = isHeld || before?.what === 'fault' || (before?.what === 'answer' && before.status >= 500)
  const servedMs = [call.startMs + entry.atMs, call.endMs ?? call.startMs]
  let why: string | null = 'there is no date'
  for (const nowMs of servedMs.flatMap(atMs => users.datesAt(atMs))) {
    for (const cameMs of users.datesAt(last.headMs)) {
      const wishes = call.asked.wishes.join(', ')
      const { tookMs } = last
      why = forbidden({ status, fields, cameMs, tookMs, age: last.fields.age, nowMs, wishes, failed })
      if (why === null) return null
    }
  }
  return why
}

/** What the server said when it sent or last confirmed it allows this use. */
function checkUse(call: Call, answer: Answer, last: Said, users: Users): void {
  const { trail } = answer
  const entry = sinceHop(trail).findLast(({ what }) => what === 'cache')
  assert.ok(entry !== undefined)
  const used = { entry, status: answer.status === 206 ? 200 : answer.status, fields: fieldsOf(answer), last }
  assert.ok(!directives(last.fields['cache-control']).has('no-store'), 'no-store')
  if (answer.status !== 304) assert.equal(whyNot(call, users, used, trail), null)
}

/** After a change nothing older is used without asking. */
function checkChanges(call: Call, last: Said, path: string, users: Users): void {
  for (const change of users.calls) {
    const { answer, endMs, failed, asked, id } = change
    const isChange = asked.method !== 'GET' && asked.method !== 'HEAD'
    if (!isChange || failed || answer === null || endMs === null || endMs > call.startMs) continue
    if (change.endMs === call.startMs && Number(id) > Number(call.id)) continue
    const said = users.server.said.findLast(each => each.call === id && each.status < 300)
    if (said === undefined || said.serial >= call.serialAtStart) continue
    const named = [said.path, said.fields.location, said.fields['content-location']]
    if (named.includes(path)) assert.ok(last.serial > said.serial, `older than the change ${said.serial}`)
  }
}

/** Redirects from the store are as true and as fresh as other answers. */
function checkHops(call: Call, answer: Answer, users: Users): void {
  for (const [index, entry] of answer.trail.entries()) {
    if (entry.what !== 'cache' || answer.trail[index + 1]?.what !== 'hop') continue
    const hop = answer.trail[index + 1]
    const to = hop?.what === 'hop' ? new URL(hop.url).pathname : ''
    const candidates = users.server.said.filter(
      ({ path, user, status, fields }) =>
        path === '/r' && user === (call.asked.user ?? 'nobody') && status === entry.status && fields.location === to,
    )
    const allowed = candidates.some(last => {
      const used = { entry, status: last.status, fields: { ...last.fields }, last }
      return whyNot(call, users, used, answer.trail) === null
    })
    assert.ok(allowed, `no redirect to ${to} allows this`)
  }
}

/** Nobody is asked again before the time that they said. */
function checkPauses({ id, answer }: Call, users: Users): void {
  // What goes on behind a stale answer is another call.
  if (answer === null || answer.trail.some(entry => entry.what === 'cache' && entry.is === 'stale')) return
  const said = users.server.said.filter(({ call }) => call === id)
  for (const [index, { headMs, fields, status }] of said.entries()) {
    const next = said[index + 1]
    if (next === undefined || fields['retry-after'] === undefined) continue
    if (status !== 429 && status !== 503) continue
    const waitedMs = next.headMs - next.tookMs - headMs
    assert.ok(waitedMs >= Number(fields['retry-after']) * 1000 - 1, `asked again after ${waitedMs} ms`)
  }
}

/** All that is promised of one call. */
export function checkCall(call: Call, users: Users): void {
  const { asked, answer, endMs, startMs, failed } = call
  assert.ok(endMs !== null, 'it settles')
  const mostMs = asked.abortMs === null ? 5000 : asked.abortMs
  assert.ok(endMs - startMs <= mostMs + 1, `it took ${endMs - startMs} ms`)
  if (answer === null) return
  checkTrail(failed ? (call.error as StatusError).trail : answer.trail, 5000)
  const asksIfChanged = asked.own !== 'none'
  if (!failed && answer.status === 304) assert.ok(asksIfChanged, 'a 304 that nobody asked for')
  if (asked.wishes.includes('only-if-cached') && answer.status === 504) return
  checkHops(call, answer, users)
  checkPauses(call, users)
  const lastSerial = answer.headers.get('x-last')
  const firstSerial = answer.headers.get('x-first') ?? (asked.method === 'HEAD' ? lastSerial : null)
  if (answer.status === 304) return
  const first = users.server.said[Number(firstSerial)]
  const last = users.server.said[Number(lastSerial)]
  assert.ok(firstSerial !== null && first !== undefined && last !== undefined)
  const path = new URL(answer.url).pathname
  checkNote(call, answer, first, last, users)
  checkBody(call, answer, first, path)
  const is = answer.cache?.is
  if (is === 'hit' || is === 'stale') {
    checkUse(call, answer, last, users)
    checkChanges(call, last, path, users)
  }
}
