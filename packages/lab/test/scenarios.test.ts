import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Row, rows } from 'heed/status'
import type { Check } from '../src/script/check.ts'
import { loadFiles } from '../src/script/library.ts'
import type { Scenario } from '../src/script/scenario.ts'
import { loadPromises } from '../src/script/scenario-sense.ts'

const LEAST_SCENARIOS = 220
const LINES = { least: 20, most: 60 }
const HOW_TO_ADD =
  'Copy packages/scenarios/template.json to packages/scenarios/scenarios/<group>/<id>.json and fill it in.'

const files = loadFiles()
const good = files.filter(({ faults }) => faults.length === 0).map(({ value }) => value as Scenario)

/** Fails with all that is missing or wrong, one line each, and what to do about it. */
function none(lines: readonly string[], cure: string): void {
  assert.ok(lines.length === 0, `\n${lines.map(line => `  - ${line}`).join('\n')}\n${cure}`)
}

test('every scenario is valid', () => {
  none(
    files.flatMap(({ path, faults }) => faults.map(fault => `${path}: ${fault}`)),
    'Each sentence says where and how to mend it; the schema is packages/scenarios/schema/scenario.json.',
  )
})

test('no two scenarios have the same id', () => {
  const paths = Map.groupBy(files, ({ id }) => id)
  none(
    [...paths]
      .filter(([, same]) => same.length > 1)
      .map(([id, same]) => `${id}: ${same.map(({ path }) => path).join(', ')}`),
    'An id is unique over all groups, since `--only <id>` takes it alone. Rename all but one.',
  )
})

test(`there are at least ${LEAST_SCENARIOS} scenarios`, () => {
  assert.ok(good.length >= LEAST_SCENARIOS, `There are ${good.length}. ${HOW_TO_ADD}`)
})

test('every registered code has a scenario', () => {
  const shown = new Set(good.flatMap(({ codes }) => codes))
  const registered = rows.filter(({ registration }) => registration !== 'vendor' && registration !== 'unregistered')
  assert.ok(registered.length > 60)
  none(
    registered
      .filter(({ code }) => !shown.has(code))
      .map(row => `${row.code} ${row.phrase} (${row.spec}): ${row.next}`),
    `These codes have none. ${HOW_TO_ADD} Name the code in its "codes".`,
  )
})

/** Which promises a row makes by its knobs. */
function knobsOf(row: Row): string[] {
  const flags = [
    ['knob-bodiless', row.bodiless],
    ['knob-names-location', row.namesLocation],
    ['knob-cacheable', row.cacheable],
    ['knob-never-store', row.neverStore],
    ['knob-retry-only-when-asked', row.retry?.onlyWhenAsked],
    ['knob-retry-once-on-new-connection', row.retry?.onceOnNewConnection],
  ] as const
  return [
    `knob-verb-${row.verb}`,
    ...(row.follow === null ? [] : [`knob-follow-${row.follow.method}`]),
    ...(row.retry === null ? [] : [`knob-retry-whom-${row.retry.whom}`, `knob-retry-pace-${row.retry.pace}`]),
    ...(row.repair === null ? [] : [`knob-repair-${row.repair.how}`]),
    ...flags.filter(([, on]) => on).map(([id]) => id),
  ]
}

test('every value of a knob that a row has is a promise', () => {
  const promised = new Set(loadPromises().map(({ id }) => id))
  const first = new Map<string, number>()
  for (const row of rows) for (const id of knobsOf(row)) if (!first.has(id)) first.set(id, row.code)
  none(
    [...first].filter(([id]) => !promised.has(id)).map(([id, code]) => `${id}: the row of ${code} has it`),
    'Add the promise to packages/scenarios/promises.json, with a title that says what a client does.',
  )
  none(
    [...promised].filter(id => id.startsWith('knob-') && !first.has(id)),
    'No row has these knobs any more: take them out of packages/scenarios/promises.json.',
  )
})

test('every promise that a wire can show is shown', () => {
  const shown = new Set(good.flatMap(({ shows }) => shows))
  const seen = loadPromises().filter(({ unseen }) => unseen === undefined)
  none(
    seen.filter(({ id }) => !shown.has(id)).map(({ id, title }) => `${id}: ${title}`),
    `No scenario shows these. ${HOW_TO_ADD} Name the promise in its "shows", or say in promises.json why none can ("unseen").`,
  )
})

test(`a scenario is a file of ${LINES.least} to ${LINES.most} lines`, () => {
  const counted = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  none(
    counted
      .filter(({ lines }) => lines < LINES.least || lines > LINES.most)
      .map(({ path, lines }) => `${path}: ${lines} lines`),
    'A longer one shows more than one thing: split it. The formatter keeps an object on one line where its first member stands on the line of the brace.',
  )
})

test('no two scenarios are the same', () => {
  const same = Map.groupBy(good, ({ calls, options, answers, verdict }) =>
    JSON.stringify([calls, options, answers, verdict.map(withoutSentence)]),
  )
  none(
    [...same.values()].filter(list => list.length > 1).map(list => list.map(({ id }) => id).join(' = ')),
    'They make the same calls, get the same answers and look at the same things: keep one, with all that it shows.',
  )
})

function withoutSentence({ otherwise, ...check }: Check): object {
  return check.that === 'either' ? { ...check, of: check.of.map(withoutSentence) } : check
}

test('what is said to people is plain', () => {
  none(
    good
      .filter(({ title, why, verdict }) =>
        /[–—]|!/.test([title, why, ...verdict.map(({ otherwise }) => otherwise)].join(' ')),
      )
      .map(({ id }) => id),
    'Titles, reasons and sentences have no dashes between clauses and no exclamation marks: write two sentences.',
  )
})
