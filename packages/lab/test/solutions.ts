// Each challenge solved as a learner might write it: fetch, by hand. `url` is the address that the challenge prints.
import { setTimeout as pause } from 'node:timers/promises'
import { beside, byHand, type Player, received, text } from './player.ts'

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
    'poll-the-job',
    'asks for an icon and mistypes the address before',
    async url => {
      await text(new URL('/favicon.ico', url).href)
      await text(`${url}s`)
      await pollTheJob(url)
    },
  ],
]
