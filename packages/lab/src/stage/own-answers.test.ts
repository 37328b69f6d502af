import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEntry } from '../log/entry.ts'
import { openStage, type StageScript } from './stage.ts'

const NAMES = { run: 'r', scenario: 'x' }

test('an answer that depends on what came before goes before the list, which has the rest', async () => {
  const script: StageScript = {
    answers: [{ times: 1, status: 404 }, { status: 410 }],
    answerFor: ({ path }, before, nowMs) =>
      path === '/counted' ? { status: 200, body: { json: { before: before.length, known: nowMs >= 0 } } } : null,
  }
  const stage = await openStage(script, NAMES)
  const statuses: number[] = []
  for (const path of ['/counted', '/other', '/other']) statuses.push((await fetch(stage.bases.a + path)).status)
  const last = await (await fetch(`${stage.bases.a}/counted`)).json()
  await stage.close()
  assert.deepEqual(statuses, [200, 404, 410])
  assert.deepEqual(last, { before: 3, known: true })
  assert.deepEqual(
    stage.log.entries.map(({ answer }) => answer.index),
    [null, 0, 1, null],
  )
})

test('a listener hears of each request when it arrives and when its answer is over', async () => {
  const heard: [number, boolean][] = []
  const options = {
    ...NAMES,
    heard: ({ number, answer }: LogEntry) => void heard.push([number, answer.endAtMs !== null]),
  }
  const stage = await openStage({ answers: [{ status: 204 }] }, options)
  await fetch(stage.bases.a)
  await fetch(stage.bases.a)
  await stage.idle(1000)
  await stage.close()
  assert.deepEqual(heard, [
    [1, false],
    [1, true],
    [2, false],
    [2, true],
  ])
})

test('origin a listens where it is told, and a port in use is an error with nothing left open', async () => {
  const first = await openStage({ answers: [{ status: 204 }] }, NAMES)
  const port = Number(new URL(first.bases.a).port)
  await assert.rejects(openStage({ answers: [{ status: 204 }] }, { ...NAMES, port }), { code: 'EADDRINUSE' })
  await first.close()
  const again = await openStage({ answers: [{ when: { origin: 'b' }, status: 204 }] }, { ...NAMES, port })
  assert.equal(new URL(again.bases.a).port, String(port))
  assert.notEqual(new URL(again.bases.b ?? '').port, String(port))
  await again.close()
})
