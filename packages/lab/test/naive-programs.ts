import { setTimeout as pause } from 'node:timers/promises'
import { beside, byHand, type Player, received, text } from './player.ts'

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
      while ((await fetch(url)).status === 503) await pause(550)
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
