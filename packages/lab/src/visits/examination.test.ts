import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'
import { loadScenarios } from '../script/library.ts'

const { lab, send } = await openLab()

interface Read {
  readonly outcome: string
  readonly sentence: string
  readonly begin: { readonly calls: readonly { readonly method: string; readonly url: string }[] }
  readonly findings: readonly { readonly check: { readonly that: string }; readonly holds: boolean | null }[]
  readonly log: { readonly entries: readonly unknown[] }
}

const ID = '500-sent-again'
const verdict = async (run: string): Promise<Read> => (await (await send(`/verdict/${run}/${ID}`)).json()) as Read

test('the first request begins a scenario, and the verdict is on what the server saw', async () => {
  const before = await verdict('one')
  assert.equal(before.outcome, 'waiting')
  const [call] = before.begin.calls
  assert.equal(call?.url, `${lab.url}/s/one/${ID}/report`)
  const get = async (): Promise<number> => (await fetch(call?.url ?? '')).status
  assert.equal(await get(), 500)
  assert.equal((await verdict('one')).outcome, 'fail')
  assert.equal(await get(), 200)
  const after = await verdict('one')
  assert.equal(after.outcome, 'pass')
  assert.match(after.sentence, /1 cannot/)
  assert.equal(after.log.entries.length, 2)
  assert.deepEqual(
    after.findings.map(({ check, holds }) => [check.that, holds]),
    [
      ['requests', true],
      ['result', null],
    ],
  )
  assert.equal((await verdict('two')).outcome, 'waiting')
  assert.equal((await send(`/verdict/one/${ID}`, { method: 'DELETE' })).status, 204)
  assert.equal((await verdict('one')).outcome, 'waiting')
  assert.equal(await get(), 500)
})

test('what a browser asks before it sends is no request of the scenario', async () => {
  const headers = { origin: 'http://page.example', 'access-control-request-method': 'GET' }
  assert.equal((await send(`/s/page/${ID}/report`, { method: 'OPTIONS', headers })).status, 204)
  assert.equal((await verdict('page')).outcome, 'waiting')
  const answer = await send(`/s/page/${ID}/report`, { headers })
  assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [500, '*'])
})

test('a scenario that cannot be played on shared addresses is refused with the command that can', async () => {
  const scenarios = loadScenarios()
  const atConnect = scenarios.find(({ answers }) => answers.some(answer => answer.break?.at === 'connect'))?.id ?? ''
  for (const [path, status, words] of [
    [`/s/r/${atConnect}/x`, 422, /before anything is read.*heed-lab grade --only/],
    [`/verdict/r/${atConnect}`, 422, /heed-lab grade/],
    ['/s/r/500-sent-agian', 404, /Did you mean "500-sent-again"/],
    [`/s/a%20b/${ID}`, 400, /1 to 64/],
    [`/v/ada/s/r/${ID}`, 404, /leave \/v\/<name> out/],
  ] as const) {
    const refused = await send(path)
    assert.equal(refused.status, status, path)
    assert.match(((await refused.json()) as { detail: string }).detail, words)
  }
})

test('every scenario that can be played here tells what to request', async () => {
  let playable = 0
  for (const { id } of loadScenarios()) {
    const read = await send(`/verdict/all/${id}`)
    if (read.status === 422) continue
    const { outcome, begin } = (await read.json()) as Read
    assert.equal(outcome, 'waiting')
    assert.ok(begin.calls[0]?.url.includes(`/s/all/${id}`), id)
    playable++
  }
  assert.ok(playable > 100, String(playable))
})
