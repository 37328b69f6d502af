// On a runtime with processes: plays, and prints what came of it as the last line.
import { play, warm } from './program.ts'

const { argv } = globalThis.process
const stage = { origin: argv[2] ?? '', nowhere: argv[3] ?? '', folder: argv[4] ?? '' }
await warm(stage)
console.log(JSON.stringify(await play(stage)))
