import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import { askedCache, dateIn, NOW_MS } from '../../../test/cache/asked-cache.ts'
import { lookup } from '../../status/lookup.ts'
import { ageMs, freshness } from './freshness.ts'
import { keep } from './keep.ts'

/*
 * Random answers, judged by heed and by http-cache-semantics as a private cache. Where the two differ, one of the differences
 * named below has to explain it, and each of those is shown by an example.
 */

interface Sample {
  readonly status: number
  readonly control: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}
interface Verdict {
  readonly storable: boolean
  readonly lifetimeSeconds: number
  readonly ageSeconds: number
}
type Aspect = keyof Verdict

const RESIDENT_MS = 7000
const fieldsOf = ({ control, fields }: Sample): Record<string, string> =>
  control.length === 0 ? { ...fields } : { ...fields, 'cache-control': control.join(', ') }

class Oracle extends CachePolicy {
  static nowMs = NOW_MS
  now(): number {
    return Oracle.nowMs
  }
}

function oracleSays(sample: Sample): Verdict {
  Oracle.nowMs = NOW_MS
  const request = { url: '/', method: 'GET', headers: { host: 'a.test' } }
  const policy = new Oracle(request, { status: sample.status, headers: fieldsOf(sample) }, { shared: false })
  const lifetimeSeconds = policy.maxAge()
  Oracle.nowMs = NOW_MS + RESIDENT_MS
  return { storable: policy.storable(), lifetimeSeconds, ageSeconds: policy.age() }
}

function heedSays(sample: Sample): Verdict {
  const fields = fieldsOf(sample)
  const row = lookup(sample.status) ?? assert.fail()
  const exchange = askedCache()
  exchange.tookMs = 0
  const keeping = keep(exchange, sample.status, '', fields, true, NOW_MS)
  const fresh = freshness(row, fields, NOW_MS, NOW_MS)
  const head = { ...fresh, answeredMs: NOW_MS } as Parameters<typeof ageMs>[0]
  return {
    storable: typeof keeping !== 'string',
    lifetimeSeconds: fresh.noCache ? 0 : fresh.freshMs / 1000,
    ageSeconds: ageMs(head, NOW_MS + RESIDENT_MS) / 1000,
  }
}

const says = (sample: Sample, ...directives: string[]): boolean => directives.some(one => sample.control.includes(one))
const saysLike = (sample: Sample, pattern: RegExp): boolean => sample.control.some(one => pattern.test(one))
const isTimed = (sample: Sample): boolean => saysLike(sample, /^max-age/i) || sample.fields.expires !== undefined
const hasNoCache = (sample: Sample): boolean =>
  saysLike(sample, /^no-cache/i) || (sample.control.length === 0 && sample.fields.pragma !== undefined)
/** The codes that http-cache-semantics knows, which is the same list for both questions but for 206, 302, 303 and 307. */
const KNOWN = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]

interface Difference {
  readonly name: string
  readonly section: string
  readonly of: readonly Aspect[]
  readonly when: (sample: Sample) => boolean
  readonly example: Sample
}
const example = (status: number, control: readonly string[], fields: Sample['fields'] = {}): Sample => ({
  status,
  control,
  fields,
})

const differences: readonly Difference[] = [
  {
    name: 'heed keeps any final code, not a list of known ones',
    section: 'RFC 9111 section 3',
    of: ['storable', 'lifetimeSeconds'],
    when: ({ status }) => !KNOWN.includes(status),
    example: example(403, ['max-age=60']),
  },
  {
    name: 'heed does not keep what it could never use: neither fresh nor with a validator',
    section: 'RFC 9111 section 4',
    of: ['storable'],
    when: sample =>
      !/^"/.test(sample.fields.etag ?? '') &&
      (!isDate(sample.fields['last-modified']) || hasNoCache(sample)) &&
      (hasNoCache(sample) || heedSays(sample).lifetimeSeconds === 0),
    example: example(200, []),
  },
  {
    name: 'heed keeps by must-understand what it understands',
    section: 'RFC 9111 section 5.2.2.3',
    of: ['storable', 'lifetimeSeconds'],
    when: sample => says(sample, 'must-understand') && saysLike(sample, /^no-store$/i),
    example: example(200, ['no-store', 'must-understand', 'max-age=60']),
  },
  {
    name: 'heed reads directives in any letter case',
    section: 'RFC 9111 section 5.2',
    of: ['storable', 'lifetimeSeconds'],
    when: sample => saysLike(sample, /[A-Z]/),
    example: example(200, ['No-Store', 'max-age=60']),
  },
  {
    name: 'heed takes what is not written as the grammar wants for no-store',
    section: 'RFC 9111 section 5.2',
    of: ['storable', 'lifetimeSeconds'],
    when: sample => says(sample, 'max-age =60', 'private=""', 'no-cache=""'),
    example: example(200, ['private=""', 'max-age=60']),
  },
  {
    name: 'heed does not keep what varies by anything',
    section: 'RFC 9111 section 4.1',
    of: ['storable', 'lifetimeSeconds'],
    when: ({ fields }) => fields.vary === '*',
    example: example(200, ['max-age=60'], { vary: '*' }),
  },
  {
    name: 'heed leaves out a field that no-cache names, and may use the rest',
    section: 'RFC 9111 section 5.2.2.4',
    of: ['lifetimeSeconds'],
    when: sample => says(sample, 'no-cache="set-cookie"'),
    example: example(200, ['no-cache="set-cookie"', 'max-age=60']),
  },
  {
    name: 'heed takes seconds that are no whole number for 0',
    section: 'RFC 9111 section 4.2.1',
    of: ['lifetimeSeconds'],
    when: sample => says(sample, 'max-age=60.5', 'max-age=-60', 'max-age=60a'),
    example: example(200, ['max-age=60.5'], { etag: '"a"' }),
  },
  {
    name: 'heed takes two different max-age for stale, not the last for true',
    section: 'RFC 9111 section 4.2.1',
    of: ['lifetimeSeconds'],
    when: sample => new Set(sample.control.filter(one => one.startsWith('max-age'))).size > 1,
    example: example(200, ['max-age=60', 'max-age=600'], { etag: '"a"' }),
  },
  {
    name: 'heed counts to 2^31 seconds',
    section: 'RFC 9111 section 1.2.2',
    of: ['lifetimeSeconds', 'ageSeconds'],
    when: sample => says(sample, 'max-age=99999999999') || sample.fields.age === '99999999999',
    example: example(200, ['max-age=99999999999']),
  },
  {
    name: 'immutable says nothing about how long an answer is fresh',
    section: 'RFC 8246 section 2',
    of: ['lifetimeSeconds'],
    when: sample => says(sample, 'immutable') && !saysLike(sample, /^max-age/i),
    example: example(200, ['immutable'], { etag: '"a"' }),
  },
  {
    name: 'heed guesses no longer than a day',
    section: 'RFC 9111 section 4.2.2',
    of: ['lifetimeSeconds'],
    when: sample => !isTimed(sample) && sample.fields['last-modified'] === dateIn(-10_000_000),
    example: example(200, [], { 'last-modified': dateIn(-10_000_000) }),
  },
  {
    name: 'heed remembers a permanent redirect for a day when no time is given, if it stays at its origin',
    section: 'RFC 9111 section 4.2.2',
    of: ['storable', 'lifetimeSeconds'],
    when: sample => [301, 308].includes(sample.status) && !isTimed(sample),
    example: example(301, [], { etag: '"a"' }),
  },
  {
    name: 'heed reads the three forms of an HTTP-date and nothing else',
    section: 'RFC 9111 section 5.3',
    of: ['lifetimeSeconds'],
    when: ({ fields }) =>
      [fields.expires, fields.date, fields['last-modified']].some(one => one === ISO || one === '0'),
    example: example(200, [], { expires: '2050-01-01T00:00:00Z', etag: '"a"' }),
  },
  {
    name: 'heed takes an answer for as old as its Date says',
    section: 'RFC 9111 section 4.2.3',
    of: ['ageSeconds'],
    when: ({ fields }) => isDate(fields.date) && Date.parse(fields.date ?? '') < NOW_MS,
    example: example(200, [], { date: dateIn(-100) }),
  },
  {
    name: 'heed ignores an Age that is no whole number',
    section: 'RFC 9111 section 5.1',
    of: ['ageSeconds'],
    when: ({ fields }) => ['-50', '50.5', '50;a=b'].includes(fields.age ?? ''),
    example: example(200, [], { age: '-50' }),
  },
]
const ISO = '2050-01-01T00:00:00Z'
const isDate = (text = ''): boolean => text.endsWith('GMT')

const ASPECTS = ['storable', 'lifetimeSeconds', 'ageSeconds'] as const
/** What the two say differently. Lifetimes within a millisecond are one: heed has no parts of one. */
function differing(sample: Sample): Aspect[] {
  const heed = heedSays(sample)
  const oracle = oracleSays(sample)
  // A lifetime is nothing to an oracle that does not keep the answer.
  const both = heed.storable && oracle.storable
  return ASPECTS.filter(aspect => {
    if (aspect === 'lifetimeSeconds' && !both) return false
    return Math.abs(Number(heed[aspect]) - Number(oracle[aspect])) > 0.001
  })
}

for (const { name, section, of, when, example: shown } of differences) {
  test(`differs: ${name} (${section})`, () => {
    assert.ok(when(shown), 'it does not explain its own example')
    assert.ok(
      differing(shown).some(aspect => of.includes(aspect)),
      'the two agree on its example',
    )
  })
}

const ordinary = [
  ...['max-age=0', 'max-age=60', 'max-age="60"', 'no-store', 'no-cache', 'private', 'public', 'must-revalidate'],
  ...['proxy-revalidate', 's-maxage=600', 'foo', 'foo="a, b"', 'stale-while-revalidate=5'],
]
const odd = [
  ...['max-age=600', 'max-age=99999999999', 'max-age=60.5', 'max-age=-60', 'max-age=60a', 'max-age =60', 'No-Store'],
  ...['no-cache="set-cookie"', 'no-cache=""', 'private=""', 'immutable', 'must-understand'],
]
const dates = [dateIn(0), dateIn(60), dateIn(-100), dateIn(-50_000)]
const oddDates = [...dates, dateIn(-10_000_000), 'foo', '0', ISO]

function samplesOf(
  directives: readonly string[],
  statuses: readonly number[],
  times: readonly string[],
  ages: string[],
) {
  const time = fc.constantFrom(...times)
  return fc.record({
    status: fc.constantFrom(...statuses),
    control: fc.array(fc.constantFrom(...directives), { maxLength: 3 }),
    fields: fc.record(
      {
        ...{ date: fc.constantFrom(dateIn(0), ...times), expires: time, 'last-modified': time },
        age: fc.constantFrom('0', '50', '600', 'abc', ...ages),
        etag: fc.constantFrom('"a"', 'W/"a"', 'a'),
        vary: fc.constantFrom('accept', 'accept', 'accept', ...(ages.length > 0 ? ['*'] : [])),
        pragma: fc.constant('no-cache'),
      },
      { requiredKeys: [] },
    ),
  })
}
const samples: fc.Arbitrary<Sample> = fc.oneof(
  samplesOf(ordinary, KNOWN, dates, []),
  samplesOf([...ordinary, ...odd], [...KNOWN, 302, 403, 503, 599], oddDates, ['99999999999', '-50', '50.5', '50;a=b']),
)

test('property: heed and http-cache-semantics agree on every answer, but for the differences named', () => {
  let plain = 0
  let all = 0
  fc.assert(
    fc.property(samples, sample => {
      const explained = new Set(differences.filter(({ when }) => when(sample)).flatMap(({ of }) => of))
      all += ASPECTS.length
      plain += ASPECTS.length - explained.size
      for (const aspect of differing(sample)) assert.ok(explained.has(aspect), `${aspect}: nothing explains it`)
    }),
    { numRuns: 3000 },
  )
  assert.ok(plain > all / 3, `only ${plain} of ${all} comparisons had nothing to explain`)
})
