import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'

const { clock, send } = await openLab()

async function statuses(path: string, times: number): Promise<number[]> {
  const seen: number[] = []
  for (let sent = 0; sent < times; sent++) seen.push((await send(path)).status)
  return seen
}

test('after n requests the rate limit says when the next window opens, and keeps its word', async () => {
  const path = '/v/busy/limited?n=2&window=5'
  assert.deepEqual(await statuses(path, 2), [200, 200])
  clock.nowMs += 1500
  const refused = await send(path)
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('retry-after'), '4')
  clock.nowMs += 3499
  assert.equal((await send(path)).headers.get('retry-after'), '1')
  clock.nowMs += 1
  assert.deepEqual(await statuses(path, 3), [200, 200, 429])
  assert.equal((await send('/v/calm/limited?n=2&window=5')).status, 200)
})

test('without knobs: three requests in ten seconds', async () => {
  assert.deepEqual(await statuses('/v/plain/limited', 4), [200, 200, 200, 429])
  assert.equal((await send('/v/plain/limited')).headers.get('retry-after'), '10')
})

test('knobs have bounds, and the 400 names them', async () => {
  const cases: [string, RegExp][] = [
    ['/limited?n=0', /\?n= .* from 1 to 100/],
    ['/limited?n=101', /\?n= .* from 1 to 100/],
    ['/limited?window=61', /\?window= .* from 1 to 60/],
    ['/limited?window=', /\?window= .* from 1 to 60/],
    ['/maintenance?seconds=1.5', /\?seconds= .* from 1 to 60/],
    ['/slow?ms=-1', /\?ms= .* from 0 to 60000/],
    ['/slow?ms=60001', /\?ms= .* from 0 to 60000/],
    ['/slow?ms=1e3', /\?ms= .* from 0 to 60000/],
  ]
  for (const [path, words] of cases) {
    const refused = await send(path)
    assert.equal(refused.status, 400, path)
    assert.match(((await refused.json()) as { detail: string }).detail, words)
  }
})

test('the flaky gateway fails twice, works once, and starts again', async () => {
  assert.deepEqual(await statuses('/v/patient/flaky', 7), [502, 502, 200, 502, 502, 200, 502])
  assert.deepEqual(await statuses('/v/other/flaky', 1), [502])
})

test('maintenance lasts as long as it says, then the lab is open once', async () => {
  const path = '/v/cleaner/maintenance?seconds=3'
  const closed = await send(path)
  assert.deepEqual([closed.status, closed.headers.get('retry-after')], [503, '3'])
  clock.nowMs += 2999
  assert.deepEqual(await statuses(path, 1), [503])
  clock.nowMs += 1
  assert.deepEqual(await statuses(path, 2), [200, 503])
})

test('the error stays', async () => {
  assert.deepEqual(await statuses('/error', 2), [500, 500])
})
