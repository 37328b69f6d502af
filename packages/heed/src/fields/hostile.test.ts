import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAge } from './age.ts'
import { parseAllow } from './allow.ts'
import { parseChallenges } from './authenticate.ts'
import { parseCacheControl } from './cache-control.ts'
import { parseCacheDate } from './cache-date.ts'
import { parseContentRange } from './content-range.ts'
import { parseEntityTag, parseEntityTags } from './etag.ts'
import { parseFieldNames } from './field-names.ts'
import { parseHttpDate } from './http-date.ts'
import { parseLink } from './link.ts'
import { resolveLocation } from './location.ts'
import { parseMediaType } from './media-type.ts'
import { parseOffers } from './offers.ts'
import { parseProblem } from './problem.ts'
import { parseRange } from './range.ts'
import { parseRateLimit, parseRateLimitOf07, parseRateLimitPolicy } from './rate-limit/draft.ts'
import { parseOlderPolicies } from './rate-limit/families.ts'
import { readDraft, readOwn } from './rate-limit/read.ts'
import { resetMs } from './rate-limit/resets.ts'
import { vendorNamed } from './rate-limit/vendors.ts'
import { retryAfterMs } from './retry-after.ts'
import { parseDictionary, parseList } from './structured.ts'
import { matchesVaried, parseVary } from './vary.ts'

const size = 64 * 1024
// A parser needs less than 5 ms of this; one that starts over for each character needs seconds.
const limitMs = 100
const mostRuns = 5
const longBase = new URL(`https://example.com/${'../a/'.repeat(1600)}#x`)

const shopify = vendorNamed('Shopify')
const zendesk = vendorNamed('Zendesk')

const parsers: Readonly<Record<string, (value: string) => unknown>> = {
  parseAge,
  parseAllow,
  parseCacheControl,
  'parseCacheControl, names': value => parseCacheControl(`no-cache="${value}`),
  'parseCacheControl, seconds': value => parseCacheControl(`max-age="${value}`),
  parseCacheDate: value => parseCacheDate(value, 0),
  parseChallenges,
  parseContentRange,
  parseDictionary,
  parseEntityTag,
  parseEntityTags,
  parseFieldNames,
  parseHttpDate: value => parseHttpDate(value, 0),
  parseList,
  'parseList, bytes': value => parseList(`:${value}:`),
  'parseList, display': value => parseList(`%"${value}"`),
  parseLink: value => parseLink(value, longBase),
  resolveLocation: value => resolveLocation(value, longBase),
  parseMediaType,
  'parseMediaType, parameters': value => parseMediaType(`a/b;${value}`),
  parseOffers,
  'parseOffers, parameters': value => parseOffers(`a/b;${value}`),
  parseProblem: value => parseProblem('application/problem+json', value),
  'parseProblem, type': value => parseProblem(value, '{}'),
  parseOlderPolicies,
  parseRange,
  parseRateLimit,
  parseRateLimitOf07,
  parseRateLimitPolicy,
  'readDraft, both': value => readDraft({ ratelimit: value, 'ratelimit-policy': value }),
  'readOwn, any server': value => readOwn({ 'ratelimit-limit': value, 'x-ratelimit-reset': value }, null, 0),
  'readOwn, Shopify': value => readOwn({ 'x-shopify-shop-api-call-limit': value }, shopify, 0),
  'readOwn, Zendesk': value => readOwn({ 'zendesk-ratelimit-a': value }, zendesk, 0),
  'resetMs, guess': value => resetMs(value, 'guess', 0),
  'resetMs, go-duration': value => resetMs(value, 'go-duration', 0),
  'resetMs, javascript-date': value => resetMs(`Tue Feb 16 2021 09:02:42 GMT+0100 (${value}`, 'javascript-date', 0),
  'resetMs, timestamp': value => resetMs(`2026-11-22T12:00:00.${value}`, 'timestamp', 0),
  retryAfterMs: value => retryAfterMs(value, null, 0),
  'retryAfterMs, Date': value => retryAfterMs('Sun, 06 Nov 1994 08:49:37 GMT', value, 0),
  parseVary,
  matchesVaried: value => matchesVaried({ a: value }, { a: `${value} ` }),
}

/** What this thread itself computed: the time that others had the machine does not count. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The best of several runs: collecting garbage makes single runs slow, a wrong algorithm makes all of them slow. */
function isLinear(parse: (value: string) => unknown, value: string): boolean {
  for (let run = 0; run < mostRuns; run += 1) {
    const startMs = computedMs()
    parse(value)
    if (computedMs() - startMs < limitMs) return true
  }
  return false
}

function filled(head: string, unit: string, tail: string): string {
  const room = size - head.length - tail.length
  return head + unit.repeat(Math.ceil(room / unit.length)).slice(0, room) + tail
}

const units = [
  ...['a', ' ', '\t', ',', ';', '=', '"', '\\', '<', '>', '[', '{', '0', '%', '\xff', '\u20ac', '\ud800', '../'],
  ...['\\"', '"\\', '""', 'a,', ' a', 'a ', 'a=', 'a =', ';a=b', ';a="', 'a="",', 'a b,', 'a b=c,', 'a b="c",', 'a"b,'],
  ...['<,', '<>', '<a', '<>;rel=a,', '<>;rel="a b c",', '<>;a="', '<>;a="\\";', ';charset', ';charset="', 'Sun, 06 '],
  ...['a;a;', '1,', '"a";r=0;t=5,', 'limit=0,', '0.', '1h', '1/', 'a=1;', ' GMT', '%c3', '(a) ,'],
  ...['[],', '{},', '{"a":0},', '"a":{"', '"__proto__":0,', '"\\u005f', '\\\\"'],
]
const heads = ['', 'a ', 'a a=', 'a a="', 'a/b;', '<a>;rel="', '"', '{"x":[', '{', ' Sun, 06 Nov 1994 08:49:37 GMT']
const tails = ['', '0]}']

for (const [name, parse] of Object.entries(parsers)) {
  test(`${name} reads 64 KiB of anything in time that grows with its length: made by hand`, () => {
    for (const head of heads) {
      for (const unit of units) {
        for (const tail of tails) {
          const value = filled(head, unit, tail)
          assert.ok(isLinear(parse, value), `${JSON.stringify(head)} and ${JSON.stringify(unit)} over and over`)
        }
      }
    }
  })

  test(`${name} reads 64 KiB of anything in time that grows with its length: property`, () => {
    const piece = fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 6 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.constantFrom(...heads), piece, fc.constantFrom(...tails), (head, unit, tail) =>
        isLinear(parse, filled(head, unit, tail)),
      ),
    )
  })

  test(`${name} never throws, whatever the text`, () => {
    const grammar = fc.array(fc.constantFrom(...heads, ...units, ...tails)).map(parts => parts.join(''))
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), grammar)
    fc.assert(
      fc.property(text, value => {
        parse(value)
      }),
      { numRuns: 500 },
    )
  })
}
