import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createFetch, type Fetch } from '../../src/fetch/create-fetch.ts'
import type { FaceCase } from './face-case.ts'
import { faceCases } from './face-cases.ts'
import { faceServer } from './face-server.ts'
import { OTHERWISE } from './otherwise.ts'

/** How it ended, as whoever called sees it: what an error says in words is each one's own. */
async function ending({ ask }: FaceCase, fetch: Fetch, origin: string, other: string): Promise<unknown> {
  try {
    return { gave: await ask(fetch, origin, other) }
  } catch (error) {
    if (!(error instanceof Error)) return { threw: error }
    const { name, message } = error
    return { threw: [name, error.constructor.name, error instanceof TypeError ? null : message] }
  }
}

const server = await faceServer()
after(() => server.close())
const heeds = createFetch({ attempts: 1 })

for (const each of faceCases) {
  test(`${each.name}: as the platform's fetch`, async () => {
    const { origin, other } = server
    const wanted = await ending(each, globalThis.fetch as Fetch, origin, other)
    const seen = await ending(each, heeds, origin, other)
    if (Object.hasOwn(OTHERWISE, each.name)) assert.notDeepEqual(seen, wanted, 'it is no difference any more')
    else assert.deepEqual(seen, wanted)
  })
}

test('each difference is one of a case that is played', () => {
  const names = faceCases.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const name of Object.keys(OTHERWISE)) assert.ok(names.includes(name), name)
})
