// What can stand between `<!-- generated:NAME -->` and `<!-- /generated -->` in a document: one line for each name.
import { classes, type Explanation, explain } from 'heed/status'
import { exitCodesTable, optionsTable } from '../packages/cli/src/markdown.ts'
import { type Vendor, vendors } from '../packages/heed/src/fields/rate-limit/vendors.ts'
import { CHALLENGES } from '../packages/lab/src/challenges/all.ts'
import { knobTable } from '../packages/lab/src/knobs/table-page.ts'
import { type Generator, table } from './blocks.ts'
import { boardTable } from './board-table.ts'
import { cacheTestsPage } from './cache-tests/page.ts'
import { otherwiseTable, sdksTable } from './fetch-page.ts'
import { packagesTable } from './packages-table.ts'
import { contractPage, runtimesPage } from './runtimes/page.ts'
import { mannersPage } from './simulate/page.ts'
import { wptPage } from './wpt/page.ts'

const rowsOf = (vendors: boolean): Explanation[] =>
  Array.from({ length: 500 }, (_, index) => explain(100 + index)).filter(
    each => each.registration !== 'unregistered' && (each.registration === 'vendor') === vendors,
  )

/** The five classes: what each says and what to do about it. */
const classTable: Generator = () =>
  table(
    ['Class', 'What it says', 'What to do'],
    classes.map(({ range, name, meaning, action }) => [`${range} ${name}`, meaning, action]),
  )

/** The registry, each code with a link to where it is defined. */
const codeTable: Generator = () =>
  table(
    ['Code', 'Phrase', 'Verb', 'What to do'],
    rowsOf(false).map(({ code, spec, phrase, verb, next }) => [`[${code}](${spec})`, phrase, `\`${verb}\``, next]),
  )

/** Codes that vendors send and nobody registered. */
const vendorTable: Generator = () =>
  table(
    ['Code', 'Phrase', 'Whose', 'Verb', 'What it says'],
    rowsOf(true).map(({ code, phrase, vendor, verb, meaning }) => [
      `${code}`,
      phrase,
      vendor ?? '',
      `\`${verb}\``,
      meaning,
    ]),
  )

/** What to do in each challenge of the lab, and which codes it is about. */
const challengeTable: Generator = () =>
  table(
    ['', 'Challenge', 'Level', 'Goal', 'Codes'],
    CHALLENGES.map(({ number, title, level, goal, codes }) => [`${number}`, title, level, goal, codes.join(', ')]),
  )

const fieldNames = (names: readonly string[]): string => [...new Set(names)].map(name => `\`${name}\``).join(', ')

/** What is left, by the vendor's own fields. */
const leftIn = ({ limits, endpoints }: Vendor): string => {
  const names = limits.flatMap(each => each.remaining ?? each.usedOfLimit ?? [])
  return fieldNames(endpoints === null ? names : [...names, `${endpoints}*`])
}

const besides = ({ waits, order, gradual, hidden, leastMs }: Vendor): string =>
  [
    ...(order === null ? [] : [`\`${order}\` orders another try, or none`]),
    ...waits.map(([name]) => `\`${name}\` is a wait`),
    ...(gradual ? ['the quota fills up bit by bit, so it is no reason to pause until it is full'] : []),
    ...(hidden ? ['a refusal pauses until its reset, even where something is left'] : []),
    ...(leastMs === null ? [] : [`a refusal that states nothing means ${leastMs / 1000} s`]),
  ].join('; ')

/** Whose fields heed reads beside those that anybody may send. */
const limitTable: Generator = () =>
  table(
    ['Name', 'Known by any of', 'What is left', 'Besides'],
    vendors.map(vendor => [
      vendor.name,
      vendor.marks.length === 0 ? 'its name alone' : fieldNames(vendor.marks),
      leftIn(vendor),
      besides(vendor),
    ]),
  )

export const generators: Readonly<Record<string, Generator>> = {
  board: boardTable,
  'cache-tests': cacheTestsPage,
  classes: classTable,
  codes: codeTable,
  'vendor-codes': vendorTable,
  challenges: challengeTable,
  'cli-options': optionsTable,
  'cli-exit-codes': exitCodesTable,
  manners: mannersPage,
  sdks: sdksTable,
  otherwise: otherwiseTable,
  'limit-vendors': limitTable,
  packages: packagesTable,
  'runtimes-contract': contractPage,
  runtimes: runtimesPage,
  wpt: wptPage,
  'lab-knobs': () => table(knobTable.head, knobTable.rows),
}
