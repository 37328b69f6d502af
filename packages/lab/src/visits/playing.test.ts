import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'

const { lab, send } = await openLab()

const put = (path: string, script: unknown): Promise<Response> =>
  send(path, { method: 'PUT', body: typeof script === 'string' ? script : JSON.stringify(script) })
const detailOf = async (answer: Response): Promise<string> => ((await answer.json()) as { detail: string }).detail

test('a script is kept, played at any path below, shown and forgotten', async () => {
  const answers = [
    { status: 503, times: 2, fields: { 'retry-after': '{date+2}' } },
    { when: { path: '/deep?x=1', method: 'POST' }, status: 201, times: 'always' },
    { status: 200, body: { text: '{a} {prefix}' } },
  ]
  const made = await put('/v/ada/script/mine', { answers })
  assert.deepEqual([made.status, made.headers.get('location')], [201, '/v/ada/script/mine'])
  assert.equal((await send('/v/ada/play/mine')).status, 503)
  assert.equal((await send('/v/ada/play/mine/a/b')).status, 503)
  assert.equal((await send('/v/ada/play/mine/deep?x=1', { method: 'POST', body: 'x' })).status, 201)
  assert.equal(await (await send('/v/ada/play/mine')).text(), `${lab.url}/v/ada/play/mine /v/ada/play/mine`)
  const shown = (await (await send('/v/ada/script/mine')).json()) as { given: number[]; answers: unknown }
  assert.deepEqual([shown.given, shown.answers], [[2, 1, 1], answers])
  assert.equal((await send('/v/bob/play/mine')).status, 404)
  assert.equal((await put('/v/ada/script/mine', answers)).status, 200)
  assert.equal((await send('/v/ada/play/mine')).status, 503)
  assert.equal((await send('/v/ada/script/mine', { method: 'DELETE' })).status, 204)
  assert.match(
    await detailOf(await send('/v/ada/play/mine')),
    /no script "mine"\. Send one with PUT \/v\/ada\/script\/mine/,
  )
})

test('what is wrong with a script is told in sentences', async () => {
  for (const [script, status, words] of [
    ['{', 400, /no JSON/],
    ['[]', 422, /1 to 50/],
    ['7', 422, /a list/],
    [{ answers: [{ status: 200, tims: 2 }], more: 1 }, 422, /no member "more"/],
    [{ answers: [{ status: 200, tims: 2 }] }, 422, /Did you mean "times"/],
    [[{ break: { at: 'connect', how: 'reset' } }], 422, /only a scenario of the suite/],
    [[{ status: 200, delayMs: 20_000 }], 422, /answers\[0\]\.delayMs is 20000, .* 10000 ms at most/],
    [[{ status: 200, body: { bytes: 10_485_761 } }], 422, /10485760 at most/],
    [[{ status: 200, body: { endless: true }, framing: 'chunked' }], 422, /endless/],
    [[{ status: 200, interim: [{ status: 103, times: 'endless' }] }], 422, /1000 at most/],
    [[{ status: 200, when: { fields: { x: '(a+)+b' } } }], 422, /too rich a pattern/],
    [[{ status: 200, when: { fields: { x: '.*a.*b.*' } } }], 422, /too rich a pattern/],
    [
      [{ status: 302, fields: { location: '{s}/x' } }],
      422,
      /origin "s", which is not open\. Start the lab with --https/,
    ],
    [[{ status: 302, fields: { location: 'https://example.com/' } }], 422, /answers\[0\]\.fields\.location leads out/],
    [[{ status: 302, fields: { location: ['{b}/x', '\\\\example.com'] } }], 422, /leads out of the lab/],
  ] as const) {
    const refused = await put('/v/bad/script/x', script)
    assert.equal(refused.status, status, JSON.stringify(script))
    assert.match(await detailOf(refused), words)
  }
  for (const location of ['{b}/x', '/x', 'http://[', '']) {
    const made = await put('/v/good/script/x', [{ status: 302, fields: { location } }])
    assert.ok(made.ok, location)
  }
  assert.equal((await put(`/v/bad/script/x`, `[${' '.repeat(65_536)}]`)).status, 413)
  assert.equal((await put('/v/bad/script/a%20b', [{ status: 200 }])).status, 400)
})

test('twenty scripts are kept, and one more is refused with the cure', async () => {
  for (let at = 0; at < 20; at++) assert.equal((await put(`/v/many/script/s${at}`, [{ status: 200 }])).status, 201)
  const refused = await put('/v/many/script/one-more', [{ status: 200 }])
  assert.equal(refused.status, 409)
  assert.match(await detailOf(refused), /20 scripts.*DELETE \/v\/many\/script\//)
  assert.equal((await put('/v/many/script/s1', [{ status: 204 }])).status, 200)
  assert.match(await detailOf(await send('/v/many/script/s99')), /Did you mean "s/)
  assert.equal(((await (await send('/v/many/script')).json()) as { scripts: unknown[] }).scripts.length, 20)
})

test('an early answer comes before the content is read, and the log has both', async () => {
  await put('/v/early/script/e', [{ status: 413, early: true }])
  const answer = await send('/v/early/play/e', { method: 'POST', body: 'x'.repeat(1000) })
  assert.equal(answer.status, 413)
  const { entries } = (await (await send('/v/early/log')).json()) as { entries: { body: { bytes: number } }[] }
  assert.equal(entries.length, 1)
})

test('a page of another origin may play, and what its browser asks first is no step of the script', async () => {
  await put('/v/page/script/p', [{ status: 503 }, { status: 200 }])
  const origin = { origin: 'http://page.example' }
  const asking = { ...origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }
  const asked = await send('/v/page/play/p', { method: 'OPTIONS', headers: asking })
  assert.equal(asked.status, 204)
  assert.equal(asked.headers.get('access-control-allow-headers'), 'x-a')
  assert.match(asked.headers.get('access-control-allow-methods') ?? '', /PUT/)
  const first = await send('/v/page/play/p', { headers: origin })
  assert.deepEqual([first.status, first.headers.get('access-control-allow-origin')], [503, '*'])
  const second = await send('/v/page/play/p')
  assert.deepEqual([second.status, second.headers.get('access-control-allow-origin')], [200, null])
  const { entries } = (await (await send('/v/page/log')).json()) as { entries: { method: string }[] }
  assert.deepEqual(
    entries.map(({ method }) => method),
    ['OPTIONS', 'GET', 'GET'],
  )
  await put('/v/page/script/o', [{ when: { method: 'OPTIONS' }, status: 403 }])
  assert.equal((await send('/v/page/play/o', { method: 'OPTIONS', headers: asking })).status, 403)
})
