import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { type TestContext, test } from 'node:test'
import { OptionError, type Transport, type Watch } from '../../src/index.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { undiciTransport } from '../../src/transports/undici.ts'
import { answering, clientFor, loopback } from '../client/loopback.ts'
import { hearChannels } from './hear-channels.ts'

const boom = new Error('the watch is broken')
const fail = (): never => {
  throw boom
}
const doNothing = (): void => {}

/** Collects what would end the process. */
function uncaughtIn(t: TestContext): unknown[] {
  const thrown: unknown[] = []
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', error => thrown.push(error))
  t.after(() => {
    process.removeAllListeners('uncaughtException')
    for (const other of others) process.on('uncaughtException', other)
  })
  return thrown
}

/** A watch of which one part is broken. */
const brokenWatches: Readonly<Record<string, Watch>> = {
  isOn: { isOn: fail, call: () => null },
  call: { isOn: () => true, call: fail },
  run: { isOn: () => true, call: () => ({ run: fail }) },
  'run, which forgets the call': { isOn: () => true, call: () => ({ run: doNothing }) },
  attempt: { isOn: () => true, call: () => ({ attempt: fail }) },
  step: { isOn: () => true, call: () => ({ step: fail }) },
  end: { isOn: () => true, call: () => ({ end: fail }) },
  origin: { isOn: () => true, call: () => null, origin: fail },
  "an attempt's run": { isOn: () => true, call: () => ({ attempt: () => ({ run: fail }) }) },
  "an attempt's run, which sends twice": {
    isOn: () => true,
    call: () => ({
      attempt: () => ({
        run(send) {
          send()
          send()
        },
      }),
    }),
  },
  "an attempt's run, which forgets it": { isOn: () => true, call: () => ({ attempt: () => ({ run: doNothing }) }) },
  "an attempt's end": { isOn: () => true, call: () => ({ attempt: () => ({ end: fail }) }) },
}

for (const [part, watch] of Object.entries(brokenWatches)) {
  test(`a watch whose part is broken changes no call: ${part}`, async t => {
    const thrown = uncaughtIn(t)
    const { origin, seen } = await loopback(t, ({ number }, response) => {
      response.writeHead(number === 1 ? 503 : 200, { 'retry-after': '0' }).end()
    })
    assert.equal((await clientFor(t, { watch }).get(origin)).status, 200)
    assert.equal(seen.length, 2)
    await new Promise(resolve => setImmediate(resolve))
    assert.ok(thrown.every(error => error === boom))
    assert.equal(thrown.length > 0, !/forgets|twice/.test(part) && part !== 'origin')
  })
}

test('a watch adds fields to a request, which take the place of those of the same name', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const watch: Watch = {
    isOn: () => true,
    call: () => ({ attempt: ({ send }) => ({ fields: { 'x-send': String(send), accept: 'text/plain' } }) }),
  }
  await clientFor(t, { watch }).get(origin, { headers: { 'X-Send': 'mine' } })
  assert.deepEqual([seen[0]?.headers['x-send'], seen[0]?.headers.accept], ['1', 'text/plain'])
})

for (const beside of ['alone', 'beside listeners on the channels']) {
  test(`the call runs in the context of its watch, and so does what the caller is asked for: ${beside}`, async t => {
    if (beside !== 'alone') hearChannels(t)
    const place = new AsyncLocalStorage<string>()
    const { origin, seen } = await loopback(t, ({ number }, response) => {
      response.writeHead(number === 1 ? 401 : 200).end()
    })
    const watch: Watch = {
      isOn: () => true,
      call: ({ call }) => ({
        run: begin => place.run(`call ${call}`, begin),
        attempt: ({ send }) => ({
          fields: { 'x-send': String(send) },
          run: go => place.run(`send ${send}`, go),
        }),
      }),
    }
    const asked: (string | undefined)[] = []
    const refresh = async (): Promise<string> => {
      asked.push(place.getStore())
      return 'new'
    }
    const transport = undiciTransport({ clock: systemClock })
    t.after(() => transport.close())
    const noted: Transport = {
      ...transport,
      close: async () => {},
      send(request, limits, judge) {
        asked.push(place.getStore())
        return transport.send(request, limits, judge)
      },
    }
    await clientFor(t, { watch, transport: noted, baseUrl: origin, auth: { token: 'old', refresh } }).get('/')
    assert.match(asked.join(), /^send 1,call \d+,send 2$/)
    assert.deepEqual(
      seen.map(({ headers }) => headers['x-send']),
      ['1', '2'],
    )
    assert.equal(place.getStore(), undefined, 'the caller is back where it was')
  })
}

test('a watch and listeners on the channels hear the same, and a watch that is off hears nothing', async t => {
  const { origin } = await loopback(t, answering(200))
  const heard = hearChannels(t)
  const told: string[] = []
  let on = true
  const watch: Watch = {
    isOn: () => on,
    call(start) {
      told.push(`call ${start.call}`)
      return {
        run: begin => begin(),
        attempt: ({ send }) => ({ end: ({ status }) => void told.push(`send ${send}: ${status}`) }),
        end: ({ sends }) => void told.push(`end after ${sends}`),
      }
    },
  }
  const api = clientFor(t, { watch })
  await api.get(origin)
  on = false
  await api.get(origin)
  const [first] = heard.of('heed:call:start')
  assert.deepEqual(told, [`call ${first?.call}`, 'send 1: 200', 'end after 1'])
  assert.equal(heard.of('heed:call:end').length, 2)
})

test('the option is checked, and belongs to the client', t => {
  assert.throws(() => clientFor(t, { watch: {} as never }), {
    name: 'OptionError',
    message: 'The option watch must be a watch, such as otel() of heed/otel; it was object.',
  })
  assert.throws(() => clientFor(t).extend({ watch: brokenWatches.call } as never), OptionError)
})
