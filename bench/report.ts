import { base } from './contenders.ts'
import { goalsOf } from './goals.ts'
import { type MeasureName, measures } from './measures.ts'
import type { Results } from './results.ts'
import { type Summary, summarise } from './summary.ts'

type Table = readonly (readonly string[])[]

/** A markdown table that also reads well on a terminal: first column to the left, the others to the right. */
const table = (rows: Table): string => {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...body.map(line)].join('\n')
}

const whole = (value: number): string => Math.round(value).toLocaleString('en')

const short = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)

const mainTable = (summaries: readonly Summary[]): string =>
  table([
    ['client', 'requests/s', 'x base', 'CPU us', 'CPU x base', 'heap KB', 'GC %', 'p50 us', 'p50 x base', 'p99 us'],
    ...summaries.map(({ contender, figures, heapBytes, gcShare }) => [
      contender,
      figures.small50 === undefined ? '-' : whole(figures.small50.perSecond),
      short(figures.small50?.perSecondRatio, 2),
      short(figures.small50?.cpuMicros),
      short(figures.small50?.cpuRatio, 2),
      kilobytes(heapBytes),
      (gcShare * 100).toFixed(0),
      short(figures.small1?.p50Micros, 0),
      short(figures.small1?.p50Ratio, 2),
      short(figures.small1?.p99Micros, 0),
    ]),
  ])

const others: readonly MeasureName[] = ['ten50', 'post50', 'missing50', 'flaky50']

const otherTable = (summaries: readonly Summary[]): string =>
  table([
    ['client', ...others.flatMap(name => [measures.find(one => one.name === name)?.title ?? name, 'x base'])],
    ...summaries.map(({ contender, figures }) => [
      contender,
      ...others.flatMap(name => {
        const one = figures[name]
        return one === undefined ? ['-', '-'] : [whole(one.perSecond), short(one.perSecondRatio, 2)]
      }),
    ]),
  ])

const flightTable = (results: Results): string =>
  table([
    ['client', 'in flight', 'peak MB', 'grown by MB'],
    ...results.flights.map(one => [
      one.contender,
      whole(one.inFlight),
      whole(one.peakMegabytes),
      whole(one.grownMegabytes),
    ]),
  ])

const sizeTable = (results: Results): string => {
  const names = new Set([...results.sizes.map(one => one.name), ...results.cold.map(one => one.name)])
  return table([
    ['package', 'min KB', 'min + gzip KB', 'cold import ms', 'beyond undici ms'],
    ...[...names].map(name => {
      const size = results.sizes.find(one => one.name === name)
      const cold = results.cold.find(one => one.name === name)
      return [
        name,
        size === undefined ? '-' : kilobytes(size.minBytes),
        size === undefined ? '-' : kilobytes(size.gzipBytes),
        short(cold?.importMs),
        short(cold?.beyondUndiciMs),
      ]
    }),
  ])
}

const microTable = (results: Results): string =>
  table([
    ['piece', 'ns', 'heap bytes'],
    ...results.micro.map(one => [one.name, whole(one.nanos), whole(Math.max(0, one.bytes))]),
  ])

const goalTable = (results: Results): string =>
  table([
    ['goal', 'bound', 'measured', 'reached'],
    ...goalsOf(results).map(({ what, goal, measured, reached }) => [
      what,
      goal,
      measured ?? 'not measured',
      reached === null ? '-' : reached ? 'yes' : 'no',
    ]),
  ])

/**
 * Under a closed loop the base takes the whole of its core. Where it got less, somebody else had the rest, and requests/s
 * say as much about them as about the clients.
 */
const busySentence = (results: Results): string[] => {
  const found = summarise(results.rounds).find(one => one.contender === base)?.figures.small50
  if (found === undefined) return []
  const share = (found.perSecond * found.cpuMicros) / 1e6
  const text = `${base} had ${(share * 100).toFixed(0)} % of a core at 50 connections`
  return [
    share < 0.85 ? `${text}: the machine was busy, so trust CPU and heap, not requests/s and latency.` : `${text}.`,
  ]
}

const settings = (results: Results): string => {
  const { machine, load } = results
  const versions = Object.entries(results.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `Measured on ${results.date} (${results.mode}, ${results.rounds.length} rounds, ${whole(results.tookSeconds)} s): ${machine.processor}, ` +
      `${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}; ` +
      `load average ${load.before} before, ${load.after} after.`,
    `Origin: ${results.origin}; ${results.pinned}.`,
    ...busySentence(results),
    `Versions: ${versions.join(', ')}.`,
  ].join('\n')
}

const section = (title: string, text: string, there: boolean): string => (there ? `### ${title}\n\n${text}\n\n` : '')

/** The whole report in markdown: what was measured, where, and which goals it reaches. */
export const markdownOf = (results: Results): string => {
  const summaries = summarise(results.rounds)
  const left = results.leftOut.map(sentence => `- ${sentence}`).join('\n')
  return [
    `${settings(results)}\n\n`,
    section('Goals', goalTable(results), true),
    section('GET of 200 B JSON: 50 connections, then one at a time', mainTable(summaries), summaries.length > 0),
    section('Other requests, requests/s', otherTable(summaries), summaries.length > 0),
    section('Ten thousand in flight', flightTable(results), results.flights.length > 0),
    section('Size and cold import', sizeTable(results), results.sizes.length + results.cold.length > 0),
    section('Pieces alone', microTable(results), results.micro.length > 0),
    section('Left out', left, left !== ''),
  ]
    .join('')
    .trimEnd()
}
