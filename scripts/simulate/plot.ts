/** Draws a scenario as small multiples: one panel for each contender, all on the same scale. */
import { numbersOf, perCall, type Result, type Results, type Row } from './record.ts'

const WIDTH = 800
const COLUMNS = 2
const GAP = 24
const HEAD = { height: 128, legendY: 104 }
const PANEL = { width: (WIDTH - GAP * (COLUMNS + 1)) / COLUMNS, height: 218, left: 52, top: 70, bottom: 30 }
const PLOT = { width: PANEL.width - PANEL.left, height: PANEL.height - PANEL.top - PANEL.bottom }
/** Higher seconds are cut off and told in words, so that one of them does not flatten all panels. */
const MOST_TIMES = 5
/** Where the scale is marked, in steady rates. */
const TICKS = [0, 1, 2, 4]

/** Text grows where the picture is shown small: a page of a phone is less than half as wide as the drawing. */
const STYLE = `
  svg { font-family: system-ui, -apple-system, 'Segoe UI', sans-serif; font-size: 14px; --paper: #fff; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --sent: #d97706; --done: #1d63c9; --spell: #eef1f4 }
  @media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --ink: #f0f6fc; --soft: #9ea7b3; --line: #3d444d; --sent: #f0a03c; --done: #539bf5; --spell: #21262d } }
  .paper { fill: var(--paper) } .spell { fill: var(--spell) } .grid { stroke: var(--line); stroke-width: 1 }
  .steady { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 4 }
  text { fill: var(--ink) } .soft { fill: var(--soft) } .tick { fill: var(--soft); font-size: 12px }
  .title { font-size: 20px; font-weight: 600 } .name { font-size: 16px; font-weight: 600 } .key { font-weight: 600 }
  .sent { fill: var(--sent) } .done { fill: var(--done) } .cut { fill: var(--sent); font-size: 12px; font-weight: 600 }
  @media (max-width: 560px) { svg { font-size: 22px } .title { font-size: 30px } .name { font-size: 24px } .tick, .cut { font-size: 19px } .fact { font-size: 19px } }
`

interface Scale {
  readonly seconds: number
  readonly most: number
  readonly steady: number
  readonly spell: Result['spellSeconds']
}

/** An SVG of its own, with a title and a description in words; the same text for the same results. */
export function draw(result: Result, { callsPerSecond, runSeconds }: Results): string {
  const scale: Scale = {
    ...{ seconds: runSeconds, steady: callsPerSecond, spell: result.spellSeconds },
    most: mostOf(result.rows, callsPerSecond),
  }
  const height = HEAD.height + Math.ceil(result.rows.length / COLUMNS) * PANEL.height + GAP
  const panels = result.rows.map((row, at) => {
    const x = GAP + (at % COLUMNS) * (PANEL.width + GAP)
    const y = HEAD.height + Math.floor(at / COLUMNS) * PANEL.height
    return `<g transform="translate(${x} ${y})">\n${panel(row, scale).join('\n')}\n</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(result.title)}</title>`,
    `<desc id="desc">${escaped(description(result, scale))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    ...head(result, scale),
    ...panels,
    '</svg>\n',
  ].join('\n')
}

function head({ title }: Result, { steady, spell }: Scale): string[] {
  return [
    text(GAP, 38, 'title', title),
    text(GAP, 70, 'soft', `Each second of two minutes. ${withCommas(steady)} calls begin in each (dashed line).`),
    ...key('sent', GAP, 'Requests sent'),
    ...key('done', 252, 'Completed within 10 s'),
    ...(spell === null ? [] : key('spell', 550, 'Server unwell')),
  ]
}

/** Title and key numbers, then the plot: the spell, both areas, the steady rate, the axes. */
function panel({ name, measures, series }: Row, scale: Scale): string[] {
  const { steady, most, spell, seconds } = scale
  const sends = numbersOf(series.sends)
  const y = (value: number): number => round(PANEL.top + PLOT.height * (1 - Math.min(value, most) / most))
  const x = (second: number): number => round(PANEL.left + (PLOT.width * second) / seconds)
  const floor = y(0)
  const ticks = TICKS.map(times => times * steady).filter(tick => tick <= most)
  return [
    text(0, 18, 'name', name),
    text(0, 42, 'soft fact', `each sent ${perCall(measures).toFixed(2)} times, ${withCommas(measures.wasted)} wasted`),
    ...(spell === null ? [] : [box('spell', x(spell[0]), y(most), x(spell[1]) - x(spell[0]), floor - y(most))]),
    ...ticks.map(tick => rule('grid', x(0), y(tick), x(seconds))),
    area('sent', sends, x, y),
    area('done', numbersOf(series.completed), x, y),
    rule('steady', x(0), y(steady), x(seconds)),
    ...ticks.map(tick => text(PANEL.left - 6, y(tick) + 4, 'tick', withCommas(tick), 'end')),
    ...[0, 0.25, 0.5, 0.75].map(share => text(x(share * seconds), floor + 20, 'tick', `${share * seconds}`, 'middle')),
    text(x(seconds), floor + 20, 'tick', `${seconds} s`, 'end'),
    ...cutOff(Math.max(...sends), most),
  ]
}

/** Says how high the highest second is when the panel cuts it off. */
const cutOff = (highest: number, most: number): string[] =>
  highest > most ? [text(PANEL.width, PANEL.top - 5, 'cut', `up to ${withCommas(highest)}`, 'end')] : []

/** Steps: what was counted in a second stands over that second. */
function area(
  name: string,
  values: readonly number[],
  x: (second: number) => number,
  y: (value: number) => number,
): string {
  const steps = values.map((value, second) => `V${y(value)}H${x(second + 1)}`).join('')
  return `<path class="${name}" d="M${x(0)} ${y(0)}${steps}V${y(0)}Z"/>`
}

function mostOf(rows: readonly Row[], steady: number): number {
  const highest = Math.max(...rows.flatMap(({ series }) => numbersOf(series.sends)))
  return Math.min(MOST_TIMES, Math.ceil(highest / steady)) * steady
}

function description({ says, rows }: Result, { steady }: Scale): string {
  const told = rows.map(({ name, measures }) => {
    const { completed, calls, wasted } = measures
    return `${name}: ${perCall(measures).toFixed(2)} requests for a call, ${withCommas(wasted)} wasted, ${withCommas(completed)} of ${withCommas(calls)} calls completed within 10 s.`
  })
  return [`${says} ${withCommas(steady)} calls begin in each second.`, ...told].join('\n')
}

const text = (x: number, y: number, name: string, words: string, anchor = 'start'): string =>
  `<text class="${name}" x="${x}" y="${y}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`

const key = (name: string, x: number, words: string): string[] => [
  box(name, x, HEAD.legendY - 13, 16, 16),
  text(x + 24, HEAD.legendY, 'key', words),
]

const rule = (name: string, fromX: number, y: number, toX: number): string =>
  `<line class="${name}" x1="${fromX}" y1="${y}" x2="${toX}" y2="${y}"/>`

const box = (name: string, x: number, y: number, width: number, height: number): string =>
  `<rect class="${name}" x="${x}" y="${y}" width="${round(width)}" height="${round(height)}"/>`

const round = (value: number): number => Math.round(value * 10) / 10

const withCommas = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
