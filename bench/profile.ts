/**
 * Keeps one layer of heed busy, for a profiler:
 *
 *   node --conditions=heed-source --cpu-prof bench/profile.ts drive     the loop over a stub transport
 *   node --conditions=heed-source --cpu-prof bench/profile.ts client    the whole client over a stub dispatcher
 *   node --conditions=heed-source --cpu-prof bench/profile.ts wire      the whole client over loopback, 50 connections
 *
 * A second argument is the count of calls (default 300,000). Open the .cpuprofile in the DevTools of a browser.
 */
import { startOrigin } from './origin.ts'

const [layer = 'drive', count = '300000'] = process.argv.slice(2)

const driveOnce = async (): Promise<() => Promise<unknown>> => {
  const { drive } = await import('../packages/heed/src/drive/drive.ts')
  const { stubExchange } = await import('./stub-plan.ts')
  return () => drive(stubExchange(), null)
}

const clientOnce = async (): Promise<() => Promise<unknown>> => {
  const { createClient } = await import('heed')
  const { StubDispatcher } = await import('./stub.ts')
  const api = createClient({ dispatcher: new StubDispatcher() })
  return () => api.get('http://stub.example/small').json()
}

const calls = Number(count)

const lanes = async (once: () => Promise<unknown>, width: number): Promise<void> => {
  let begun = 0
  const lane = async (): Promise<void> => {
    while (begun < calls) {
      begun += 1
      await once()
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}

const overTheWire = async (): Promise<void> => {
  const { createClient } = await import('heed')
  const origin = await startOrigin()
  const api = createClient()
  await lanes(() => api.get(`${origin.url}/small`).json(), 50)
  await api.close()
  await origin.stop()
}

const from = performance.now()
if (layer === 'wire') await overTheWire()
else await lanes(layer === 'client' ? await clientOnce() : await driveOnce(), 1)
const tookMs = performance.now() - from
console.log(`${layer}: ${calls} calls in ${tookMs.toFixed(0)} ms, ${((tookMs * 1000) / calls).toFixed(2)} us each`)
