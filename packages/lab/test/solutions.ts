// Each challenge solved as a learner might write it: fetch, by hand. `url` is the address that the challenge prints.
import { setTimeout as pause } from 'node:timers/promises'

export type Player = (url: string) => Promise<unknown>

const byHand = { redirect: 'manual' } as const
const beside = (url: string, path: string): string => url.slice(0, url.indexOf('/', url.indexOf('/s/you/') + 7)) + path
const text = async (url: string, init: RequestInit = {}): Promise<string> => (await fetch(url, init)).text()

/** Seconds or a date. */
async function waitFor(answer: Response): Promise<void> {
  const value = answer.headers.get('retry-after') ?? '0'
  await pause(/^\d+$/.test(value) ? Number(value) * 1000 : Math.max(0, Date.parse(value) - Date.now()))
}

async function waitAsTold(url: string): Promise<void> {
  for (let answer = await fetch(url); answer.status === 429; answer = await fetch(url)) await waitFor(answer)
}

async function busyTwice(url: string): Promise<void> {
  for (let waitMs = 500; (await fetch(url)).status === 503; waitMs *= 2) await pause(waitMs)
}

async function createOnce(url: string): Promise<void> {
  const order = { method: 'POST', headers: { 'idempotency-key': 'my {key}/1' }, body: '{"item":"chair"}' }
  if ((await fetch(url, order)).status === 503) await fetch(url, order)
}

async function useWhatYouHave(url: string): Promise<void> {
  let etag = ''
  for (let time = 1; time <= 4; time += 1) {
    const answer = await fetch(url, { headers: etag === '' ? {} : { 'if-none-match': etag } })
    if (answer.status === 200) etag = answer.headers.get('etag') ?? ''
  }
}

async function signInAgain(url: string): Promise<void> {
  const withToken = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } })
  if ((await withToken('stale-3')).status !== 401) return
  const renewed = await fetch(beside(url, '/token'), { method: 'POST' })
  await withToken(((await renewed.json()) as { token: string }).token)
}

async function keepTheSecret(url: string): Promise<void> {
  const answer = await fetch(url, { ...byHand, headers: { 'x-api-key': 'key-5127' } })
  const next = new URL(answer.headers.get('location') ?? '', url)
  await fetch(next, next.origin === new URL(url).origin ? { headers: { 'x-api-key': 'key-5127' } } : {})
}

/** What arrived before the connection broke. */
async function received(answer: Response): Promise<string> {
  let got = ''
  try {
    for await (const piece of answer.body ?? []) got += Buffer.from(piece).toString()
  } catch {
    // The connection broke; what came before is good.
  }
  return got
}

async function resumeTheFilm(url: string): Promise<void> {
  let answer = await fetch(url)
  const etag = answer.headers.get('etag') ?? ''
  const size = Number(answer.headers.get('content-length'))
  let film = await received(answer)
  while (film.length < size) {
    answer = await fetch(url, { headers: { range: `bytes=${film.length}-`, 'if-range': etag } })
    film = (answer.status === 206 ? film : '') + (await received(answer))
  }
  await fetch(beside(url, '/copy'), { method: 'PUT', body: film })
}

async function lostUpdate(url: string): Promise<void> {
  let status = 412
  while (status === 412) {
    const answer = await fetch(url)
    const body = `${await answer.text()}, bread`
    status = (await fetch(url, { method: 'PUT', headers: { 'if-match': answer.headers.get('etag') ?? '' }, body }))
      .status
  }
}

async function pollTheJob(url: string): Promise<void> {
  let answer = await fetch(url, { method: 'POST' })
  const job = new URL(answer.headers.get('location') ?? '', url)
  while (answer.status !== 303) {
    await waitFor(answer)
    answer = await fetch(job, byHand)
  }
  await text(new URL(answer.headers.get('location') ?? '', job).href)
}

async function theStorm(url: string): Promise<void> {
  for (let item = 1; item <= 40; item += 1) {
    const answer = await fetch(beside(url, `/items/${item}`))
    const [, left, seconds] = /;r=(\d+);t=(\d+)/.exec(answer.headers.get('ratelimit') ?? '') ?? []
    if (left === '0') await pause(Number(seconds) * 1000)
    if (answer.status === 429) item -= 1
  }
}

export const SOLUTIONS: Readonly<Record<string, Player>> = {
  'fetch-a-page': text,
  'follow-the-move': text,
  'wait-as-told': waitAsTold,
  'busy-twice': busyTwice,
  'create-once': createOnce,
  'use-what-you-have': useWhatYouHave,
  'sign-in-again': signInAgain,
  'keep-the-secret': keepTheSecret,
  'resume-the-film': resumeTheFilm,
  'lost-update': lostUpdate,
  'poll-the-job': pollTheJob,
  'the-storm': theStorm,
}

/** Other right ways. */
export const OTHER_WAYS: readonly (readonly [slug: string, way: string, player: Player])[] = [
  [
    'create-once',
    'looks before it sends again',
    async url => {
      await fetch(url, { method: 'POST', body: '{"item":"chair"}' })
      const { orders } = (await (await fetch(url)).json()) as { orders: unknown[] }
      if (orders.length === 0) await fetch(url, { method: 'POST', body: '{"item":"chair"}' })
    },
  ],
  [
    'fetch-a-page',
    'asks for an icon and mistypes the address before',
    async url => {
      await fetch(new URL('/favicon.ico', url))
      await fetch(`${url}s`)
      await fetch(url)
    },
  ],
]

/** What a program does that does not know the code. Each with what the verdict must say. */
export const NAIVE: readonly (readonly [slug: string, way: string, player: Player, sentence: RegExp])[] = [
  ['fetch-a-page', 'asks first', async url => [await text(url, { method: 'HEAD' }), await text(url)], /was not a GET/],
  ['fetch-a-page', 'fetches twice', async url => [await text(url), await text(url)], /more than once/],
  ['follow-the-move', 'takes the 301 for the page', url => text(url, byHand), /301 was not followed/],
  [
    'follow-the-move',
    'glues addresses together',
    async url => {
      const next = new URL((await fetch(url, byHand)).headers.get('location') ?? '', url).href
      await text(beside(url, `/${(await fetch(next, byHand)).headers.get('location')}`))
    },
    /Location of the 302 is relative/,
  ],
  ['wait-as-told', 'gives up', url => text(url), /first 429 was taken for the end/],
  ['wait-as-told', 'hammers', async url => [await text(url), await text(url)], /too early/],
  [
    'wait-as-told',
    'reads seconds alone',
    async url => {
      for (let answer = await fetch(url); answer.status === 429; answer = await fetch(url))
        await pause(Number.parseInt(answer.headers.get('retry-after') ?? '', 10) * 1000 || 0)
    },
    /before the date/,
  ],
  ['busy-twice', 'hammers', async url => [await text(url), await text(url)], /at least half a second/],
  [
    'busy-twice',
    'waits the same each time',
    async url => {
      while ((await fetch(url)).status === 503) await pause(600)
    },
    /each wait is longer/,
  ],
  [
    'create-once',
    'sends it again',
    async url => [await text(url, { method: 'POST' }), await text(url, { method: 'POST' })],
    /More than one chair/,
  ],
  [
    'create-once',
    'makes a new key each time',
    async url => {
      for (const key of ['one', 'two']) await text(url, { method: 'POST', headers: { 'idempotency-key': key } })
    },
    /More than one chair/,
  ],
  ['create-once', 'gives up', url => text(url, { method: 'POST' }), /does not know whether/],
  [
    'use-what-you-have',
    'fetches anew',
    async url => [await text(url), await text(url)],
    /which version your client has/,
  ],
  [
    'use-what-you-have',
    'keeps the first tag',
    async url => {
      await text(url)
      for (let time = 2; time <= 4; time += 1) await text(url, { headers: { 'if-none-match': '"spring"' } })
    },
    /new answer comes a new ETag/,
  ],
  [
    'sign-in-again',
    'sends the same token again',
    async url => {
      for (let time = 1; time <= 2; time += 1) await text(url, { headers: { authorization: 'Bearer stale-3' } })
    },
    /refused once is refused again/,
  ],
  ['sign-in-again', 'has no token', url => text(url), /did not carry the token/],
  [
    'keep-the-secret',
    'lets the client follow',
    url => text(url, { headers: { 'x-api-key': 'key-5127' } }),
    /key arrived at the other server/,
  ],
  [
    'resume-the-film',
    'starts over',
    async url => [await received(await fetch(url)), await text(url)],
    /did not ask for the rest/,
  ],
  [
    'resume-the-film',
    'asks without If-Range',
    async url => {
      const film = await received(await fetch(url))
      await text(url, { headers: { range: `bytes=${film.length}-` } })
    },
    /no If-Range/,
  ],
  [
    'resume-the-film',
    'glues two versions together',
    async url => {
      let film = ''
      for (const from of [0, 1000, 1750])
        film += (
          await received(
            await fetch(url, { headers: from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': '"first"' } }),
          )
        ).slice(0, 1250)
      await text(beside(url, '/copy'), { method: 'PUT', body: film })
    },
    /copy is not the film/,
  ],
  [
    'lost-update',
    'overwrites',
    async url => text(url, { method: 'PUT', body: `${await text(url)}, bread` }),
    /which version it changes/,
  ],
  [
    'lost-update',
    'forces its own text',
    async url => {
      const body = `${await text(url)}, bread`
      await text(url, { method: 'PUT', headers: { 'if-match': '"v1"' }, body })
      await text(url, { method: 'PUT', headers: { 'if-match': '"v2"' }, body })
    },
    /did not hold what is right now/,
  ],
  ['poll-the-job', 'takes the receipt for the result', url => text(url, { method: 'POST' }), /202 was taken/],
  [
    'poll-the-job',
    'polls as fast as it can',
    async url => [await text(url, { method: 'POST' }), await text(beside(url, '/jobs/7'))],
    /first question came too early/,
  ],
  [
    'poll-the-job',
    'keeps the first wait',
    async url => {
      await text(url, { method: 'POST' })
      for (let time = 1; time <= 2; time += 1) {
        await pause(1050)
        await text(beside(url, '/jobs/7'))
      }
    },
    /second question came too early/,
  ],
  [
    'the-storm',
    'all at once',
    url => Promise.all(Array.from({ length: 40 }, (_, at) => text(beside(url, `/items/${at + 1}`)))),
    /had to refuse more than 2/,
  ],
  [
    'the-storm',
    'does not come back for what was refused',
    async url => {
      for (let item = 1; item <= 6; item += 1) await text(beside(url, `/items/${item}`))
    },
    /Not all of the 40/,
  ],
]
