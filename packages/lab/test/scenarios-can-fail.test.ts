import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { judge } from '../src/judge/judge.ts'
import type { CallResult, Finding } from '../src/judge/verdict.ts'
import { loadFiles } from '../src/script/library.ts'
import type { Scenario } from '../src/script/scenario.ts'
import { openStage } from '../src/stage/stage.ts'
import { roundsOf } from '../src/suite/jobs.ts'
import { mute, type Sin, sins } from './bad-client.ts'
import { Hands, longestMs } from './bad-client-hands.ts'
import { sinsOfWish, wishSins } from './bad-client-wishes.ts'

// Every scenario against every kind of bad client: a scenario that none of them fails proves nothing about a good one, and a
// check that none of them breaks is a sentence that nobody will ever read.

const AT_ONCE = 64
const HOW_TO_MEND =
  'Make the check stricter, so that a client which does what its sentence says breaks it; or, if packages/lab/test/bad-client.ts lacks a client that does, add it there.'

/** Which sins break each check of a scenario, by its place in the verdict. */
type Broken = readonly Set<Sin>[]

const scenarios = loadFiles()
  .filter(({ faults }) => faults.length === 0)
  .map(({ value }) => value as Scenario)
const labFaults: string[] = []
const brokenBy = new Map<Scenario, Broken>(scenarios.map(each => [each, each.verdict.map(() => new Set())]))

/** Plays a scenario without its pauses, which a bad client would not keep anyway. */
async function play(scenario: Scenario, sin: Sin): Promise<readonly Finding[]> {
  const stage = await openStage(scenario, { run: sin.name, scenario: scenario.id })
  const hands = new Hands(scenario)
  const calls: CallResult[] = []
  try {
    for (const { jobs } of roundsOf(scenario, stage.fill)) {
      const made = jobs.map(async job => {
        const startMs = stage.nowMs()
        return { result: await sin.play(job, hands), startMs, endMs: stage.nowMs() }
      })
      calls.push(...(await Promise.all(made)))
    }
  } finally {
    hands.close()
    await stage.close()
  }
  return judge(scenario, { log: stage.log, calls, fill: stage.fill }).findings
}

async function note(scenario: Scenario, sin: Sin): Promise<void> {
  const findings = await play(scenario, sin).catch(error => {
    labFaults.push(`${scenario.group}/${scenario.id} with the client that is ${sin.name}: ${inspect(error)}`)
    return []
  })
  for (const [index, { holds }] of findings.entries()) if (!holds) brokenBy.get(scenario)?.[index]?.add(sin)
}

const talks = (sin: Sin): boolean => sin !== mute
const unbroken = (scenario: Scenario): boolean => (brokenBy.get(scenario) ?? []).some(set => ![...set].some(talks))

/** Those that try what a scenario wants beyond one request come first, so that it is seen what they break. */
const sinsFor = ({ calls }: Scenario): readonly Sin[] => [
  ...new Set(calls.flatMap(call => sinsOfWish(call.do ?? 'request'))),
  ...sins,
]

/** All sins in turn, until every check is broken. */
async function noteAll(scenario: Scenario, order: readonly Sin[]): Promise<void> {
  for (const sin of order) if (unbroken(scenario)) await note(scenario, sin)
}

before(async () => {
  // Those that grant most time begin, so that nobody waits for them in the end.
  const left = [...scenarios].sort((one, other) => longestMs(other) - longestMs(one)).values()
  const worker = async (): Promise<void> => {
    for (const scenario of left) await noteAll(scenario, sinsFor(scenario))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  // Requests that are sent at once arrive at once only where the machine has the time: what is left is looked at alone.
  for (const scenario of scenarios) await noteAll(scenario, sinsFor(scenario).filter(talks))
})

function none(lines: readonly string[], cure: string): void {
  assert.ok(lines.length === 0, `\n${lines.map(line => `  - ${line}`).join('\n')}\n${cure}`)
}

/** The checks that hold for all of these clients. */
function holding(among: (sin: Sin) => boolean, counts: (check: Scenario['verdict'][number]) => boolean): string[] {
  return [...brokenBy].flatMap(([{ group, id, verdict }, broken]) =>
    verdict.flatMap((check, index) =>
      counts(check) && ![...(broken[index] ?? [])].some(among)
        ? [`${group}/${id} verdict[${index}] (${check.that}): ${check.otherwise}`]
        : [],
    ),
  )
}

test('the lab plays to bad clients without a fault of its own', () => {
  none(labFaults, 'A client can send and leave as it likes: the stage must bear it.')
})

test('every scenario is failed by a client that talks', () => {
  none(
    [...brokenBy]
      .filter(([, broken]) => !broken.some(set => [...set].some(talks)))
      .map(([{ group, id, title }]) => `${group}/${id}: ${title}`),
    `No bad client fails these. ${HOW_TO_MEND}`,
  )
})

test('every download, update and poll is failed by a client that tries it', () => {
  none(
    [...brokenBy]
      .filter(([{ calls }]) => calls.some(call => sinsOfWish(call.do ?? 'request').length > 0))
      .filter(([, broken]) => !broken.some(set => [...set].some(sin => wishSins.includes(sin))))
      .map(([{ group, id, title }]) => `${group}/${id}: ${title}`),
    `These are failed only by clients that do not try. ${HOW_TO_MEND.replace('bad-client.ts', 'bad-client-wishes.ts')}`,
  )
})

test('every check is broken by a bad client', () => {
  none(
    holding(
      () => true,
      () => true,
    ),
    `No bad client breaks these checks. ${HOW_TO_MEND}`,
  )
})

test('every check that is about more than a request having come is broken by a client that talks', () => {
  none(
    holding(talks, check => check.that !== 'requests' || check.max !== undefined || check.min === undefined),
    `Only a client that sends nothing breaks these checks. ${HOW_TO_MEND}`,
  )
})

test('every bad client is needed', () => {
  const needed = new Set(
    [...brokenBy.values()].flatMap(broken => broken.flatMap(set => [[...set][0], [...set].find(talks)])),
  )
  none(
    [...sins, ...wishSins].filter(sin => !needed.has(sin)).map(({ name, about }) => `${name} ${about}`),
    'They break nothing that those before them in the list did not: take them out of packages/lab/test/bad-client.ts or bad-client-wishes.ts.',
  )
})
