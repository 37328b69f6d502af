/** The generated part of `docs/wpt.md`, from the committed record. */
import { type Generator, table } from '../blocks.ts'
import {
  committed,
  type Difference,
  type Excuse,
  excusedBy,
  excuses,
  type FolderTally,
  folders,
  type Measured,
  onlyBy,
  placeOf,
  sum,
} from './measured.ts'
import type { Reason } from './suite.ts'

const REASONS: Readonly<Record<Reason, readonly [head: string, why: string]>> = {
  page: ['pages', 'a page of HTML: needs a document'],
  document: ['scripts of documents', 'builds frames, images or scripts and looks what becomes of them'],
  'private-network': ['private network', 'asks what pages of one network may embed of another'],
  'fetch-later': ['fetchLater', 'calls `fetchLater()`, which only a document that goes away needs'],
  h2: ['HTTP/2', 'needs a server of HTTP/2, which the standard library of Python does not have'],
  worker: ['worker', 'needs a worker of its own kind'],
}

const suiteSentence = ({ suite, played }: Measured): string => {
  const { repository, folder, commit, committedOn } = suite
  const where =
    commit === null
      ? 'a tree of web-platform-tests that is not the one of the last measurement'
      : `web-platform-tests as undici carried them in [${commit.slice(0, 10)}](${repository}/tree/${commit}/${folder}) of ${committedOn}`
  return `Played: ${where}, on ${played.on} with Node ${played.node}, ${played.machine}, in ${played.seconds} s.`
}

const setups = ({ fetches }: Measured): string =>
  fetches.map(({ name, version, setup }) => `- ${name} ${version}: ${setup}`).join('\n')

const row = (name: string, { files, subtests, passed, byHeedAndUndici }: Omit<FolderTally, 'folder'>): string[] =>
  [name, files, subtests, ...passed, byHeedAndUndici].map(String)

function totalOf(all: readonly FolderTally[], fetches: number): Omit<FolderTally, 'folder'> {
  return {
    files: sum(all.map(each => each.files)),
    subtests: sum(all.map(each => each.subtests)),
    passed: Array.from({ length: fetches }, (_, place) => sum(all.map(each => each.passed[place] ?? 0))),
    byHeedAndUndici: sum(all.map(each => each.byHeedAndUndici)),
  }
}

function counts(measured: Measured): string {
  const { fetches } = measured
  const all = folders(measured)
  return table(
    ['Folder', 'Files', 'Subtests', ...fetches.map(({ name }) => name), 'heed and undici'],
    [...all.map(each => row(`\`${each.folder}\``, each)), row('all', totalOf(all, fetches.length))],
  )
}

function needs({ files }: Measured): string {
  const wanted: Record<string, number> = {}
  for (const { needs = {} } of Object.values(files))
    for (const [name, count] of Object.entries(needs)) wanted[name] = (wanted[name] ?? 0) + count
  const each = Object.entries(wanted).map(([name, count]) => `${count} want \`${name}\``)
  return `Not counted, since Node has not what they ask for: ${each.join(', ')}.`
}

const short = (name: string): string => {
  const plain = name
    .replaceAll(/[\s`|]+/g, ' ')
    .replaceAll('<', '&lt;')
    .trim()
  return plain.length > 120 ? `${plain.slice(0, 117)}…` : plain
}

const listed = (differences: readonly Difference[]): string =>
  table(
    ['File', 'Subtest'],
    differences.map(({ file, name }) => [`\`${file.replace('fetch/', '')}\``, short(name)]),
  )

function excused(measured: Measured, reasons: readonly Excuse[]): string {
  const differences = onlyBy(measured, 'undici', 'heed')
  if (differences.length === 0) return 'heed passes every subtest that undici passes.'
  const rows = reasons.map(excuse => {
    const files = [...new Set(excuse.where.map(({ file }) => `\`${file.split('/').at(-1)}\``))]
    const found = sum(excusedBy(excuse, differences).map(each => each.length))
    return [excuse.what, `${found}`, excuse.reason, files.join(', ')]
  })
  return `${differences.length} subtests.\n\n${table(['heed', 'Subtests', 'Why', 'Where'], rows)}`
}

function leftOut({ leftOut }: Measured): string {
  const reasons = Object.keys(REASONS) as Reason[]
  const present = reasons.filter(reason => Object.values(leftOut).some(counts => counts[reason] !== undefined))
  const legend = present.map(reason => `- **${REASONS[reason][0]}**: ${REASONS[reason][1]}`)
  const rows = Object.entries(leftOut).map(([folder, counts]) => [
    `\`${folder}\``,
    ...present.map(reason => `${counts[reason] ?? ''}`),
  ])
  return `${legend.join('\n')}\n\n${table(['Folder', ...present.map(reason => REASONS[reason][0])], rows)}`
}

/** The page of these measurements and reasons. */
export function wptBlock(measured: Measured, reasons: readonly Excuse[]): string {
  const fresh = onlyBy(measured, 'heed', 'undici')
  const [heed, undici] = [placeOf(measured, 'heed'), placeOf(measured, 'undici')]
  const total = totalOf(folders(measured), measured.fetches.length)
  const verdict =
    `Of ${total.subtests} subtests in ${total.files} files heed passes ${total.passed[heed]} and undici ${total.passed[undici]}; ` +
    `${total.byHeedAndUndici} both.`
  return [
    ...[suiteSentence(measured), setups(measured), verdict],
    ...['## By folder', counts(measured), needs(measured)],
    ...['## What undici passes and heed does not', excused(measured, reasons)],
    ...['## What heed passes and undici does not', fresh.length === 0 ? 'Nothing.' : listed(fresh)],
    ...['## What is not played', leftOut(measured)],
  ].join('\n\n')
}

export const wptPage: Generator = () => {
  const measured = committed()
  if (measured === null) throw new Error('docs/wpt.json is missing: npm run wpt -- SUITE_FOLDER')
  return wptBlock(measured, excuses())
}
