import type { Scenario } from '../script/scenario.ts'
import type { ShippedAdapter } from '../suite/adapter-kinds.ts'
import { type Page, paint, paragraph } from './page.ts'

/** The clients that come with an adapter, and the scenarios, by group. */
export function listOf(adapters: readonly ShippedAdapter[], scenarios: readonly Scenario[], page: Page): string {
  const clients = adapters.map(({ name, about, missing }) => {
    const sentence = missing()
    return `  ${name}\n${paragraph(6, sentence === null ? about : `${about} (${sentence})`, page)}`
  })
  const groups = [...new Set(scenarios.map(({ group }) => group))].map(group => {
    const lines = scenarios
      .filter(each => each.group === group)
      .map(({ id, kind, title }) => `  ${id}\n${paragraph(6, `${kind}: ${title}`, page)}`)
    return `\n${paint(group, 'bold', page)}\n${lines.join('')}`
  })
  return `${paint('clients', 'bold', page)}\n${clients.join('')}${groups.join('')}`
}
