import { createClient } from 'heed'
import { Agent, RetryAgent, request } from 'undici'

const url = 'http://127.0.0.1:4790/small'
const api = createClient({})
const agent = new Agent()
const ra = new RetryAgent(new Agent())
const post = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
const all: Record<string, () => Promise<unknown>> = {
  base: async () => (await request(url, { dispatcher: agent })).body.json(),
  heed: () => api.get(url).json(),
  retryagent: async () => (await request(url, { dispatcher: ra })).body.json(),
  basePost: async () => (await request(url, { dispatcher: agent, ...post })).body.json(),
  heedPost: () => api.post(url, { json: { a: 1 } }).json(),
  base404: async () => {
    const r = await request('http://127.0.0.1:4790/missing', { dispatcher: agent })
    await r.body.text()
    try {
      throw new Error('x' + r.statusCode)
    } catch {}
  },
  heed404: async () => {
    try {
      await api.get('http://127.0.0.1:4790/missing')
    } catch {}
  },
}
const names = (process.argv[2] ?? Object.keys(all).join(',')).split(',')
const N = 10000,
  L = 50,
  R = Number(process.argv[3] ?? 9)
async function lap(f: () => Promise<unknown>, lanes: number, n: number) {
  const c = process.cpuUsage(),
    t = performance.now()
  let left = n
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await f()
    }),
  )
  const u = process.cpuUsage(c)
  return { cpu: (u.user + u.system) / n, rps: (n / (performance.now() - t)) * 1000 }
}
const res: Record<string, { cpu: number; rps: number }[]> = {}
for (let r = -2; r < R; r++)
  for (const k of names) {
    const x = await lap(all[k]!, L, N)
    globalThis.gc?.()
    if (r >= 0) (res[k] ??= []).push(x)
  }
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!
for (const k of names) {
  const b =
    res[k.startsWith('base') ? k : k.endsWith('Post') ? 'basePost' : k.endsWith('404') ? 'base404' : 'base'] ??
    res[names[0]!]!
  console.log(
    k.padEnd(12),
    'cpu',
    med(res[k]!.map(x => x.cpu)).toFixed(1),
    'min',
    Math.min(...res[k]!.map(x => x.cpu)).toFixed(1),
    'rps',
    med(res[k]!.map(x => x.rps)).toFixed(0),
    'cpu x',
    med(res[k]!.map((x, i) => x.cpu / b[i]!.cpu)).toFixed(2),
    'rps x',
    med(res[k]!.map((x, i) => x.rps / b[i]!.rps)).toFixed(2),
  )
}
process.exit(0)
