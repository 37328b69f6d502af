import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startLab } from 'heed-lab'
import { runTour } from './tour.ts'
import { codeOf, playBlock, type Stage } from './tour-block.ts'
import { type Promised, type TourCall, tourCalls } from './tour-calls.ts'

const lab = await startLab()
after(() => lab.close())

function stageOf(columns?: number): Stage & { readonly told: () => string } {
  const pieces: string[] = []
  const screen = columns === undefined ? {} : { isTTY: true, columns }
  const out = { write: (piece: string) => pieces.push(piece), ...screen }
  return { out, colour: false, base: `${lab.url}/v/unit`, told: () => pieces.join('') }
}

const named = (name: string): TourCall => {
  const call = tourCalls.find(each => each.name === name)
  if (call === undefined) throw new Error(`no call ${name}`)
  return call
}

const userCall = (promise: Promised): TourCall => ({ ...named('Success'), promise })

test('the code that is shown is the call that is made', () => {
  const shown = (name: string): string => codeOf(named(name))
  assert.equal(shown('Bad request'), "await api.post('/posts', { json: { title: 'Hello' } }).json()")
  assert.equal(shown('Not modified'), `await api.get('/data', { headers: { 'if-none-match': '"data-v1"' } }).json()`)
  assert.equal(shown('Connection refused'), "await heed.get('http://127.0.0.1:1/').json()")
})

test('a promise is broken by another status, another count, another result, another value', async () => {
  const has = { username: 'octocat' }
  for (const [promise, breach] of [
    [{ seen: [200], gets: 'value', has }, null],
    [{ seen: [201], gets: 'value' }, 'The tour promised 201, and what came was 200.'],
    [{ seen: [200, 200], gets: 'value' }, 'The tour promised 200, 200, and what came was 200.'],
    [{ seen: [200], gets: 'StatusError' }, 'The tour promised StatusError, and the caller got value.'],
    [{ seen: [200], gets: 'value', has: { username: 'ada' } }, /username: 'ada', and it was 'octocat'/],
    [{ seen: [200], gets: 'value', has: { absent: 1 } }, /absent: 1, and it was undefined/],
  ] as const) {
    const stage = stageOf()
    const { broken } = await playBlock(stage, 'Test', userCall(promise))
    if (breach instanceof RegExp) assert.match(broken ?? '', breach)
    else assert.equal(broken, breach)
    assert.equal(stage.told().includes('The tour promised'), broken !== null)
  }
})

test('the tour names the calls that did not end as promised, and goes on after them', async () => {
  const stage = stageOf()
  const calls = [userCall({ seen: [404], gets: 'StatusError' }), named('Not found')]
  assert.deepEqual(await runTour(stage, calls), ['Success'])
  assert.match(stage.told(), /^2 of 2 · Not found$/m)
})

test('what came on the way is explained too', async () => {
  const stage = stageOf()
  await playBlock(stage, 'Test', named('Bad gateway'))
  assert.match(stage.told(), /^← 502 Bad Gateway/m)
  assert.match(stage.told(), /^ {2}502 Bad Gateway asks: /m)
})

test('it fits terminals of every width', async () => {
  for (const columns of [30, 40, 100]) {
    const stage = stageOf(columns)
    await runTour(stage, [named('Not found'), named('Moved'), named('Bad request')])
    const told = stage.told().replaceAll('\r\u001b[K', '')
    for (const line of told.split('\n')) assert.ok(line.length <= columns, `${columns}: ${line}`)
    assert.match(told, columns < 64 ? /^ {2}Moved\n {4}301 → 200 · 2 sent/m : /^ {2}Moved +301 → 200 +2 +follow/m)
  }
})
