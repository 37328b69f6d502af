import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noChromium, openChromium } from '../packages/lab/test/chromium.ts'
import { startServer } from './runtimes/server.ts'
import { mustRun } from './workspace.ts'

/** `heed/fetch` as a page loads it, from the sources of the small edition: one file, which names nothing of Node. */
const bundled = (): string =>
  mustRun('esbuild', [
    'packages/heed/src/fetch.ts',
    ...['--bundle', '--format=esm', '--target=es2024', '--log-level=warning', '--platform=neutral'],
    '--conditions=heed-source,heed-small,browser',
  ])

/** What runs in the page. It sees nothing of this file. */
async function play(origin: string, nowhere: string): Promise<Record<string, unknown>> {
  const { createFetch, trailOf } = await import(`${origin}/fetch.js`)
  const fetch = createFetch({ backoff: { faultMs: 10 } })
  const steps = (response: Response): string =>
    trailOf(response)
      .map(({ what }: { what: string }) => what)
      .join(' ')
  const text = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response: Response = await fetch(`${origin}/${path}`, init)
    return [response.status, await response.text(), steps(response)]
  }
  const failure = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => 'none',
      error => [error.name, error.cause?.code ?? null, error.cause?.fault ?? null],
    )
  // Chromium's own text() has an error of its own for a body that breaks.
  const drained = async (response: Response): Promise<void> => {
    const reader = response.body?.getReader()
    while ((await reader?.read())?.done === false);
  }
  await fetch(`${origin}/cookies`)
  await fetch(`${origin}/coded`)
  await fetch(`${origin}/too-large`, { credentials: 'omit' })
  const aborted = new AbortController()
  setTimeout(() => aborted.abort(), 50)
  const form = new FormData()
  form.set('file', new Blob(['x'.repeat(1000)]), 'x.txt')
  return {
    relative: (await (await fetch('/success')).json()).ok,
    again: await text('again'),
    wait: await text('wait'),
    post: await text('post-once', { method: 'POST', body: '{}' }),
    redirect: await text('redirect'),
    missing: (await fetch(`${origin}/failure`)).status,
    blob: JSON.parse(
      ((await text('upload-blob', { method: 'PUT', body: new Blob(['x'.repeat(1000)]) })) as string[])[1] ?? '',
    ),
    form: (await fetch(`${origin}/upload-blob`, { method: 'PUT', body: form })).status,
    deadline: await failure(createFetch({ deadlineMs: 200 })(`${origin}/deadline`)),
    nowhere: await failure(createFetch({ attempts: 1 })(nowhere)),
    abort: await failure(fetch(`${origin}/shared`, { signal: aborted.signal })),
    elsewhere: await failure(fetch(`${origin.replace('127.0.0.1', 'localhost')}/too-dense`, { mode: 'same-origin' })),
    broken: await failure(fetch(`${origin}/broken-off`).then(drained)),
  }
}

test('heed/fetch does on a page what it does elsewhere', { skip: noChromium }, async t => {
  const server = await startServer()
  server.show('page', 'text/html', '<!doctype html><title>heed</title>')
  server.show('fetch.js', 'text/javascript', bundled())
  const browser = await openChromium()
  t.after(() => Promise.all([browser.close(), server.close()]))
  const page = await browser.newPage()
  await page.goto(`${server.origin}/page`)
  const call = `(${play})(${JSON.stringify(server.origin)}, ${JSON.stringify(server.nowhere)})`
  const saw = await page.evaluate<Record<string, unknown>>(call)
  assert.deepEqual(saw, {
    relative: true,
    again: [200, 'whole', 'send answer wait send answer end'],
    wait: [200, 'whole', 'send answer wait send answer end'],
    post: [500, '{}', 'send answer end'],
    redirect: [200, 'found', 'send answer end'],
    missing: 404,
    blob: { bytes: 1000, start: 'x'.repeat(20), length: '1000' },
    form: 200,
    deadline: ['TypeError', 'HEED_TIMEOUT', 'deadline'],
    nowhere: ['TypeError', 'HEED_WIRE', 'reset'],
    abort: ['AbortError', null, null],
    elsewhere: ['TypeError', 'HEED_WIRE', 'reset'],
    broken: ['TypeError', 'HEED_WIRE', 'truncated'],
  })
  assert.equal(server.asked('too-dense').length, 0)
  const cookies = ['coded', 'too-large'].map(id => server.asked(id)[0]?.cookie)
  assert.deepEqual(cookies, ['a=1; b=2', null])
  const [first, second] = server.asked('wait').map(({ atMs }) => atMs)
  assert.ok((second ?? 0) - (first ?? 0) >= 1000)
  assert.equal(server.asked('post-once').length, 1)
})
