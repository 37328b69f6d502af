import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import facts from '../../facts/status-codes.json' with { type: 'json' }
import { specAddress } from './explain.ts'
import { type Row, row } from './row.ts'
import { rows, strays } from './table.ts'

const byCode = new Map(rows.map(one => [one.code, one]))
const isCode = (code: number): boolean => code >= 100 && code <= 599
const codesOf = (wanted: (one: Row) => boolean): number[] => rows.filter(wanted).map(one => one.code)
const sentencesOf = (one: Row): string[] => [one.meaning, one.next, one.again]

function rowOf(code: number): Row {
  const found = byCode.get(code)
  assert.ok(found, `no row for ${code}`)
  return found
}

test('there is one row for each code of the registry and of the vendors, in order, and none besides', () => {
  const wanted = [...facts.codes, ...facts.unregistered].map(one => one.code).filter(isCode)
  assert.equal(facts.codes.length, 64)
  assert.equal(facts.unregistered.length, 34)
  assert.deepEqual(
    rows.map(one => one.code),
    wanted.sort((one, other) => one - other),
  )
})

describe('a row agrees with the registry and its specification', () => {
  for (const fact of facts.codes) {
    test(`${fact.code} ${fact.phrase}`, () => {
      const found = rowOf(fact.code)
      assert.equal(found.phrase, fact.phrase)
      assert.equal(found.kind.replace(' ', ''), fact.class.toLowerCase())
      assert.equal(found.registration, fact.registered)
      assert.equal(found.effect, fact.requestApplied)
      assert.equal(found.cacheable, fact.cacheableByDefault)
      assert.equal(found.neverStore, fact.storageForbidden)
      assert.equal(found.bodiless, !fact.bodyAllowed)
      assert.deepEqual(found.fields, fact.headers)
      assert.equal(found.spec, `${fact.spec.document}#${fact.spec.section}`)
      assert.equal(specAddress(found.spec), fact.spec.url)
      assert.equal(found.vendor, null)
      const names = [found.phrase, ...found.aliases].map(name => name.toLowerCase())
      for (const phrase of fact.alternativePhrases) assert.ok(names.includes(phrase.toLowerCase()), phrase)
    })
  }
})

describe('a vendor code names who uses it', () => {
  for (const { code, uses } of facts.unregistered.filter(one => isCode(one.code))) {
    test(`${code}`, () => {
      const found = rowOf(code)
      assert.equal(found.registration, 'vendor')
      assert.equal(found.effect, 'not-stated')
      assert.equal(found.spec, 'RFC9110#15')
      assert.equal(found.cacheable, false)
      const vendor = found.vendor ?? ''
      const names = [found.phrase, ...found.aliases].join('\n').toLowerCase()
      for (const use of uses) {
        const known = use.vendor.match(/\p{L}{4,}|AWS/gu) ?? []
        assert.ok(
          known.some(word => vendor.includes(word)),
          `${vendor} lacks ${use.vendor}`,
        )
        if (use.phrase !== null) assert.ok(names.includes(use.phrase.toLowerCase()), `${use.phrase} cannot be found`)
      }
    })
  }
})

test('a number outside 100..599 that vendors send stands apart from the rows', () => {
  const wanted = facts.unregistered.filter(one => !isCode(one.code))
  assert.deepEqual(
    strays.map(one => [one.code, one.vendor, one.phrase]),
    wanted.map(one => [one.code, one.uses[0]?.vendor, one.uses[0]?.phrase]),
  )
})

test('the two lists for caches are exact', () => {
  assert.deepEqual(
    codesOf(one => one.cacheable),
    facts.cacheableByDefault,
  )
  assert.deepEqual(
    codesOf(one => one.neverStore),
    facts.neverStore,
  )
})

describe('every row has three sentences for people', () => {
  for (const one of rows) {
    test(`${one.code}`, () => {
      for (const sentence of sentencesOf(one)) {
        assert.match(sentence, /^[A-Z][^.]*[^. ]\.$/, 'one sentence, capital first, full stop last')
        assert.doesNotMatch(sentence, / {2}|["`]/)
        assert.ok(sentence.length <= 130, `${sentence.length} characters: ${sentence}`)
      }
      assert.equal(new Set(sentencesOf(one)).size, 3)
      assert.match(specAddress(one.spec), /^https:\/\/[a-z.-]+\/[a-z0-9/.-]+#(section-\d+(\.\d+)*|name-[a-z0-9-]+)$/)
    })
  }
})

test('no two codes mean the same', () => {
  assert.equal(new Set(rows.map(one => one.meaning)).size, rows.length)
})

test('the retried codes are those of the design', () => {
  const retried = [408, 413, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530]
  assert.deepEqual(
    codesOf(one => one.verb === 'retry'),
    retried,
  )
  assert.deepEqual(
    codesOf(one => one.retry?.whom === 'any'),
    [421, 425],
  )
  assert.deepEqual(
    codesOf(one => one.retry?.onlyWhenAsked === true),
    [413],
  )
  assert.deepEqual(
    codesOf(one => one.retry?.onceOnNewConnection === true),
    [421],
  )
  assert.deepEqual(
    codesOf(one => one.retry?.pace === 'throttle'),
    [429, 529],
  )
})

test('every other verb has exactly its codes', () => {
  assert.deepEqual(
    codesOf(one => one.verb === 'note'),
    [100, 102, 103, 104],
  )
  assert.deepEqual(
    codesOf(one => one.verb === 'use'),
    codesOf(one => one.kind === 'successful'),
  )
  assert.deepEqual(
    codesOf(one => one.verb === 'follow'),
    [301, 302, 303, 307, 308],
  )
  assert.deepEqual(
    codesOf(one => one.verb === 'reuse'),
    [304],
  )
  assert.deepEqual(
    codesOf(one => one.verb === 'renew'),
    [401, 407],
  )
  assert.deepEqual(
    codesOf(one => one.verb === 'repair'),
    [411, 416, 417, 428],
  )
  const stopped = codesOf(one => one.verb === 'stop')
  for (const code of [101, 300, 305, 306, 400, 403, 404, 409, 412, 420, 501, 505, 506, 507, 508, 510, 511]) {
    assert.ok(stopped.includes(code), `${code} stops`)
  }
})

test('a redirect says what becomes of the method', () => {
  assert.deepEqual(
    codesOf(one => one.follow?.method === 'post-to-get'),
    [301, 302],
  )
  assert.deepEqual(
    codesOf(one => one.follow?.method === 'get'),
    [303],
  )
  assert.deepEqual(
    codesOf(one => one.follow?.method === 'keep'),
    [307, 308],
  )
})

test('knobs are there exactly when the verb asks for them', () => {
  for (const one of rows) {
    assert.equal(one.follow !== null, one.verb === 'follow', `${one.code}`)
    assert.equal(one.retry !== null, one.verb === 'retry', `${one.code}`)
    assert.equal(one.renew !== null, one.verb === 'renew', `${one.code}`)
    assert.equal(one.repair !== null, one.verb === 'repair', `${one.code}`)
  }
})

test('Location names something, and is no redirect, on 201 and 202 alone', () => {
  assert.deepEqual(
    codesOf(one => one.namesLocation),
    [201, 202],
  )
})

test('a renewal says whose credentials were refused, and each challenge field is one of its row', () => {
  assert.deepEqual(
    codesOf(one => one.renew?.field === 'authorization'),
    [401],
  )
  assert.deepEqual(
    codesOf(one => one.renew?.field === 'proxy-authorization'),
    [407],
  )
  for (const { renew, fields } of rows) {
    if (renew !== null) assert.ok(fields.some(name => name.toLowerCase() === renew.challenge))
  }
})

test('a repair says what the request needs', () => {
  const needs = { 'add-length': [411], 'change-range': [416], 'drop-expect': [417], 'add-condition': [428] }
  for (const [how, codes] of Object.entries(needs)) {
    assert.deepEqual(
      codesOf(one => one.repair?.how === how),
      codes,
    )
  }
})

test('what an answer is about stands in its row', () => {
  assert.deepEqual(
    codesOf(one => one.conflict),
    [409, 412],
  )
  assert.deepEqual(
    codesOf(one => one.absent),
    [404, 410],
  )
  assert.deepEqual(
    codesOf(one => one.byNetwork),
    [511],
  )
  assert.deepEqual(
    codesOf(one => one.partial),
    [206],
  )
})

test('all rows have the same members in the same order, and nobody can change them', () => {
  const shape = Object.keys(rowOf(200))
  for (const one of rows) {
    assert.deepEqual(Object.keys(one), shape)
    for (const part of [one, one.fields, one.aliases, one.follow, one.retry, one.renew, one.repair])
      assert.ok(Object.isFrozen(part))
  }
})

test('a row outside the five classes cannot be made', () => {
  for (const code of [99, 600, 999, Number.NaN]) {
    assert.throws(() => row(code, 'X', 'RFC9110#15', { meaning: 'X.' }), { name: 'RangeError', message: /100 to 599/ })
  }
})
