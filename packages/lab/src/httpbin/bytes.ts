import type { Exercise, LabContext } from '../exercise.ts'
import { LARGEST_BODY_BYTES, LONGEST_DELAY_MS } from '../knobs/table.ts'
import { refuse } from '../problem.ts'
import { byteRange } from './byte-range.ts'
import { factsOf } from './facts.ts'
import { binRoute, jsonBytes, METHODS, numberMember, pathNumber, playBytes, queryNumber } from './route.ts'

/** httpbin's own bound. */
const RANDOM_BYTES = 100 * 1024
const LONGEST_S = LONGEST_DELAY_MS / 1000
const BINARY = { 'content-type': 'application/octet-stream' }

async function delay(context: LabContext): Promise<Response> {
  const given = context.req.param('n') ?? ''
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(given)) {
    const detail = `In this path comes a number of seconds, at most ${LONGEST_S}, which "${given.slice(0, 40)}" is not.`
    refuse({ status: 400, detail })
  }
  const delayMs = Math.round(Math.min(Number(given), LONGEST_S) * 1000)
  const facts = await factsOf(context, ['args', 'data', 'files', 'form', 'headers', 'origin', 'url'])
  return playBytes(context, jsonBytes(facts), { delayMs, fields: { 'content-type': 'application/json' } })
}

function drip(context: LabContext): Promise<Response> {
  const seconds = queryNumber(context, 'duration', 2, 0, LONGEST_S)
  const delayMs = Math.round(queryNumber(context, 'delay', 0, 0, LONGEST_S) * 1000)
  const count = Math.floor(queryNumber(context, 'numbytes', 10, 1, LARGEST_BODY_BYTES))
  const status = Math.floor(queryNumber(context, 'code', 200, 200, 599))
  const drip = dripOf(count, seconds)
  const body = Buffer.alloc(count, '*')
  return playBytes(context, body, { status, delayMs, fields: BINARY, ...(drip === null ? {} : { bodyDrip: drip }) })
}

/** At most a hundred pieces a second. */
function dripOf(bytes: number, seconds: number): { bytes: number; everyMs: number } | null {
  if (seconds === 0) return null
  const pieces = Math.min(bytes, Math.ceil(seconds * 100))
  const gaps = Math.max(1, pieces - 1)
  return { bytes: Math.ceil(bytes / pieces), everyMs: Math.round((seconds * 1000) / gaps) }
}

async function stream(context: LabContext): Promise<Response> {
  const count = Math.min(100, pathNumber(context, 'n', 0, 999_999_999))
  const facts = await factsOf(context, ['args', 'headers', 'origin', 'url'])
  const lines = Array.from({ length: count }, (_, id) => `${JSON.stringify({ ...facts, id })}\n`)
  const fields = { 'content-type': 'application/json' }
  return playBytes(context, Buffer.from(lines.join('')), { framing: 'chunked', fields })
}

/** Numbers from a seed, so that the same address gives the same bytes. */
function randomBytes(count: number, seed: number): Buffer {
  const bytes = Buffer.alloc(count)
  let state = seed ^ 0x9e3779b9 || 1
  for (let at = 0; at < count; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state & 0xff
  }
  return bytes
}

function random(context: LabContext): Buffer {
  const count = Math.min(RANDOM_BYTES, pathNumber(context, 'n', 0, 999_999_999))
  const seed = queryNumber(context, 'seed', Math.floor(Math.random() * 2 ** 31), 0, 999_999_999)
  return randomBytes(count, seed)
}

function streamBytes(context: LabContext): Promise<Response> {
  const piece = Math.floor(queryNumber(context, 'chunk_size', 10_240, 1, RANDOM_BYTES))
  const bodyDrip = { bytes: piece, everyMs: 0 }
  return playBytes(context, random(context), { framing: 'chunked', bodyDrip, fields: BINARY })
}

function range(context: LabContext): Promise<Response> {
  const count = pathNumber(context, 'n', 1, RANDOM_BYTES)
  const seconds = queryNumber(context, 'duration', 0, 0, LONGEST_S)
  const etag = `"range${count}"`
  const fields = { ...BINARY, etag, 'accept-ranges': 'bytes' }
  const letters = Buffer.from(Array.from({ length: count }, (_, at) => 97 + (at % 26)))
  const part = byteRange(context.req.header('range'), context.req.header('if-range'), etag, count)
  if (part === 'unsatisfiable')
    return playBytes(context, Buffer.alloc(0), {
      status: 416,
      fields: { ...fields, 'content-range': `bytes */${count}` },
    })
  const { first, last } = part ?? { first: 0, last: count - 1 }
  const body = letters.subarray(first, last + 1)
  const drip = dripOf(body.length, seconds)
  return playBytes(context, body, {
    status: part === null ? 200 : 206,
    fields: part === null ? fields : { ...fields, 'content-range': `bytes ${first}-${last}/${count}` },
    ...(drip === null ? {} : { bodyDrip: drip }),
  })
}

const seed = numberMember('seed', 'the same bytes each time', 0, 999_999_999)
const duration = numberMember('duration', 'seconds', 0, LONGEST_S)

/** Bytes, and when they come. */
export const bytes: readonly Exercise[] = [
  binRoute({
    path: '/delay/:n',
    methods: METHODS,
    about: 'so many seconds late, 10 at most',
    try: { path: '/delay/0.1' },
    answer: delay,
  }),
  binRoute({
    path: '/drip',
    about: 'bytes one by one over some seconds',
    try: { path: '/drip?numbytes=5&duration=0.2' },
    query: [
      duration,
      numberMember('numbytes', 'how many', 1, LARGEST_BODY_BYTES),
      numberMember('code', 'the status', 200, 599),
      numberMember('delay', 'seconds before the first', 0, LONGEST_S),
    ],
    answer: drip,
  }),
  binRoute({
    path: '/range/:n',
    about: 'letters of which a part can be had',
    try: { path: '/range/26', headers: { Range: 'bytes=0-4' }, answers: [206] },
    query: [duration],
    answer: range,
  }),
  binRoute({
    path: '/stream/:n',
    about: 'so many lines of JSON, in chunks',
    try: { path: '/stream/3' },
    answer: stream,
  }),
  binRoute({
    path: '/bytes/:n',
    about: 'so many random bytes, 102,400 at most',
    try: { path: '/bytes/16?seed=7' },
    query: [seed],
    answer: context => playBytes(context, random(context), { fields: BINARY }),
  }),
  binRoute({
    path: '/stream-bytes/:n',
    about: 'the same in chunks',
    try: { path: '/stream-bytes/16?seed=7&chunk_size=4' },
    query: [seed, numberMember('chunk_size', 'bytes of a chunk', 1, RANDOM_BYTES)],
    answer: streamBytes,
  }),
]
