import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { type Client, createClient } from '../../src/client.ts'
import type { Cache, Store } from '../../src/keeping.ts'
import type { RequestOptions } from '../../src/options/options.ts'
import type { WireRequest } from '../../src/ports.ts'
import { cacheRules } from '../../src/rules/cache/rules.ts'
import { cacheOn } from '../../src/stores/cache.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Reply } from '../../src/testing/script.ts'
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even } from '../heart.ts'

/** How one operation of a store may go wrong. */
export const HOWS: readonly How[] = ['throws', 'rejects', 'hangs', 'is slow', 'is late', 'forgets']
export type How = 'throws' | 'rejects' | 'hangs' | 'is slow' | 'is late' | 'forgets'

/** A store in memory whose operation number `failing` does not go well. */
function failingStore(clock: FakeClock, failing: number, how: How): { store: Store; asked(): number } {
  const inner = memoryStore({ maxBytes: 1e6 })
  let asked = 0
  function attempt<Value>(work: () => Value | Promise<Value>, nothing: Value): Value | Promise<Value> {
    if (++asked !== failing) return work()
    const after = (ms: number): Promise<Value> => new Promise(resolve => clock.set(ms, () => resolve(work())))
    switch (how) {
      case 'throws':
        throw new Error('the disk is gone')
      case 'rejects':
        return Promise.reject(new Error('the disk is gone'))
      case 'hangs':
        return new Promise(() => {})
      case 'is slow':
        return after(300)
      case 'is late':
        return after(20)
      case 'forgets':
        return nothing
    }
  }
  const store: Store = {
    find: (...what) => attempt(() => inner.find(...what), []),
    body: id => attempt(() => inner.body(id), null),
    keep: (...what) => attempt(() => inner.keep(...what), undefined),
    freshen: (...what) => attempt(() => inner.freshen(...what), undefined),
    // To forget this one is to say that it is done when it is not, which is a lie.
    drop: url => (how === 'forgets' ? inner.drop(url) : attempt(() => inner.drop(url), undefined)),
  }
  return { store, asked: () => asked }
}

/** What each address says of keeping it. */
const CONTROLS: Readonly<Record<string, string>> = {
  '/fresh': 'max-age=60',
  '/short': 'max-age=10',
  '/swr': 'max-age=10, stale-while-revalidate=60',
  '/sie': 'max-age=10, stale-if-error=60',
}
export const contentOf = (path: string, version: number): string => `${path} ${version} 0123456789`

/** One user of one cache, whose answers are checked as they come. */
export class Stage {
  readonly clock: FakeClock = fakeClock()
  readonly transport: ScriptedTransport
  readonly cache: Cache
  readonly asked: () => number
  readonly #client: Client
  readonly #controller = new AbortController()
  version = 1
  down = false

  constructor(failing: number, how: How) {
    this.transport = scriptedTransport(this.clock, request => this.#reply(request))
    const { store, asked } = failingStore(this.clock, failing, how)
    this.asked = asked
    this.cache = cacheOn(store, cacheRules, this.clock)
    this.#client = createClient({
      clock: this.clock,
      transport: this.transport,
      cache: this.cache,
      dice: even,
      attempts: 1,
    })
  }

  #reply({ method, url: { pathname }, fields }: WireRequest): Reply {
    if (this.down) return { status: 503, fields: { 'retry-after': '1' } }
    if (method === 'PUT') this.version++
    if (method === 'PUT') return { status: 204 }
    if (pathname === '/moved') return { status: 301, fields: { location: '/fresh' } }
    const tag = `"${this.version}"`
    const about = { etag: tag, 'cache-control': CONTROLS[pathname] as string }
    if (fields['if-none-match'] === tag) return { status: 304, fields: about }
    const text = contentOf(pathname, this.version)
    if (fields.range === undefined) return { status: 200, fields: about, body: method === 'HEAD' ? '' : text }
    const [from = 0, to = text.length - 1] = fields.range.slice(6).split('-').filter(Boolean).map(Number)
    const range = { 'content-range': `bytes ${from}-${to}/${text.length}` }
    return { status: 206, fields: { ...about, ...range }, body: text.slice(from, to + 1) }
  }

  async get(path: string, options: RequestOptions = {}): Promise<string> {
    const answer = await this.#client(`https://a.test${path}`, { ...options, signal: this.#controller.signal })
    return answer.text()
  }

  /** The call ends, and with the body of the version that there is. */
  async gets(path: string, options: RequestOptions = {}): Promise<void> {
    const to = path === '/moved' ? '/fresh' : path
    const text = await this.clock.runUntilSettled(this.get(path, options))
    assert.equal(text, options.method === 'HEAD' ? '' : contentOf(to, this.version))
  }

  /** Nothing is left behind, and whoever comes now waits for nobody. */
  async check(path: string): Promise<void> {
    await this.clock.advance(1000)
    assert.equal(this.clock.timersLeft, 0, 'timers are left')
    assert.equal(getEventListeners(this.#controller.signal, 'abort').length, 0, 'listeners are left')
    for (const each of ['/moved', ...Object.keys(CONTROLS)]) {
      assert.equal(this.cache.ahead(`https://a.test${each}`, ''), null, `${each} is still led`)
    }
    this.down = false
    const startMs = this.clock.steadyMs()
    const text = await this.clock.runUntilSettled(this.get(path, { headers: { 'cache-control': 'no-cache' } }))
    assert.ok(text.startsWith(path === '/moved' ? '/fresh' : path))
    assert.ok(this.clock.steadyMs() - startMs < 200, 'it waited for nobody')
  }
}
