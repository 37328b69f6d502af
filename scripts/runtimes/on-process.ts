// On a runtime with processes: plays, and prints what came of it as the last line.
import { play } from './program.ts'

const { argv } = globalThis.process
console.log(JSON.stringify(await play({ origin: argv[2] ?? '', nowhere: argv[3] ?? '', folder: argv[4] ?? '' })))
// Connections at rest must not keep the process alive, and are not waited for.
