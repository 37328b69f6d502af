import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Kept, Store } from '../../src/keeping.ts'
import { bytes, keptHead, text } from './kept-answers.ts'
import { followsModel, steps } from './store-model.ts'

/** A store to test, with room for 20 MB at least, and what frees it. */
export interface OpenStore {
  readonly store: Store
  close(): void | Promise<void>
}

type Open = () => Promise<OpenStore>

const url = 'https://api.example.com/posts/1'

/** Registers the tests that every store has to pass. */
export function storeContract(name: string, open: Open): void {
  const check = (what: string, run: (store: Store) => Promise<void>): void => {
    test(`${name}: ${what}`, async () => {
      const opened = await open()
      try {
        await run(opened.store)
      } finally {
        await opened.close()
      }
    })
  }
  keeps(check)
  replaces(check)
  separates(check)
  owns(check)
  behaves(check)
}

type Check = (what: string, run: (store: Store) => Promise<void>) => void

function keeps(check: Check): void {
  check('what is not there is nothing', async store => {
    assert.deepEqual([...(await store.find(url, ''))], [])
    for (const id of [1, 0, -1, 2 ** 60, Number.NaN, 'x', '']) assert.equal(await store.body(id), null)
    await store.drop(url)
    await store.freshen(7, keptHead())
    assert.deepEqual([...(await store.find(url, ''))], [])
  })

  check('an answer comes back as it was given', async store => {
    const head = keptHead({
      fields: { 'set-cookie': ['a=1', 'b=2'], etag: 'W/"ä\u0001"', 'x-empty': '' },
      varied: { accept: 'text/html', 'accept-language': null },
      part: { firstByte: 0, lastByte: 4, wholeBytes: null },
      staleIfErrorMs: 5000,
      noCache: true,
      bodyBytes: 5,
    })
    await store.keep(url, 'cookie: a=1', head, bytes('hello'), [])
    const kept = await only(store, url, 'cookie: a=1')
    assert.deepEqual(plain(kept.head), plain(head))
    assert.equal(text(await store.body(kept.id)), 'hello')
  })

  check('the latest written comes first', async store => {
    for (const status of [200, 203, 204]) await store.keep(url, '', keptHead({ status }), bytes(`${status}`), [])
    const found = await store.find(url, '')
    assert.deepEqual(
      found.map(kept => kept.head.status),
      [204, 203, 200],
    )
    for (const { id, head } of found) assert.equal(text(await store.body(id)), `${head.status}`)
  })

  check('bodies of every size come back byte for byte', async store => {
    for (const size of [0, 1, 4095, 4096, 70_000, 3_000_000]) {
      const body = Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 0xff)
      await store.keep(`${url}?${size}`, '', keptHead({ bodyBytes: size }), body, [])
      const back = await store.body((await only(store, `${url}?${size}`)).id)
      assert.ok(back instanceof Uint8Array && Buffer.compare(back, body) === 0, `${size} bytes`)
    }
  })
}

function replaces(check: Check): void {
  check('an answer takes the place of those it replaces, and of no others', async store => {
    for (const status of [200, 203, 204]) await store.keep(url, '', keptHead({ status }), bytes(`${status}`), [])
    const before = await store.find(url, '')
    const outdated = before.slice(1).map(kept => kept.id)
    await store.keep(url, '', keptHead({ status: 206 }), bytes('new'), [...outdated, 'nobody', 2 ** 50])
    const after = await store.find(url, '')
    assert.deepEqual(
      after.map(kept => kept.head.status),
      [206, 204],
    )
    for (const id of outdated) assert.equal(await store.body(id), null)
  })

  check('an id never names another body', async store => {
    const ever = new Map<Kept['id'], string>()
    for (let round = 0; round < 20; round++) {
      const latest = await store.find(url, '')
      await store.keep(url, '', keptHead(), bytes(`round ${round}`), round % 3 === 0 ? latest.map(kept => kept.id) : [])
      const id = (await store.find(url, ''))[0]?.id ?? ''
      assert.ok(!ever.has(id), `${id} is used again`)
      ever.set(id, `round ${round}`)
      if (round % 5 === 4) await store.drop(url)
      for (const [known, body] of ever) {
        const now = await store.body(known)
        assert.ok(now === null || text(now) === body)
      }
    }
  })

  check('freshening changes the head, and leaves the body and the order', async store => {
    await store.keep(url, '', keptHead({ status: 200 }), bytes('first'), [])
    const first = await only(store, url)
    await store.keep(url, '', keptHead({ status: 203 }), bytes('second'), [])
    await store.freshen(first.id, keptHead({ fields: { etag: '"2"', 'x-longer': 'x'.repeat(5000) }, freshMs: 5 }))
    const found = await store.find(url, '')
    assert.deepEqual(
      found.map(kept => [kept.head.status, kept.head.freshMs, kept.head.fields.etag]),
      [
        [203, 60_000, '"1"'],
        [200, 5, '"2"'],
      ],
    )
    assert.equal(found[1]?.id, first.id)
    assert.equal(text(await store.body(first.id)), 'first')
    assert.equal(first.head.freshMs, 60_000, 'what was found before stays as it was')
  })

  check('freshening brings nothing back', async store => {
    await store.keep(url, '', keptHead(), bytes('gone'), [])
    const { id } = await only(store, url)
    await store.drop(url)
    await store.freshen(id, keptHead())
    assert.deepEqual([...(await store.find(url, ''))], [])
    assert.equal(await store.body(id), null)
  })
}

function separates(check: Check): void {
  check('dropping an address takes out every identity there, and nothing elsewhere', async store => {
    const whose = ['', 'a', 'b', 'c']
    for (const each of whose) {
      await store.keep(url, each, keptHead(), bytes('1'), [])
      await store.keep(url, each, keptHead(), bytes('2'), [])
      await store.keep(`${url}/`, each, keptHead(), bytes('3'), [])
    }
    const ids = (await store.find(url, 'b')).map(kept => kept.id)
    await store.drop(url)
    for (const each of whose) {
      assert.equal((await store.find(url, each)).length, 0)
      assert.equal((await store.find(`${url}/`, each)).length, 1)
    }
    for (const id of ids) assert.equal(await store.body(id), null)
    await store.keep(url, 'b', keptHead(), bytes('again'), [])
    assert.equal(text(await store.body((await only(store, url, 'b')).id)), 'again')
  })

  check('no address and no identity is taken for another', async store => {
    const odd = ['__proto__', 'constructor', 'a', 'A', 'a\0', 'a\0b', '\0', 'a\nb', "'; DROP TABLE answer; --", '%']
    const names = [...odd, 'é', 'e\u0301', '𝄞', '\u202e', 'x'.repeat(10_000), `${'x'.repeat(9_999)}y`, '*', 'a ', '1']
    const pairs = names.flatMap(at => ['', ...names.slice(0, 8), 'x'.repeat(10_000)].map(whose => [at, whose] as const))
    for (const [at, whose] of pairs) await store.keep(at, whose, keptHead(), bytes(`${at}|${whose}`), [])
    for (const [at, whose] of pairs) {
      assert.equal(text(await store.body((await only(store, at, whose)).id)), `${at}|${whose}`)
    }
    await store.drop('a\0')
    assert.equal((await store.find('a\0', '')).length, 0)
    for (const at of names.filter(each => each !== 'a\0')) await only(store, at)
  })

  check('field names and values of every kind come back', async store => {
    const fields = JSON.parse('{"__proto__":"p","constructor":["c"],"toString":"t","":"","\\u0000":"\\u0000\\ud800"}')
    const varied = JSON.parse('{"__proto__":null,"constructor":"x"}')
    await store.keep(url, '', keptHead({ fields, varied, statusText: '\0' }), bytes('odd'), [])
    const { head } = await only(store, url)
    assert.equal(JSON.stringify(head), JSON.stringify(keptHead({ fields, varied, statusText: '\0' })))
    assert.ok(Object.hasOwn(head.fields, '__proto__') && Object.hasOwn(head.varied, '__proto__'))
  })
}

function owns(check: Check): void {
  check('what the caller does later to what it gave changes nothing', async store => {
    const buffer = bytes('-hello-')
    const fields: Record<string, string> = { etag: '"1"' }
    await store.keep(url, '', keptHead({ fields }), buffer.subarray(1, 6), [])
    buffer.fill(0)
    fields.etag = '"2"'
    const kept = await only(store, url)
    assert.equal(kept.head.fields.etag, '"1"')
    assert.equal(text(await store.body(kept.id)), 'hello')
    structuredClone(buffer, { transfer: [buffer.buffer as ArrayBuffer] })
    assert.equal(text(await store.body(kept.id)), 'hello')
  })

  check('what was found stays as it was', async store => {
    await store.keep(url, '', keptHead({ status: 200 }), bytes('1'), [])
    const found = await store.find(url, '')
    await store.keep(url, '', keptHead({ status: 203 }), bytes('2'), [])
    await store.drop(url)
    assert.deepEqual(
      found.map(kept => kept.head.status),
      [200],
    )
  })
}

function behaves(check: Check): void {
  check('it does what a plain list would do, for any order of steps', async store => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async list => {
        run++
        await followsModel(store, list, `${run}:`)
      }),
      { numRuns: 40 },
    )
  })
}

async function only(store: Store, at: string, whose = ''): Promise<Kept> {
  const found = await store.find(at, whose)
  assert.equal(found.length, 1, `${found.length} kept for ${JSON.stringify(at.slice(0, 40))}`)
  return found[0] as Kept
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** The same store, answering later. */
export const later = (store: Store): Store => ({
  find: async (at, whose) => store.find(at, whose),
  body: async id => store.body(id),
  keep: async (at, whose, head, body, outdated) => store.keep(at, whose, head, body, outdated),
  freshen: async (id, head) => store.freshen(id, head),
  drop: async at => store.drop(at),
  close: async () => store.close?.(),
})
