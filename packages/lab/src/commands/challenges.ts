import { Command } from 'commander'
import { CHALLENGES } from '../challenges/all.ts'
import { type Progress, ProgressFile, progressPath, triesOf } from '../challenges/progress-file.ts'
import { EXIT, type Streams } from './command.ts'
import { type Page, pageOf, paint, paragraph, plain } from './page.ts'
import { parsed } from './parse.ts'

const NOTES = `
Progress is kept in $XDG_STATE_HOME/heed-lab/progress.json, usually under ~/.local/state;
HEED_LAB_PROGRESS names another file.
`

/** Lists the challenges, and which are solved. */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  const command = new Command('heed-lab challenges')
    .description('Twelve challenges from easy to hard, and which of them you have solved')
    .helpOption('-h, --help', 'print this')
    .allowExcessArguments(false)
    .addHelpText('after', NOTES)
  if (parsed(command, words, streams) === null) return EXIT.ok
  const { stdout, stderr, env } = streams
  const file = new ProgressFile(progressPath(env), sentence => stderr.write(`heed-lab: ${plain(sentence)}\n`))
  stdout.write(listing(file.read(), pageOf(stdout, env)))
  return EXIT.ok
}

function listing(progress: Progress, page: Page): string {
  const solved = CHALLENGES.filter(({ slug }) => triesOf(progress, slug).solvedAt !== null).length
  const next = CHALLENGES.find(({ slug }) => triesOf(progress, slug).solvedAt === null)
  const lines = CHALLENGES.map(({ number, slug, title, level }, at) => {
    const { solvedAt, tries } = triesOf(progress, slug)
    const mark = solvedAt !== null ? paint('solved', 'green', page) : tries > 0 ? 'tried ' : '      '
    const heading = level === CHALLENGES[at - 1]?.level ? '' : `\n${paint(level, 'bold', page)}\n`
    return `${heading}  ${String(number).padStart(2)}  ${mark}  ${title}\n`
  })
  const cure =
    next === undefined
      ? 'All are solved. heed-lab challenge 1 plays the first again.'
      : `Next: heed-lab challenge ${next.number}`
  return `${solved} of ${CHALLENGES.length} challenges solved\n${lines.join('')}\n${paragraph(0, cure, page)}`
}
