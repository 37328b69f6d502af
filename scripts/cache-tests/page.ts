/** The generated part of `docs/cache-tests.md`, from the committed record. */
import { type Generator, table } from '../blocks.ts'
import {
  type Client,
  committed,
  type Excuse,
  excuses,
  type Group,
  type Kind,
  type Mark,
  type Marked,
  type Measured,
  markedTests,
  type Suite,
} from './measured.ts'

const UNDECIDED: ReadonlySet<Mark> = new Set<Mark>(['s', 'd', 'h', 'r'])

const KINDS: readonly (readonly [kind: Kind, heading: string, says: string])[] = [
  ['required', 'Required', 'Passed, of those played.'],
  ['optimal', 'Optimal', 'What a good cache does and none has to: passed, of those played.'],
  ['check', 'Checks', 'Questions without a right answer: yes, no; the others are undecided.'],
]

const count = (tests: readonly Marked[], mark: Mark): number => tests.filter(test => test.mark === mark).length

/** `12/13`, or for checks `5 yes, 2 no`. Empty when nothing was played. */
const score = (tests: readonly Marked[], kind: Kind): string => {
  const played = tests.filter(test => test.kind === kind && test.mark !== '-')
  if (played.length === 0) return ''
  if (kind === 'check') return `${count(played, 'y')} yes, ${count(played, 'n')} no`
  return `${count(played, 'p')}/${played.length}`
}

const suiteSentence = ({ repository, version, commit, committedOn, tests, leftOut }: Suite): string => {
  const applicable = tests - leftOut.cdn - leftOut.shared
  return (
    `[cache-tests](${repository}) ${version}, commit [${commit.slice(0, 10)}](${repository}/tree/${commit}) of ${committedOn}: ${tests} tests. ` +
    `${applicable} apply to a cache inside a client; ${leftOut.cdn} for delivery networks and ${leftOut.shared} for other shared caches do not.`
  )
}

const clientRow = ({ suite, groups }: Measured, client: Client): string[] => {
  const tests = markedTests(groups, client)
  const beyond = tests.filter(({ id }) => Object.hasOwn(suite.browsersSkip, id))
  const everybody = tests.filter(({ id }) => !Object.hasOwn(suite.browsersSkip, id))
  const undecided = tests.filter(({ kind, mark }) => kind !== 'check' && UNDECIDED.has(mark)).length
  return [
    `${client.name} ${client.version}`,
    score(everybody, 'required'),
    score(everybody, 'optimal'),
    score(beyond, 'required'),
    score(beyond, 'optimal'),
    `${undecided}`,
    score(tests, 'check'),
  ]
}

const totals = (measured: Measured): string =>
  table(
    ['Client', 'Required', 'Optimal', 'Required, beyond browsers', 'Optimal, beyond browsers', 'Undecided', 'Checks'],
    measured.clients.map(client => clientRow(measured, client)),
  )

const setups = ({ clients }: Measured): string =>
  clients
    .map(({ name, version, setup, played }) =>
      played === null
        ? `- ${name} ${version}: ${setup}`
        : `- ${name} ${version}: \`${setup}\`, on ${played.on} with Node ${played.node}, ${played.machine}, in ${played.seconds} s`,
    )
    .join('\n')

const byGroup = ({ groups, clients }: Measured, kind: Kind): string =>
  table(
    ['Group', ...clients.map(({ name }) => name)],
    groups
      .map(group => [group.name, ...clients.map(client => score(markedTests([group], client), kind))])
      .filter(([, ...cells]) => cells.some(cell => cell !== '')),
  )

const VERDICTS: Partial<Record<Mark, string>> = {
  f: 'failed',
  s: 'undecided: its own setup failed',
  d: 'undecided: it builds on a test that did not pass',
  h: 'undecided: the harness failed',
  r: 'undecided: sent twice',
}

/** Required and optimal tests that a client played and did not pass. */
export const notPassed = (groups: readonly Group[], client: Client): readonly Marked[] =>
  markedTests(groups, client).filter(({ kind, mark }) => kind !== 'check' && mark !== 'p' && mark !== '-')

const shortcomings = (measured: Measured, heed: Client, reasons: readonly Excuse[]): string => {
  const rows = notPassed(measured.groups, heed).map(({ id, kind, mark }) => {
    const excuse = reasons.find(each => each.id === id)
    return [`\`${id}\``, kind, VERDICTS[mark] ?? '', heed.saw[id] ?? '', excuse?.section ?? '', excuse?.reason ?? '']
  })
  if (rows.length === 0) return 'heed passes every required and every optimal test that applies.'
  return table(['Test', 'Kind', 'Verdict', 'What the suite saw', 'Section', 'Reason'], rows)
}

/** The page of these measurements and reasons. */
export const cacheTestsBlock = (measured: Measured, reasons: readonly Excuse[]): string => {
  const heed = measured.clients.find(({ name }) => name === 'heed')
  const parts = [suiteSentence(measured.suite), totals(measured), setups(measured)]
  for (const [kind, heading, says] of KINDS) parts.push(`## ${heading}`, says, byGroup(measured, kind))
  if (heed !== undefined) parts.push('## What heed does not pass', shortcomings(measured, heed, reasons))
  return parts.join('\n\n')
}

export const cacheTestsPage: Generator = () => {
  const measured = committed()
  if (measured === null) throw new Error('docs/cache-tests.json is missing: npm run cache-tests -- SUITE_FOLDER')
  return cacheTestsBlock(measured, excuses())
}
