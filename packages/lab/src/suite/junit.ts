import { saidOf } from '../judge/verdict.ts'
import type { Scenario } from '../script/scenario.ts'
import type { ClientReport, Report, ScenarioReport } from './report.ts'
import { isDecisive, tallyOf } from './tally.ts'

/** The report as JUnit XML: a suite for each client, a case for each scenario. Optional ones never count as failures. */
export function junitOf({ clients, scenarios }: Report): string {
  const suites = clients.map(client => suiteOf(client, scenarios))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}

function suiteOf(client: ClientReport, scenarios: readonly Scenario[]): string {
  const { failed } = tallyOf(client, scenarios, isDecisive)
  const byId = new Map(scenarios.map(scenario => [scenario.id, scenario]))
  const cases = client.scenarios.map(each => caseOf(each, byId.get(each.id)))
  const skipped = cases.filter(each => each.includes('<skipped')).length
  const about = attributes({
    name: client.version === null ? client.name : `${client.name} ${client.version}`,
    tests: cases.length,
    failures: failed,
    skipped,
    time: seconds(client.tookMs),
  })
  return `  <testsuite ${about}>\n${cases.join('')}  </testsuite>\n`
}

function caseOf(each: ScenarioReport, scenario: Scenario | undefined): string {
  const about = attributes({ classname: scenario?.group ?? '', name: each.id, time: seconds(each.tookMs) })
  const inside = insideOf(each, scenario)
  return inside === '' ? `    <testcase ${about}/>\n` : `    <testcase ${about}>\n${inside}    </testcase>\n`
}

function insideOf({ outcome, sentence, findings }: ScenarioReport, scenario: Scenario | undefined): string {
  if (outcome === 'pass') return ''
  const message = sentence ?? ''
  if (outcome === 'unsupported') return `      <skipped ${attributes({ message })}/>\n`
  if (scenario !== undefined && !isDecisive(scenario)) {
    return `      <skipped ${attributes({ message: `optional: ${message}` })}/>\n`
  }
  const seen = findings.filter(({ holds }) => !holds).map(finding => `${saidOf(finding)} Seen: ${finding.seen}.`)
  return `      <failure ${attributes({ message })}>${escaped(seen.join('\n'))}</failure>\n`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ')

// XML 1.0 has no way to write these at all.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, letter => ESCAPES[letter] ?? letter)
