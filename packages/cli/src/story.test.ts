import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, StatusError, type TrailEntry } from 'heed'
import { serve } from '../test/command.ts'
import { createStory, type StoryLevel } from './story.ts'

function recorder(screen: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = []
  return { ...screen, written, write: (text: string) => written.push(text), text: () => written.join('') }
}

const sent: TrailEntry = {
  what: 'send',
  atMs: 0,
  rule: 'caller',
  reason: 'the call begins',
  method: 'GET',
  url: 'http://a/',
  attempt: 1,
  hop: 0,
}
const answered: TrailEntry = {
  what: 'answer',
  atMs: 5,
  rule: 'retry',
  reason: 'Full.',
  status: 503,
  phrase: 'Service Unavailable',
  verb: 'retry',
  tookMs: 5,
}
const waited: TrailEntry = {
  what: 'wait',
  atMs: 5,
  rule: 'retry',
  reason: '503 Service Unavailable: the server asked for 90 s (Retry-After)',
  waitMs: 90_000,
  source: 'retry-after',
}

function told(level: StoryLevel, ...entries: TrailEntry[]): string {
  const out = recorder()
  const story = createStory(out, { colour: false, level })
  for (const entry of entries) story.onTrail(entry)
  story.close()
  return out.text()
}

test('each step has its line: code, phrase, rule, why, and where the wait came from', () => {
  assert.equal(
    told('normal', sent, answered, waited),
    [
      '→ GET http://a/',
      '← 503 Service Unavailable · retry · 5 ms',
      '  Full.',
      '⋯ waits 90 s · retry · asked for by Retry-After',
      '  The server asked for 90 s (Retry-After).',
      '',
    ].join('\n'),
  )
  assert.match(told('verbose', sent, answered), /503 Service Unavailable · retry · 5 ms · at 5 ms/)
  assert.equal(told('quiet', sent, answered, waited), '')
})

test('a terminal gets a countdown that is gone after close; a pipe gets none', () => {
  const out = recorder({ isTTY: true, columns: 60 })
  const story = createStory(out, { colour: false, level: 'normal' })
  for (const entry of [sent, answered, waited]) story.onTrail(entry)
  assert.match(out.written.at(-1) ?? '', /^\r.\[K {2}─+ 1:30$/s)
  story.close()
  assert.equal(out.written.at(-1), '\r\u001b[K')
})

test('words of others cannot move the cursor', () => {
  const evil: TrailEntry = { ...sent, url: 'http://a/\u001b[2J\u009b1m\u202e' }
  assert.match(told('normal', evil), /http:\/\/a\/\ufffd\[2J\ufffd1m\ufffd\n/)
})

test('narrow terminals get short lines, however long a word is', () => {
  const out = recorder({ isTTY: true, columns: 40 })
  const story = createStory(out, { colour: false, level: 'normal' })
  story.onTrail({ ...sent, url: `http://a/${'x'.repeat(90)}` })
  story.close()
  for (const line of out.text().split('\n')) assert.ok(line.length <= 40, line)
})

test('the end tells what the server says, without its control characters', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/problem+json' }).end('{"detail":"bad \\u001b[31m thing"}')
  })
  const client = createClient()
  const error = await client(server.url).catch((failure: unknown) => failure)
  await client.close()
  assert.ok(error instanceof StatusError)
  const out = recorder()
  createStory(out, { colour: false, level: 'normal' }).ended(error)
  assert.match(out.text(), /✗ 400 Bad Request/)
  assert.match(out.text(), /The server says: bad \ufffd\[31m thing/)
  assert.match(out.text(), /Next: /)
})
