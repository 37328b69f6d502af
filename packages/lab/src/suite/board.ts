import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from '../folder.ts'
import type { Scenario } from '../script/scenario.ts'
import { anchorLink } from './anchor-link.ts'
import type { BoardColumn, BoardMatrix, BoardScenario } from './board-data.ts'
import { packed } from './board-pack.ts'
import { expectationOf } from './expectation.ts'
import type { ClientReport, Report } from './report.ts'

/**
 * Writes a report as a page into a folder, which is made where it is missing. The page needs no server: `index.html` can be
 * opened as a file. Files of an earlier board are written over; nothing else in the folder is touched.
 */
export function writeBoard(report: Report, folder: string): void {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  for (const file of readdirSync(inFolder('board'))) copyFileSync(inFolder('board', file), join(folder, file))
  const matrix = matrixOf(report)
  writeFileSync(join(data, 'matrix.js'), scriptOf('matrix', matrix))
  const asked = Object.fromEntries(report.scenarios.map(each => [each.id, scenarioOf(each)]))
  writeFileSync(join(data, 'scenarios.js'), scriptOf('scenarios', asked))
  matrix.clients.forEach(({ file }, at) => {
    const client = report.clients[at]
    if (client !== undefined) writeFileSync(join(data, `${file}.js`), scriptOf(file, packed(client)))
  })
}

/** A script, because a page that was opened as a file may not read other files. Nothing in it can end a script element. */
function scriptOf(name: string, value: unknown): string {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, hexadecimal)
  return `takeData(${JSON.stringify(name)}, ${json})\n`
}

const hexadecimal = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

function matrixOf({ lab, machine, startedAt, tookMs, scenarios, clients, skipped }: Report): BoardMatrix {
  const sentences = new Map<string, number>()
  const files = new Set<string>(['matrix', 'scenarios'])
  return {
    lab,
    machine,
    startedAt,
    tookMs: Math.round(tookMs),
    scenarios: scenarios.map(({ id, group, title, kind, codes }) => ({ id, group, title, kind, codes })),
    clients: clients.map(client => columnOf(client, scenarios, sentences, files)),
    skipped,
    sentences: [...sentences.keys()],
  }
}

function columnOf(
  client: ClientReport,
  scenarios: readonly Scenario[],
  sentences: Map<string, number>,
  files: Set<string>,
): BoardColumn {
  const byId = new Map(client.scenarios.map(each => [each.id, each]))
  const played = scenarios.map(({ id }) => byId.get(id))
  const { name, version, runtime, setup, lacks, complaints } = client
  return {
    name,
    client: client.client,
    version,
    runtime,
    setup,
    lacks,
    complaints,
    file: fileNameFor(name, files),
    marks: played.map(each => each?.outcome[0] ?? '-').join(''),
    said: played.map(each => (each?.sentence ? numberOf(each.sentence, sentences) : 0)),
  }
}

/** From 1; a sentence that comes again keeps its number. */
function numberOf(sentence: string, sentences: Map<string, number>): number {
  const number = sentences.get(sentence) ?? sentences.size + 1
  sentences.set(sentence, number)
  return number
}

/** A name for people may be a whole command line; this one is safe in any file system, and nobody else has it. */
function fileNameFor(name: string, taken: Set<string>): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'client'
  let file = plain
  for (let number = 2; taken.has(file); number += 1) file = `${plain}-${number}`
  taken.add(file)
  return file
}

function scenarioOf({ why, anchors, needs, wireOnly, calls, options, lingerMs, verdict }: Scenario): BoardScenario {
  const count = calls.reduce((sum, { times = 1 }) => sum + times, 0)
  return {
    why,
    anchors: anchors.map(anchor => [anchorWords(anchor), addressOf(anchor)]),
    needs: needs ?? [],
    wireOnly: wireOnly ?? null,
    calls,
    options: options ?? {},
    lingerMs: lingerMs ?? 0,
    checks: verdict.map(check => [expectationOf(check, count), check.otherwise]),
  }
}

/** `RFC 9110 section 15.4.2`, `fetch, http-redirect-fetch`. */
function anchorWords(anchor: string): string {
  const [document = '', section = ''] = anchor.split('#', 2)
  if (document.startsWith('RFC')) return `RFC ${document.slice(3)} section ${section}`
  return document.startsWith('draft-') ? `${document} section ${section}` : `${document}, ${section}`
}

function addressOf(anchor: string): string | null {
  const address = anchorLink(anchor)
  return address.startsWith('https://') ? address : null
}
