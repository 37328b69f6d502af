import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadFiles } from '../script/library.ts'
import type { Scenario } from '../script/scenario.ts'
import { anchorLink } from './anchor-link.ts'

test('anchors lead to the place that they name', () => {
  for (const [anchor, link] of [
    ['RFC9110#15.4.2', 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.2'],
    ['fetch#http-redirect-fetch', 'https://fetch.spec.whatwg.org/#http-redirect-fetch'],
    [
      'draft-ietf-httpapi-ratelimit-headers#4.1',
      'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers#section-4.1',
    ],
    ['mixed-content#algorithms', 'https://www.w3.org/TR/mixed-content/#algorithms'],
    ['Elsewhere#7', 'Elsewhere#7'],
  ] as const) {
    assert.equal(anchorLink(anchor), link)
  }
})

test('every anchor of the scenarios is of a document that is known', () => {
  const anchors = loadFiles().flatMap(({ value }) => (value as Scenario | undefined)?.anchors ?? [])
  assert.ok(anchors.length > 0)
  assert.deepEqual(
    anchors.filter(anchor => anchorLink(anchor) === anchor),
    [],
  )
})
