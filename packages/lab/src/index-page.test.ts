import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { openLab } from '../test/open-lab.ts'
import { exercises } from './exercises/all.ts'
import { httpbin } from './httpbin/all.ts'
import { KNOBS } from './knobs/table.ts'
import { playing } from './visits/playing.ts'
import { logRoutes } from './watch/log-routes.ts'

const { lab, send } = await openLab()
const samples = exercises.flatMap(exercise => exercise.samples)
const all = [...exercises, ...playing, ...logRoutes, ...httpbin].flatMap(exercise => exercise.samples)

test('a browser gets a page that lists every exercise, with links that keep the visitor', async () => {
  const page = await send('/v/ada/', { headers: { accept: 'text/html,*/*;q=0.8' } })
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  const text = await page.text()
  for (const sample of all) assert.ok(text.includes(`/v/ada${sample.path.replaceAll('&', '&amp;')}`), sample.path)
  assert.match(text, /<a href="\/v\/ada\/users\/octocat">/)
  assert.match(text, /name="viewport"/)
  for (const name of Object.keys(KNOBS)) assert.ok(text.includes(`<dt><code>${name}</code>`), name)
  for (const [, id] of text.matchAll(/href="#(\w+)"/g)) assert.ok(text.includes(`id="${id}"`), id)
  assert.ok(text.indexOf('id="knobs"') < text.indexOf('id="httpbin"'))
  for (const address of Object.values(lab.origins)) assert.ok(text.includes(`<code>${address}</code>`), address)
})

test('a terminal gets text, a program that asks for it JSON', async () => {
  const text = await send('/', { headers: { accept: '*/*' } })
  assert.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8')
  const words = await text.text()
  assert.ok(words.startsWith(`heed lab at ${lab.url}\nand at ${lab.origins.b}\n`), words.slice(0, 200))
  assert.equal(words.match(/^ {2}curl -i /gm)?.length, all.length)
  const json = await send('/v/ada', { headers: { accept: 'application/json' } })
  const list = (await json.json()) as { exercises: { path: string; curl: string }[] }
  assert.equal(list.exercises.length, samples.length)
  assert.equal(list.exercises[0]?.path, '/v/ada/users/octocat')
  assert.equal(list.exercises[0]?.curl, `curl -i ${lab.url}/v/ada/users/octocat`)
  assert.equal(json.headers.get('vary'), 'accept')
})

test('a Host field with markup in it does not reach the page', async () => {
  const text = await new Promise<string>(resolve => {
    const headers = { host: 'a"><script>', accept: 'text/html' }
    request(lab.url, { headers }, async answer => resolve((await answer.toArray()).join(''))).end()
  })
  assert.ok(!text.includes('<script>'))
})
