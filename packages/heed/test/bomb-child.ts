import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../src/shared/clock.ts'
import { undiciTransport } from '../src/transports/undici.ts'
import { limits, send } from './wire.ts'

// Fetches one prepared body with the client's default limits and prints what came of it and how far memory grew.
const [file = '', codings = '', disposal = 'keep'] = process.argv.slice(2)
const server = createServer((_request, response) => {
  response.setHeader('content-encoding', codings)
  const body = createReadStream(file)
  body.pipe(response).on('close', () => body.destroy())
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const transport = undiciTransport({ clock: systemClock })
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const mebibyte = 1024 * 1024
const own = { ...limits, bodyBytes: 100 * mebibyte, errorBytes: mebibyte, ratio: 200, ratioFromBytes: mebibyte }
globalThis.gc?.()
const before = process.memoryUsage.rss()
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 1)
const landed = await send(transport, origin, {
  disposal: disposal === 'keep-start' ? 'keep-start' : 'keep',
  limits: own,
}).landed
clearInterval(watch)
peak = Math.max(peak, process.memoryUsage.rss())
const came = landed.kind === 'fault' ? landed.name : `${landed.status} ${landed.whole}`
process.stdout.write(JSON.stringify({ came, grownMebibytes: (peak - before) / mebibyte }))
server.closeAllConnections()
server.close()
await transport.close()
