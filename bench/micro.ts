/** The pieces on their own, without a network: `node --conditions=heed-source --expose-gc bench/micro.ts`. Last line: JSON. */
import { type Cache, memoryCache, sqliteCache } from 'heed/cache'
import { request } from 'undici'
import { allocationOf, collect } from './allocation.ts'
import { joinedJson } from './joined.ts'
import { median, messageOf } from './measures.ts'
import { StubDispatcher } from './stub.ts'

export interface MicroFigures {
  readonly name: string
  /** Processor time of the process, collector and all, so that a busy machine counts for little. */
  readonly nanos: number
  readonly bytes: number
}

export interface MicroReport {
  readonly figures: readonly MicroFigures[]
  readonly leftOut: readonly string[]
}

const url = 'http://stub.example/small'

const codes: readonly number[] = [200, 201, 204, 301, 304, 400, 401, 404, 409, 418, 425, 429, 499, 500, 503, 599]

/** Every result goes in here, so that the compiler cannot leave the work out. */
let sink: unknown

const syncLap = (piece: (code: number) => unknown, count: number): void => {
  for (let index = 0; index < count; index += 1) sink = piece(codes[index & 15] ?? 200)
}

const asyncLap = async (piece: () => Promise<unknown>, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) sink = await piece()
}

/**
 * Warms up, then takes the median processor time of seven laps, then one lap more for what is allocated. No collection is forced between
 * laps: a full one throws away compiled code whose shapes nobody holds at that moment, and the next lap would pay for it.
 */
const measured = async (
  name: string,
  count: number,
  lap: (count: number) => void | Promise<void>,
): Promise<MicroFigures> => {
  collect()
  await lap(count * 2)
  const nanos: number[] = []
  for (let sample = 0; sample < 7; sample += 1) {
    const from = process.cpuUsage()
    await lap(count)
    const cpu = process.cpuUsage(from)
    nanos.push(((cpu.user + cpu.system) * 1000) / count)
  }
  const { bytes } = await allocationOf(async () => lap(count))
  return { name, nanos: median(nanos), bytes: bytes / count }
}

const sync = (name: string, piece: (code: number) => unknown): Promise<MicroFigures> =>
  measured(name, 200_000, count => syncLap(piece, count))

const overStub = (name: string, piece: () => Promise<unknown>): Promise<MicroFigures> =>
  measured(name, 30_000, count => asyncLap(piece, count))

type Piece = readonly [name: string, run: (name: string) => Promise<MicroFigures>]

const stub = new StubDispatcher()

/** One decision about an answer, on an exchange whose first attempt is under way. */
const deciding = async (name: string, status: number): Promise<MicroFigures> => {
  const { decide } = await import('../packages/heed/src/decide.ts')
  const { stubExchange } = await import('./stub-plan.ts')
  const exchange = stubExchange()
  exchange.attempt = 1
  const event = { is: 'answer', status, fields: {}, wallMs: Date.now(), stored: false } as const
  const nowMs = exchange.startMs + 1
  return sync(name, () => decide(exchange, event, nowMs, Math.random))
}

/** A fresh answer out of a cache, through the whole client and its face; once kept, nothing is sent. */
const hitting = async (name: string, cache: Cache): Promise<MicroFigures> => {
  const { createClient } = await import('heed')
  const { stubTransport } = await import('./stub-plan.ts')
  const api = createClient({ cache, transport: stubTransport })
  await api.get(url)
  const { cache: note } = await api.get(url)
  if (note?.is !== 'hit') throw new Error(`It is no hit: ${note?.reason}.`)
  const figures = await overStub(name, () => api.get(url))
  await cache.close()
  return figures
}

const pieces: readonly Piece[] = [
  ['lookup', async name => sync(name, (await import('heed/status')).lookup)],
  ['explain', async name => sync(name, (await import('heed/status')).explain)],
  ['decide, 200', name => deciding(name, 200)],
  ['decide, 404', name => deciding(name, 404)],
  ['decide, 503', name => deciding(name, 503)],
  ['bare stub transport', async name => overStub(name, (await import('./stub-plan.ts')).bareSend)],
  [
    'drive over the stub transport',
    async name => {
      const { drive } = await import('../packages/heed/src/drive/drive.ts')
      const { stubExchange } = await import('./stub-plan.ts')
      return overStub(name, async () => {
        const exchange = stubExchange()
        await drive(exchange, null)
        return exchange.answer
      })
    },
  ],
  ['undici.dispatch over a stub dispatcher', name => overStub(name, () => joinedJson(stub, url, 'GET', null, {}))],
  [
    'undici.request over a stub dispatcher',
    name => overStub(name, async () => (await request(url, { dispatcher: stub })).body.json()),
  ],
  [
    'heed over a stub dispatcher',
    async name => {
      const api = (await import('heed')).createClient({ dispatcher: stub })
      return overStub(name, () => api.get(url).json())
    },
  ],
  ['a fresh hit in memory', name => hitting(name, memoryCache())],
  ['a fresh hit in SQLite', name => hitting(name, sqliteCache(':memory:'))],
]

const figures: MicroFigures[] = []
const leftOut: string[] = []
for (const [name, run] of pieces) {
  try {
    figures.push(await run(name))
  } catch (error) {
    leftOut.push(`${name}: ${messageOf(error)}`)
  }
}
if (sink === undefined) throw new Error('Nothing ran.')
console.log(JSON.stringify({ figures, leftOut } satisfies MicroReport))
