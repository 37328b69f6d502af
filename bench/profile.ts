/**
 * Keeps one layer of heed busy without a network, for a profiler:
 *
 *   node --conditions=source --cpu-prof bench/profile.ts drive     the loop over a stub transport
 *   node --conditions=source --cpu-prof bench/profile.ts client    the whole client over a stub dispatcher
 *
 * A second argument is the count of calls (default 1,000,000). Open the .cpuprofile in the DevTools of a browser.
 */

const [layer = 'drive', count = '1000000'] = process.argv.slice(2)

const driveOnce = async (): Promise<() => Promise<unknown>> => {
  const { drive } = await import('../packages/heed/src/drive.ts')
  const { stubExchange } = await import('./stub-plan.ts')
  return () => drive(stubExchange(), null)
}

const clientOnce = async (): Promise<() => Promise<unknown>> => {
  const { createClient } = await import('heed')
  const { StubDispatcher } = await import('./stub.ts')
  const api = createClient({ dispatcher: new StubDispatcher() })
  return () => api.get('http://stub.example/small').json()
}

const once = layer === 'client' ? await clientOnce() : await driveOnce()
const calls = Number(count)
const from = performance.now()
for (let call = 0; call < calls; call += 1) await once()
const tookMs = performance.now() - from
console.log(`${layer}: ${calls} calls in ${tookMs.toFixed(0)} ms, ${((tookMs * 1000) / calls).toFixed(2)} us each`)
