import { type FaceCase, plain, shown, streamOf } from './face-case.ts'

/** What is refused before or while it is sent. */
export const refusals: readonly FaceCase[] = [
  ...[
    '',
    'nonsense',
    '/relative',
    'http://',
    'http://user:word@127.0.0.1/',
    'ftp://127.0.0.1/',
    'http://127.0.0.1:1/',
    'http://127.0.0.1:25/',
    'https://127.0.0.1:6000/',
  ].map((url): FaceCase => ({ name: `the address '${url}'`, ask: fetch => fetch(url) })),
  plain('/text', { method: 'CONNECT' }),
  plain('/text', { method: 'BAD METHOD' }),
  plain('/text', { method: 'GET', body: 'a body' }),
  plain('/text', { headers: { 'bad name': 'x' } }),
  plain('/text', { headers: { 'x-mine': 'line\nend' } }),
  plain('/text', { mode: 'navigate' }),
  {
    name: 'a stream without duplex',
    ask: (fetch, origin) => fetch(`${origin}/echo`, { method: 'POST', body: streamOf('x') }),
  },
  {
    name: 'a stream that was read',
    ask: async (fetch, origin) => {
      const body = streamOf('x')
      await new Response(body).text()
      return fetch(`${origin}/echo`, { method: 'POST', body, duplex: 'half' })
    },
  },
  {
    name: 'a stream that breaks',
    ask: (fetch, origin) => {
      const body = new ReadableStream({ start: controller => controller.error(new RangeError('mine')) })
      return fetch(`${origin}/echo`, { method: 'POST', body, duplex: 'half' })
    },
  },
]

/** What becomes of a response that came. */
export const reading: readonly FaceCase[] = [
  {
    name: 'clone, then both bodies',
    ask: async (fetch, origin) => {
      const response = await fetch(`${origin}/json`)
      const clone = response.clone()
      return [await clone.json(), await response.text(), clone.status, clone.type, clone.url === response.url]
    },
  },
  {
    name: 'a body is read once',
    ask: async (fetch, origin) => {
      const response = await fetch(`${origin}/text`)
      const before = response.bodyUsed
      await response.text()
      return [before, response.bodyUsed, await response.text().catch(error => error.name)]
    },
  },
  {
    name: 'into memory of the reader',
    ask: async (fetch, origin) => {
      const reader = (await fetch(`${origin}/text`)).body?.getReader({ mode: 'byob' })
      const read = await reader?.read(new Uint8Array(2))
      return [new TextDecoder().decode(read?.value), read?.done]
    },
  },
  {
    name: 'in pieces, to the end',
    ask: async (fetch, origin) => {
      const { body } = await fetch(`${origin}/pieces`)
      let all = ''
      for await (const piece of body ?? []) all += new TextDecoder().decode(piece)
      return all
    },
  },
  ...['/cut', '/bad-gzip', '/begun-and-broken'].map(
    (path): FaceCase => ({
      name: `${path}: who waits for the end without reading is told`,
      ask: async (fetch, origin) => {
        const reader = (await fetch(`${origin}${path}`)).body?.getReader()
        return reader?.closed
      },
    }),
  ),
  {
    name: 'cancelled in the middle',
    ask: async (fetch, origin) => {
      const { body } = await fetch(`${origin}/begun`)
      const reader = body?.getReader()
      const first = await reader?.read()
      await reader?.cancel()
      return [new TextDecoder().decode(first?.value), await reader?.closed]
    },
  },
  ...(['json', 'blob', 'arrayBuffer', 'bytes'] as const).map(
    (how): FaceCase => ({
      name: `read by ${how}`,
      ask: async (fetch, origin) => {
        const read: unknown = await (await fetch(`${origin}/json`))[how]()
        return read instanceof Blob ? [read.type, await read.text()] : read
      },
    }),
  ),
  {
    name: 'a form',
    ask: async (fetch, origin) => {
      const response = await fetch(`${origin}/text`)
      return response.formData().catch(error => error.name)
    },
  },
  {
    name: 'headers cannot be changed',
    ask: async (fetch, origin) => {
      const { headers } = await fetch(`${origin}/text`)
      const changes = [() => headers.set('a', 'b'), () => headers.append('a', 'b'), () => headers.delete('date')]
      return changes.map(change => {
        try {
          return change()
        } catch (error) {
          return (error as Error).name
        }
      })
    },
  },
  ...[
    // Of the bytes 'text'; then of others; then one of two; the strongest counts; then nothing that can be read.
    'sha256-mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=',
    'sha512-6vLBJ0LLjBYby9hLAyubuYmZojKCVCZyygHMbt0mj33OmYetayvHkwVjT4nZC5AQK81ZpX5xNbjjzrk8BZcRew==',
    'sha384-MTp-MyKsZVwnazoKnmsnxEjFcHsbDiADe0Krd2G6JRYvdlnU_-Hq_ZlmIEwbQftz',
    'sha256-AAAA',
    'sha256-mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE= sha256-AAAA',
    'sha256-mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE= sha512-AAAA',
    'sha256-AAAA sha512-6vLBJ0LLjBYby9hLAyubuYmZojKCVCZyygHMbt0mj33OmYetayvHkwVjT4nZC5AQK81ZpX5xNbjjzrk8BZcRew==',
    'sha512-6vLBJ0LLjBYby9hLAyubuYmZojKCVCZyygHMbt0mj33OmYetayvHkwVjT4nZC5AQK81ZpX5xNbjjzrk8BZcReg',
    'sha256-mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE',
    'md5-AAAA',
    'nonsense',
    'sha256-mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=?opt',
  ].map(
    (integrity): FaceCase => ({
      name: `integrity ${integrity}`,
      ask: async (fetch, origin) => shown(await fetch(`${origin}/text`, { integrity })),
    }),
  ),
  {
    name: 'data: and blob: addresses',
    ask: async fetch => {
      const blob = URL.createObjectURL(new Blob(['of a blob'], { type: 'text/plain' }))
      return Promise.all(['data:text/plain,of%20data', blob].map(async url => (await fetch(url)).text()))
    },
  },
]

/** Signals that fire. */
export const aborts: readonly FaceCase[] = [
  {
    name: 'aborted before',
    ask: (fetch, origin) => fetch(`${origin}/text`, { signal: AbortSignal.abort() }),
  },
  {
    name: 'aborted before, with a reason',
    ask: (fetch, origin) => fetch(`${origin}/text`, { signal: AbortSignal.abort(new RangeError('mine')) }),
  },
  {
    name: 'aborted by the signal of a Request',
    ask: (fetch, origin) => fetch(new Request(`${origin}/text`, { signal: AbortSignal.abort('gone') })),
  },
  {
    name: 'a stream is cancelled with the reason at once when the signal has fired before',
    ask: async (fetch, origin) => {
      const reasons: unknown[] = []
      const body = new ReadableStream({ cancel: reason => void reasons.push(reason) })
      const init = { method: 'POST', body, duplex: 'half' as const, signal: AbortSignal.abort('gone') }
      const asked = fetch(`${origin}/echo`, init).catch(error => error)
      return [[...reasons], await asked]
    },
  },
  {
    name: 'aborted while the server thinks',
    ask: (fetch, origin) => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 30)
      return fetch(`${origin}/never`, { signal: controller.signal })
    },
  },
  {
    name: 'out of time',
    ask: (fetch, origin) => fetch(`${origin}/never`, { signal: AbortSignal.timeout(30) }),
  },
  {
    name: 'aborted while the body comes',
    ask: async (fetch, origin) => {
      const controller = new AbortController()
      const response = await fetch(`${origin}/begun`, { signal: controller.signal })
      setTimeout(() => controller.abort(new RangeError('mine')), 30)
      return response.text()
    },
  },
  {
    name: 'aborted after all was read',
    ask: async (fetch, origin) => {
      const controller = new AbortController()
      const response = await fetch(`${origin}/text`, { signal: controller.signal })
      const text = await response.text()
      controller.abort()
      return text
    },
  },
]
