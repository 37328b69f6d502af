// Prepares the work on a status code: `npm run new 425`.
import { prepare } from './scaffold.ts'
import { fail, root } from './workspace.ts'

const [given, ...more] = process.argv.slice(2)
if (given === undefined || more.length > 0 || !/^[1-5]\d\d$/.test(given)) {
  const said = given === undefined ? 'no code' : `"${[given, ...more].join(' ')}"`
  console.error(`Give one status code from 100 to 599, as in \`npm run new 425\`; this was ${said}.`)
  process.exitCode = 64
} else {
  try {
    console.log(prepare(root, Number(given)))
  } catch (error) {
    fail(error)
  }
}
