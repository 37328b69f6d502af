/** `npm run bench` (quick) or `npm run bench -- --full`; `--only heed,undici.request` and `--rounds 5` narrow or widen a run. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { runChild } from './child.ts'
import { measureCold } from './cold.ts'
import { base, type Contender, contenders } from './contenders.ts'
import { measureFlights } from './flight.ts'
import { type LeftOut, messageOf, type RoundFigures, type RoundJob } from './measures.ts'
import type { MicroReport } from './micro.ts'
import { pinSentence, startOrigin } from './origin.ts'
import { markdownOf } from './report.ts'
import { loadNow, type Results, thisMachine } from './results.ts'
import { measureSizes } from './size.ts'
import type { Round } from './summary.ts'

const here: string = import.meta.dirname

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
})

const mode = values.full ? 'full' : 'quick'
const counts = {
  quick: { rounds: 3, scale: 0.1, imports: 3, rivalImports: 1, flights: 1 },
  full: { rounds: 5, scale: 1, imports: 11, rivalImports: 5, flights: 3 },
}[mode]
const roundCount = values.rounds === undefined ? counts.rounds : Number(values.rounds)
const wanted = values.only?.split(',')
const playing = contenders.filter(({ name }) => wanted === undefined || wanted.includes(name) || name === base)
const leftOut: string[] = []

const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const measured = async (contender: string, origin: string): Promise<RoundFigures | LeftOut> => {
  const job: RoundJob = { contender, origin, scale: counts.scale }
  return runChild<RoundFigures | LeftOut>(['worker.ts', JSON.stringify(job)]).catch((error: unknown) => ({
    contender,
    leftOut: messageOf(error).split('\n')[0] ?? '',
  }))
}

/** In a quick run slow clients play one round alone: they are far enough off for that, and take most of the time. */
const plays = (contender: Contender, round: number): boolean => values.full || round === 0 || contender.share > 0.5

/** Each round begins with another contender, so that no one always runs first or after the same neighbour. */
const playRounds = async (origin: string): Promise<readonly Round[]> => {
  const out = new Set<string>()
  const rounds: Round[] = []
  for (let number = 0; number < roundCount; number += 1) {
    const turn = (number * 5) % playing.length
    const order = [...playing.slice(turn), ...playing.slice(0, turn)].filter(
      one => plays(one, number) && !out.has(one.name),
    )
    const round: RoundFigures[] = []
    for (const { name } of order) {
      const one = await measured(name, origin)
      if ('leftOut' in one) {
        out.add(name)
        leftOut.push(`${name}: ${one.leftOut}`)
        say(`round ${number + 1}: ${name} is left out: ${one.leftOut}`)
      } else {
        round.push(one)
        say(`round ${number + 1}: ${name} ${Math.round(one.figures.small50?.perSecond ?? 0)} requests/s`)
      }
    }
    rounds.push(round)
  }
  return rounds
}

const pieces = async (): Promise<MicroReport> => {
  say('the pieces alone')
  return runChild<MicroReport>(['micro.ts']).catch((error: unknown) => ({
    figures: [],
    leftOut: [`the pieces alone: ${messageOf(error).split('\n')[0]}`],
  }))
}

const inFlight = async () => {
  say('ten thousand in flight')
  const light = ['heed', base, ...(values.full ? ['undici.fetch', 'ky', 'got', 'axios + axios-retry'] : [])]
  return measureFlights(
    light.filter(name => playing.some(one => one.name === name)),
    10_000,
    counts.flights,
    leftOut,
  )
}

const versionsOf = async (): Promise<Record<string, string>> => {
  const versions: Record<string, string> = {}
  const listed = JSON.parse(await readFile(`${here}/package.json`, 'utf8')) as { dependencies: Record<string, string> }
  for (const name of ['heed', ...Object.keys(listed.dependencies)]) {
    const text = await readFile(`${here}/../node_modules/${name}/package.json`, 'utf8')
    versions[name] = (JSON.parse(text) as { version: string }).version
  }
  return versions
}

// Interrupted, the process still leaves by its exit handlers, which end the origin.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const run = async (): Promise<Results> => {
  const from = performance.now()
  const before = loadNow()
  const origin = await startOrigin()
  say(`origin: ${origin.sentence}; ${pinSentence}`)
  const rounds = await playRounds(origin.url).finally(() => origin.stop())
  const flights = await inFlight()
  const micro = await pieces()
  say('size and cold import')
  const sizes = await measureSizes(leftOut)
  const cold = await measureCold(counts.imports, counts.rivalImports, leftOut)
  return {
    date: new Date().toISOString().slice(0, 10),
    mode,
    tookSeconds: Math.round((performance.now() - from) / 1000),
    machine: thisMachine(),
    load: { before, after: loadNow() },
    origin: origin.sentence,
    pinned: pinSentence,
    versions: await versionsOf(),
    rounds,
    flights,
    cold,
    sizes,
    micro: micro.figures,
    leftOut: [...leftOut, ...micro.leftOut],
  }
}

/** Only a full run of every contender is worth showing to others. */
const publish = async (markdown: string): Promise<void> => {
  const path = `${here}/README.md`
  const text = await readFile(path, 'utf8')
  const between = /(<!-- results -->\n)[\s\S]*(<!-- \/results -->)/
  await writeFile(
    path,
    text.replace(between, (_, open: string, close: string) => `${open}\n${markdown}\n\n${close}`),
  )
}

const results = await run()
const markdown = markdownOf(results)
await mkdir(`${here}/results`, { recursive: true })
const complete = mode === 'full' && wanted === undefined
const file = `${here}/results/${results.date}${complete ? '' : '-quick'}.json`
await writeFile(file, `${JSON.stringify(results, null, 1)}\n`)
if (complete) await publish(markdown)
console.log(markdown)
say(`\nwritten to ${file}${complete ? ' and bench/README.md' : ''}`)
