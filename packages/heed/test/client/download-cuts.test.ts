import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DownloadError } from '../../src/download/download-error.ts'
import { contentOf, type Move, played, rangesOf, versionOf } from './download-server.ts'
import { failureOf } from './loopback.ts'

const SMALL = 24
for (const names of ['etag', 'date'] as const) {
  test(`every cut point of a small content ends in the same bytes (${names})`, async t => {
    const expected = contentOf(0, SMALL)
    for (const chunked of [false, true]) {
      for (let cutBytes = 0; cutBytes <= (chunked ? SMALL : SMALL - 1); cutBytes++) {
        const play = await played(t, SMALL, [{ cutBytes, chunked, names }])
        const done = await play.download()
        assert.ok(play.sink.bytes().equals(expected), `cut after ${cutBytes}`)
        assert.equal(done.bytes, SMALL)
        assert.deepEqual(rangesOf(play), [undefined, cutBytes === 0 ? undefined : `bytes=${cutBytes}-`])
        assert.equal(play.seen[1]?.headers['if-range'], cutBytes === 0 ? undefined : done.validator)
        assert.equal(play.sink.restarts, 0)
      }
    }
  })
}

test('any list of cuts ends in the same bytes, as long as each try brings some', async t => {
  const bytes = 200_000
  const expected = contentOf(0, bytes)
  const cuts = fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(cuts, fc.boolean(), async (list, chunked) => {
      const play = await played(
        t,
        bytes,
        list.map(cutBytes => ({ cutBytes, chunked })),
      )
      const done = await play.download()
      assert.ok(play.sink.bytes().equals(expected))
      assert.equal(play.sink.restarts, 0)
      // When cuts add up to all of it, the refusal of a range tells that nothing is missing.
      assert.equal(done.resumed, play.seen.length - (done.answer.status === 416 ? 2 : 1))
    }),
    { numRuns: 25 },
  )
})

const anyMove: fc.Arbitrary<Move> = fc.record(
  {
    cutBytes: fc.integer({ min: 0, max: 400 }),
    version: fc.integer({ min: 0, max: 3 }),
    ignoresRange: fc.boolean(),
    ignoresCondition: fc.boolean(),
    names: fc.constantFrom('etag', 'weak', 'date', 'nothing'),
    lie: fc.constantFrom('begin', 'total', 'longer', 'shorter', 'no-range', 'refuse'),
    coded: fc.boolean(),
    chunked: fc.boolean(),
  },
  { requiredKeys: [] },
)

for (const restartIfChanged of [false, true]) {
  test(`whatever a server does, nothing is ever mixed (restartIfChanged: ${restartIfChanged})`, async t => {
    const ends = { whole: 0, broken: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { maxLength: 7 }), async moves => {
        const play = await played(t, 300, moves)
        try {
          const { bytes } = await play.download({ restartIfChanged })
          assert.equal(bytes, 300)
          assert.equal(play.sink.bytes().length, 300)
          ends.whole++
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error
          const state = error instanceof DownloadError ? error.state : null
          assert.equal(play.sink.bytes().length, state?.heldBytes ?? 0)
          ends.broken++
        }
        assert.notEqual(versionOf(play.sink.bytes()), null)
      }),
      { numRuns: 150 },
    )
    assert.ok(ends.whole > 10 && ends.broken > 10, JSON.stringify(ends))
  })
}

for (const [name, moves, restarts] of [
  ['the server knows no ranges', [{ cutBytes: 10 }, { ignoresRange: true }], 1],
  ['the content changed', [{ cutBytes: 10 }, { version: 1 }], 1],
  ['there is no strong validator', [{ cutBytes: 10, names: 'weak' }, { names: 'weak' }], 1],
  ['the answer is coded', [{ cutBytes: 25, coded: true }], 1],
  ['the range is refused', [{ cutBytes: 10 }, { lie: 'refuse', version: 0 }], 1],
  ['the part names no version', [{ cutBytes: 10 }, { names: 'nothing', ignoresCondition: true }], 1],
] as const) {
  test(`it starts over in a clean sink when ${name}`, async t => {
    const play = await played(t, 300, moves)
    const done = await play.download()
    assert.ok(play.sink.bytes().equals(contentOf((moves[1] as Move | undefined)?.version ?? 0, 300)))
    assert.ok(play.sink.restarts <= restarts)
    assert.equal(done.reusedBytes, 0)
  })
}

for (const [name, move] of Object.entries<Move>({
  'another version': { version: 1, ignoresCondition: true },
  'a part that begins elsewhere': { lie: 'begin' },
  'another length': { lie: 'total' },
  'more than was announced': { lie: 'longer' },
  'a part without its range': { lie: 'no-range' },
})) {
  test(`${name} is an error, and with restartIfChanged a new start`, async t => {
    const play = await played(t, 300, [{ cutBytes: 10 }, move])
    const error = await failureOf(play.download())
    assert.ok(error instanceof DownloadError, String(error))
    assert.deepEqual(
      [error.reason, error.code, error.resumable, error.who],
      ['changed', 'HEED_DOWNLOAD', false, 'server'],
    )
    assert.equal(play.sink.bytes().length, 0)
    assert.match(error.message, /^The download of http:\S+ ended after \d+ of 300 bytes: /)
    if (move.lie === 'longer') return
    const again = await played(t, 300, [{ cutBytes: 10 }, move])
    await again.download({ restartIfChanged: true })
    assert.ok(again.sink.bytes().equals(contentOf(move.version ?? 0, 300)))
  })
}

test('a part that is shorter than announced is gone on from', async t => {
  const play = await played(t, 300, [{ cutBytes: 10 }, { lie: 'shorter' }])
  await play.download()
  assert.ok(play.sink.bytes().equals(contentOf(0, 300)))
  assert.deepEqual(rangesOf(play), [undefined, 'bytes=10-', 'bytes=155-'])
})

test('a content whose last chunk alone is missing is complete: the refusal says so', async t => {
  const play = await played(t, 300, [{ cutBytes: 300, chunked: true }])
  const done = await play.download()
  assert.equal(done.answer.status, 416)
  assert.ok(play.sink.bytes().equals(contentOf(0, 300)))
})
