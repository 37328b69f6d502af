import { createClient, HeedError } from 'heed'
import { startLab } from 'heed-lab'
import { wantsColour } from './page.ts'
import { createStory } from './story.ts'

const lab = await startLab()
const level = (process.argv[2] ?? 'normal') as 'normal'
const paths = process.argv.slice(3)
for (const p of paths) {
  const story = createStory(process.stderr as any, { colour: wantsColour(process.stderr, process.env), level })
  const c = createClient({ onTrail: story.onTrail })
  try {
    story.ended(await c(lab.url + p))
  } catch (e) {
    if (HeedError.is(e)) story.ended(e)
    else throw e
  }
  process.stderr.write('\n')
}
await lab.close()
