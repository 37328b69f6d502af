import { setTimeout as pass } from 'node:timers/promises'
import type { Job, JobResult } from '../src/suite/job.ts'
import {
  asked,
  clumsyTarget,
  type Hands,
  isGood,
  loginIn,
  longestMs,
  nextUrl,
  resultOf,
  tooManyBytes,
  unpackedBytes,
} from './bad-client-hands.ts'

/** A way to do HTTP wrong. */
export interface Sin {
  readonly name: string
  /** What it does wrong. */
  readonly about: string
  /** Makes one call of a scenario. */
  play(job: Job, hands: Hands): Promise<JobResult>
}

const MOST_SENDS = 60
const SHORT_LIST: readonly number[] = [429, 500, 502, 503, 504]
const BOAST = { ok: true, error: null } as const

/** Sends nothing at all. What it does not do is hardest to see: every other check must be broken by somebody who talks. */
export const mute: Sin = {
  name: 'mute',
  about: 'sends nothing and claims success with a content of its own',
  play: async ({ id }) => ({
    id,
    ok: true,
    status: 200,
    url: 'http://nowhere.invalid/',
    body: 'all is well',
    bodyBytes: 2 ** 40,
  }),
}

const tongue: readonly Sin[] = [
  {
    name: 'liar',
    about: 'sends once and claims that an error of its own came in between',
    async play(job, hands) {
      await hands.send(asked(job))
      return { id: job.id, ok: false, status: null, error: { kind: 'other', message: 'Something went wrong.' } }
    },
  },
  {
    name: 'lazy',
    about: 'sends once, never follows and never tries again, and calls every answer a success',
    play: async (job, hands) => resultOf(job, await hands.send(asked(job)), BOAST),
  },
  {
    name: 'sulky',
    about: 'sends once and says no more than that it did not work',
    async play(job, hands) {
      await hands.send(asked(job))
      return { id: job.id, ok: false, status: null }
    },
  },
  {
    name: 'blind',
    about: 'takes the first head for the last and all that comes after it for the body, malformed or cut short',
    play: async (job, hands) => resultOf(job, await hands.send(asked(job), { framed: false, hasty: true }), BOAST),
  },
  {
    name: 'smooth',
    about: 'sends once and makes a 200 with a content of its own of every answer',
    async play(job, hands) {
      await hands.send(asked(job))
      return { id: job.id, ok: true, status: 200, body: 'all is well' }
    },
  },
  {
    name: 'hoarder',
    about: 'keeps every answer for ever and gives it to everybody who asks the same origin',
    async play(job, hands) {
      const { origin } = new URL(job.url)
      const kept = hands.kept.get(origin) ?? resultOf(job, await hands.send(asked(job)))
      hands.kept.set(origin, kept)
      return { ...kept, id: job.id }
    },
  },
]

const haste: readonly Sin[] = [
  {
    name: 'amnesiac',
    about: 'opens a connection for each request, closes none, and tries everything three times',
    play: async (job, hands) => resultOf(job, await hands.insist(asked(job), 3, true)),
  },
  {
    name: 'eager',
    about: 'sends everything five times at once, whatever the method, and does the same at every address it is sent to',
    async play(job, hands) {
      let sent = asked(job)
      for (let hops = 0; ; hops += 1) {
        const [got] = await Promise.all(Array.from({ length: 5 }, () => hands.send(sent, {}, true)))
        const url = got === undefined ? null : nextUrl(got, sent.url)
        if (got !== undefined && (url === null || hops === 2)) return resultOf(job, got, BOAST)
        sent = { ...sent, url: url ?? sent.url }
      }
    },
  },
  {
    name: 'stubborn',
    about: 'sends anything again and again without a wait until it succeeds, and calls the end a success',
    play: async (job, hands) => resultOf(job, await hands.insist(asked(job), MOST_SENDS), BOAST),
  },
  {
    name: 'narrow',
    about: 'tries again by a short list of codes, and takes every other code that is no success for a broken answer',
    async play(job, hands) {
      let got = await hands.send(asked(job))
      for (let count = 0; count < 2 && SHORT_LIST.includes(got.status ?? 0); count += 1)
        got = await hands.send(asked(job))
      return isGood(got)
        ? resultOf(job, got)
        : resultOf(job, got, { error: { kind: 'protocol', message: 'What is this?' } })
    },
  },
  {
    name: 'late',
    about: 'waits longer than anybody would before it asks once more',
    async play(job, hands) {
      await hands.send(asked(job))
      await pass(longestMs(hands.scenario) + 50)
      return resultOf(job, await hands.send(asked(job)))
    },
  },
]

const hands: readonly Sin[] = [
  {
    name: 'loose',
    about: 'follows any Location of any head with method, content, all fields and the login it names, up to 60 times',
    async play(job, hands) {
      let sent = asked(job)
      let got = await hands.send(sent, { hasty: true })
      for (let hops = 0; hops < MOST_SENDS; hops += 1) {
        const url = nextUrl(got, sent.url)
        if (url === null) break
        sent = { ...sent, url, fields: { referer: sent.url, ...sent.fields, ...loginIn(url) } }
        got = await hands.send(sent, { hasty: true })
      }
      return resultOf(job, got, { ...BOAST, url: sent.url })
    },
  },
  {
    name: 'rough',
    about: 'makes a GET of what it sends again, and a POST of a GET, loses the content, and cuts addresses up badly',
    async play(job, hands) {
      const first = asked(job)
      const method = first.method === 'GET' ? 'POST' : 'GET'
      let got = await hands.send(first)
      let url = first.url
      for (let count = 0; count < 3 && !isGood(got); count += 1) {
        url = nextUrl(got, url) ?? url
        got = await hands.send({ ...first, method, url, body: null, ...clumsyTarget(url) })
      }
      return resultOf(job, got, { url })
    },
  },
  {
    name: 'bare',
    about: 'loses all fields and the host, sends the fragment, writes the path its own way and then asks for the root',
    async play(job, hands) {
      const target = job.url.replace(/^https?:\/\/[^/]+/, '').replaceAll(/%../g, '_')
      const bare = { method: job.method, url: job.url, fields: {}, host: false, body: null }
      const got = await hands.send({ ...bare, target })
      if (!isGood(got)) await hands.send({ ...bare, target: '/' })
      return resultOf(job, got)
    },
  },
  {
    name: 'meddler',
    about: 'sends fields, a method and a content that nobody asked for',
    async play(job, hands) {
      const sent = asked(job)
      const given = { 'a-im': 'vcdiff', cookie: 'id=1', expect: '100-continue', 'proxy-authorization': 'Basic eDp5' }
      const fields = { ...sent.fields, ...given, range: 'bytes=1-', te: 'x', upgrade: 'h2c' }
      return resultOf(job, await hands.send({ ...sent, method: 'PATCH', fields, body: 'mine' }))
    },
  },
]

const stomach: readonly Sin[] = [
  {
    name: 'glutton',
    about: 'takes in whatever comes and unpacks it, however much that is',
    async play(job, hands) {
      const mostBytes = tooManyBytes(hands.scenario)
      const got = await hands.send(asked(job), { mostBytes, mostMs: 5000, idleMs: 1500 })
      return resultOf(job, got, { ...BOAST, bodyBytes: await unpackedBytes(got) })
    },
  },
]

/** All ways in which these clients are bad; the first sends nothing. */
export const sins: readonly Sin[] = [mute, ...tongue, ...haste, ...hands, ...stomach]
