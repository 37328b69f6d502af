import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { explain } from 'heed/status'
import { type Argument, parseSync, Visitor } from 'oxc-parser'

const table = 'packages/heed/src/status/table.ts'
const shape = 'packages/heed/src/status/row.ts'
const decide = 'packages/heed/src/decide.ts'
const registry = 'https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml'

interface Place {
  readonly code: number
  /** True in the first part of the table, the registry; false in the second, the vendors' codes. */
  readonly registered: boolean
  /** Offsets into the table's text. */
  readonly start: number
  readonly end: number
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Where the first line that matches stands, as `file:line`; undefined when the file or the line is not there. */
const find = (root: string, file: string, pattern: RegExp): string | undefined => {
  if (!existsSync(join(root, file))) return undefined
  const text = readFileSync(join(root, file), 'utf8')
  const match = pattern.exec(text)
  return match === null ? undefined : `${file}:${lineAt(text, match.index)}`
}

const numberIn = (given: readonly Argument[]): number | undefined =>
  given.flatMap(each => (each.type === 'Literal' && typeof each.value === 'number' ? [each.value] : []))[0]

/** The rows of the table as they stand in it: calls of `row` and `of` with their code among the arguments. */
export const places = (text: string): Place[] => {
  const found: Place[] = []
  const visitor = new Visitor({
    CallExpression({ callee, arguments: given, start, end }) {
      const code = numberIn(given)
      const name = callee.type === 'Identifier' ? callee.name : ''
      if (['row', 'of'].includes(name) && code !== undefined)
        found.push({ code, registered: name === 'row', start, end })
    },
  })
  visitor.visit(parseSync(table, text).program)
  return found
}

const rowStub = (code: number): string => `
  // Fill in, then delete this line: the phrase, the specification as RFC9110#15.5.20, one sentence; row.ts has the rest.
  row(${code}, '', '', { meaning: '' }),`

const testStub = (code: number): string => `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from 'heed/status'

test('${code} says what it means and what to do', () => {
  const { phrase, verb, registration } = explain(${code})
  assert.equal(registration, 'assigned')
  assert.equal(phrase, 'the phrase of ${code} in its specification')
  assert.equal(verb, 'the verb that ${code} asks for')
})
`

/** Writes a row and a test, both of which fail until they are filled in. Returns where the row stands. */
const plant = (root: string, code: number, known: readonly Place[], text: string): string => {
  const before = known.findLast(place => place.registered && place.code < code)
  if (before === undefined) throw new Error(`${table} has no row before ${code}: it must begin with 100.`)
  const comma = text.indexOf(',', before.end) + 1
  writeFileSync(join(root, table), text.slice(0, comma) + rowStub(code) + text.slice(comma))
  const test = join(root, testOf(code))
  mkdirSync(dirname(test), { recursive: true })
  if (!existsSync(test)) writeFileSync(test, testStub(code))
  return `${table}:${lineAt(text, comma) + 2}`
}

const testOf = (code: number): string => `packages/heed/test/codes/${code}.test.ts`

/** Where the behaviour of a verb is decided: its rule, or its case in the one switch. */
const ruleOf = (root: string, verb: string): string =>
  find(root, `packages/heed/src/rules/${verb}.ts`, new RegExp(`^export (function|const) ${verb}`, 'm')) ??
  find(root, decide, new RegExp(`'${verb}'`)) ??
  find(root, decide, /^export function decide/m) ??
  decide

/** The scenarios that are about a code, by id. */
const scenariosAbout = (root: string, code: number): string[] => {
  const folder = join(root, 'packages/scenarios/scenarios')
  return globSync('*/*.json', { cwd: folder })
    .filter(file => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { codes: number[] }).codes.includes(code))
    .map(file => basename(file, '.json'))
    .sort()
}

const scenarioStep = (ids: readonly string[]): string =>
  ids.length === 0
    ? 'No scenario is about it: copy packages/scenarios/template.json, which says where to and how to play it.'
    : `Its scenarios: npm run lab -- grade heed --only ${ids.slice(0, 5).join(',')}${ids.length > 5 ? ` (and ${ids.length - 5} more)` : ''}`

/**
 * Prepares the work on a status code: the five steps, each with the file and line where it is done. A code without a row
 * gets a row and a test to fill in.
 */
export const prepare = (root: string, code: number): string => {
  const text = readFileSync(join(root, table), 'utf8')
  const known = places(text)
  const own = known.find(place => place.code === code)
  const { spec, verb, phrase } = explain(code)
  const where = own === undefined ? plant(root, code, known, text) : `${table}:${lineAt(text, own.start)}`
  const rowStep = own === undefined ? 'The row is new: fill it in.' : `The row is there: ${phrase}, verb ${verb}.`
  const testStep = existsSync(join(root, testOf(code)))
    ? `${testOf(code)}:5  Say what you expect; it fails until you do.`
    : `packages/heed/src/status/  Say what you expect beside the table, and see it fail first.`
  const shapeAt = find(root, shape, /^export interface Particulars/m) ?? shape
  return [
    `${code} ${own === undefined ? 'has no row yet; until now it is treated as the x00 of its class' : phrase}`,
    '',
    `1. Read     ${own === undefined ? registry : spec}`,
    `            What did the server say, did the request happen, would it fare better later?`,
    `2. Row      ${where}  ${rowStep}`,
    `            ${shapeAt}  lists what a row can say.`,
    `3. Rule     ${ruleOf(root, verb)}  Only when the verb's knobs cannot say it: a pure function, facts in, action out.`,
    `4. Test     ${testStep}`,
    `            ${scenarioStep(scenariosAbout(root, code))}`,
    '5. Finish   npm run fix && npm run docs && npm test && npm run check, then npx changeset',
  ].join('\n')
}
