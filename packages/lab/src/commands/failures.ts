import type { Scenario } from '../script/scenario.ts'
import { anchorLink } from '../suite/anchor-link.ts'
import type { ClientReport, Report, ScenarioReport } from '../suite/report.ts'
import { isDecisive } from '../suite/tally.ts'
import { type Page, paint, paragraph } from './page.ts'

const INDENT = 2

/** Each failure of one client: which scenario, what went wrong, what was seen, and where to read about it. */
export function failuresOf(client: ClientReport, { scenarios }: Report, page: Page): string {
  const byId = new Map(scenarios.map(scenario => [scenario.id, scenario]))
  return client.scenarios
    .filter(({ outcome }) => outcome === 'fail')
    .map(each => failure(each, byId.get(each.id), page))
    .join('')
}

function failure(each: ScenarioReport, scenario: Scenario | undefined, page: Page): string {
  const optional = scenario !== undefined && !isDecisive(scenario)
  const mark = optional ? paint('failed (optional)', 'yellow', page) : paint('failed', 'red', page)
  const seen = each.findings.filter(({ holds }) => !holds).map(finding => finding.seen)
  return [
    `${mark} ${scenario?.group ?? ''}/${each.id}\n`,
    paragraph(INDENT, each.sentence ?? '', page),
    ...seen.map(words => paragraph(INDENT, `Seen: ${words}.`, page)),
    ...(scenario?.anchors ?? []).map(anchor => paragraph(INDENT, anchorLink(anchor), page)),
    '\n',
  ].join('')
}

/** What the adapters did wrong, which verdicts differed, who was left out: what a reader of the table must know. */
export function remarksOf({ clients, skipped }: Report, page: Page): string {
  const complaints = clients.flatMap(({ name, complaints }) => complaints.map(each => `${name}: ${each}`))
  const flickers = clients.flatMap(({ name, scenarios }) =>
    scenarios.flatMap(({ id, outcome, flickered }) =>
      flickered === null ? [] : `${name}: ${id} flickers: ${outcome} in one play, ${flickered.outcome} in the other.`,
    ),
  )
  const left = skipped.map(({ name, sentence }) => `${name} was left out: ${sentence}`)
  const lines = [...complaints, ...flickers, ...left].map(each => paragraph(0, each, page))
  return lines.length === 0 ? '' : `${lines.join('')}\n`
}
