import type { Trail } from 'heed'
import { pageOf } from './page.ts'
import { type Played, playBlock, type Stage, say, seenIn } from './tour-block.ts'
import { type TourCall, tourCalls } from './tour-calls.ts'

interface Stop {
  readonly call: TourCall
  readonly played: Played
}

/** What to do after the tour. */
export const NEXT_COMMANDS: readonly (readonly [command: string, about: string])[] = [
  ['npm start -- https://example.com/', 'the same for an address of yours'],
  ['npm run heed -- explain 429', 'what a code means, and what to do about it'],
  ['npm run lab -- --port 4780', 'the practice server alone, for any client'],
]

/**
 * Makes every call of the tour against the lab at `stage.base` and tells it.
 * @returns the names of the calls that did not end as promised
 */
export async function runTour(stage: Stage, calls: readonly TourCall[] = tourCalls): Promise<string[]> {
  say(
    stage,
    [{ text: `heed: ${calls.length} calls over the wire, and what each status code asks for`, style: 'bold' }],
    {
      text: '',
    },
  )
  say(stage, [{ text: `const api = createClient({ baseUrl: '${stage.base}' })`, style: 'cyan' }])
  const stops: Stop[] = []
  for (const call of calls) {
    stage.out.write('\n')
    const heading = `${stops.length + 1} of ${calls.length} · ${call.name}`
    stops.push({ call, played: await playBlock(stage, heading, call) })
  }
  close(stage, stops)
  return stops.filter(({ played }) => played.broken !== null).map(({ call }) => call.name)
}

function close(stage: Stage, stops: readonly Stop[]): void {
  stage.out.write('\n')
  say(stage, [{ text: 'All in one table', style: 'bold' }], { text: '' })
  const rows = [['call', 'status', 'sends', 'verb', 'you get'], ...stops.map(rowOf)]
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const wide = widths.reduce((sum, width) => sum + width + 2, 2) <= pageOf(stage.out, stage.colour).columns
  for (const [index, row] of rows.entries()) {
    if (wide) tableLine(stage, row, widths, index === 0)
    else if (index > 0) stacked(stage, row)
  }
  stage.out.write('\n')
  say(stage, [{ text: 'Try next', style: 'bold' }], { text: '' })
  for (const [command, about] of NEXT_COMMANDS) say(stage, [{ text: command, style: 'cyan' }, { text: `· ${about}` }])
}

function tableLine(stage: Stage, row: readonly string[], widths: readonly number[], heading: boolean): void {
  // Spaces that wrapping would fold.
  const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0).replaceAll(' ', '\u00a0'))
  say(stage, [{ text: cells.join('\u00a0\u00a0'), ...(heading ? { style: 'dim' as const } : {}) }])
}

function stacked(stage: Stage, [name = '', status, sends, verb, gets]: readonly string[]): void {
  say(stage, [{ text: name }])
  say(stage, [{ text: `${status} · ${sends} sent · ${verb} · ${gets}`, style: 'dim' }], { text: '    ' })
}

function rowOf({ call, played }: Stop): string[] {
  const { trail } = played.result
  const status = [...new Set(seenIn(trail))].join(' → ')
  const sends = trail.filter(entry => entry.what === 'send').length
  const name = played.broken === null ? call.name : `✗ ${call.name}`
  return [name, status, String(sends), verbOf(trail), played.gets]
}

/** What the first thing that came asked for. */
function verbOf(trail: Trail): string {
  const first = trail.find(entry => entry.what === 'answer' || entry.what === 'fault')
  if (first?.what === 'answer') return first.verb
  return trail.some(entry => entry.what === 'wait') ? 'retry' : 'stop'
}
