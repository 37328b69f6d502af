// Any runtime with processes: the transport over its own `fetch`.
import { fetchTransport } from '../../packages/heed/src/transports/fetch.ts'
import { playContract } from './contract-run.ts'

await playContract(() => fetchTransport())
