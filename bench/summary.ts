import { base } from './contenders.ts'
import { type Figures, type MeasureName, median, type RoundFigures } from './measures.ts'

/** Medians over the rounds; `ratio` fields are taken against the base within each round, then their median. */
export interface Summed {
  readonly perSecond: number
  readonly perSecondRatio: number
  readonly cpuMicros: number
  readonly cpuRatio: number
  readonly p50Micros: number | null
  readonly p50Ratio: number | null
  readonly p99Micros: number | null
}

export interface Summary {
  readonly contender: string
  readonly figures: Partial<Record<MeasureName, Summed>>
  readonly heapBytes: number
  readonly gcShare: number
}

export type Round = readonly RoundFigures[]

interface Pair {
  readonly mine: Figures
  readonly other: Figures
}

/** The figures of two contenders on one measure, round by round, where a round has both. */
const pairs = (rounds: readonly Round[], mine: string, other: string, measure: MeasureName): readonly Pair[] =>
  rounds.flatMap(round => {
    const left = round.find(one => one.contender === mine)?.figures[measure]
    const right = round.find(one => one.contender === other)?.figures[measure]
    return left !== undefined && right !== undefined ? [{ mine: left, other: right }] : []
  })

type Ratio = (rounds: readonly Round[], mine: string, other: string, measure: MeasureName) => number | null

/** The median, over the rounds, of one contender's figure in that of another. Null without a common round. */
const ratioOf =
  (figure: 'perSecond' | 'cpuMicros'): Ratio =>
  (rounds, mine, other, measure) => {
    const both = pairs(rounds, mine, other, measure)
    return both.length === 0 ? null : median(both.map(pair => pair.mine[figure] / pair.other[figure]))
  }

export const rateRatio: Ratio = ratioOf('perSecond')
export const cpuRatio: Ratio = ratioOf('cpuMicros')

const present = (values: readonly (number | null)[]): number | null => {
  const there = values.filter(value => value !== null)
  return there.length === 0 ? null : median(there)
}

const summed = (rounds: readonly Round[], contender: string, measure: MeasureName): Summed | null => {
  const all = pairs(rounds, contender, contender, measure).map(pair => pair.mine)
  if (all.length === 0) return null
  // The base does not retry; where it has no figures, ratios stand against its plain requests.
  const against: MeasureName = measure === 'flaky50' ? 'small50' : measure
  const toBase = rounds.flatMap(round => {
    const mine = round.find(one => one.contender === contender)?.figures[measure]
    const other = round.find(one => one.contender === base)?.figures[against]
    return mine !== undefined && other !== undefined ? [{ mine, other }] : []
  })
  return {
    perSecond: median(all.map(one => one.perSecond)),
    perSecondRatio: median(toBase.map(({ mine, other }) => mine.perSecond / other.perSecond)),
    cpuMicros: median(all.map(one => one.cpuMicros)),
    cpuRatio: median(toBase.map(({ mine, other }) => mine.cpuMicros / other.cpuMicros)),
    p50Micros: present(all.map(one => one.p50Micros)),
    p50Ratio: present(
      toBase.map(({ mine, other }) => (mine.p50Micros ?? Number.NaN) / (other.p50Micros ?? Number.NaN)),
    ),
    p99Micros: present(all.map(one => one.p99Micros)),
  }
}

const summaryOf = (rounds: readonly Round[], contender: string): Summary => {
  const mine = rounds.flatMap(round => round.filter(one => one.contender === contender))
  const figures: Partial<Record<MeasureName, Summed>> = {}
  for (const measure of ['small50', 'small1', 'ten50', 'post50', 'missing50', 'flaky50'] as const) {
    const one = summed(rounds, contender, measure)
    if (one !== null) figures[measure] = one
  }
  return {
    contender,
    figures,
    heapBytes: median(mine.map(one => one.heap.bytesPerRequest)),
    gcShare: median(mine.map(one => one.heap.gcShare)),
  }
}

/** One summary a contender, the one with most requests a second first. */
export const summarise = (rounds: readonly Round[]): readonly Summary[] => {
  const names = new Set(rounds.flatMap(round => round.map(one => one.contender)))
  return [...names]
    .map(name => summaryOf(rounds, name))
    .sort((left, right) => (right.figures.small50?.perSecond ?? 0) - (left.figures.small50?.perSecond ?? 0))
}
