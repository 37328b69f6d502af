// Node: the transport over undici.
import { systemClock } from '../../packages/heed/src/shared/clock.ts'
import { undiciTransport } from '../../packages/heed/src/transports/undici.ts'
import { playContract } from './contract-run.ts'

await playContract(() => undiciTransport({ clock: systemClock }))
