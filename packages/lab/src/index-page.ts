import { curlLine, type Exercise, type LabContext, type Sample } from './exercise.ts'
import { exerciseGroups, exercises } from './exercises/all.ts'
import { httpbinGroups } from './httpbin/all.ts'
import { indexHtml, type Section } from './index-html.ts'
import { shownKnobs } from './knobs/table-page.ts'
import { answer, json } from './problem.ts'
import { playing } from './visits/playing.ts'
import { logRoutes } from './watch/log-routes.ts'

const samplesOf = (list: readonly Exercise[]): readonly Sample[] => list.flatMap(exercise => exercise.samples)

/** Every sample of every exercise, in the order of the list. */
const samples = samplesOf(exercises)

const SECTIONS: readonly Section[] = [
  {
    id: 'exercises',
    title: 'Exercises',
    about: 'Each answers with the status codes shown, in that order.',
    groups: exerciseGroups,
  },
  {
    id: 'httpbin',
    title: 'Paths of httpbin',
    about: 'They answer as httpbin does.',
    groups: httpbinGroups,
  },
  {
    id: 'own',
    title: 'Your own scripts',
    about: 'Send a script, play it with any client, and look at what the lab saw.',
    groups: [
      { title: 'Scripts', exercises: playing },
      { title: 'The wire log', exercises: logRoutes },
    ],
  },
]

const samplesIn = ({ groups }: Section): readonly Sample[] => groups.flatMap(({ exercises: list }) => samplesOf(list))

/** The list of exercises, one curl line each, for a terminal. */
export function listing(base: string, shown: readonly Sample[] = samples): string {
  const codes = shown.map(sample => `${sample.method} ${sample.path}`.length)
  const width = Math.min(44, Math.max(...codes))
  return shown
    .map(sample => {
      const request = `${sample.method} ${sample.path}`.padEnd(width)
      return `${request}  ${sample.answers.join(' ')}  ${sample.about}\n  ${curlLine(base, sample)}\n`
    })
    .join('')
}

/** `GET /`: a page for browsers, JSON for programs that ask for it, plain text for everybody else. */
export async function indexPage(context: LabContext): Promise<Response> {
  const { prefix, bases } = context.var
  const base = new URL(context.req.url).origin + prefix
  const accept = context.req.header('accept') ?? ''
  const headers = { vary: 'accept' }
  if (accept.includes('text/html')) {
    const policy = "default-src 'none'; style-src 'unsafe-inline'"
    const fields = { ...headers, 'content-security-policy': policy }
    return answer(String(await indexHtml({ base, prefix, bases, sections: SECTIONS })), 'text/html; charset=utf-8', {
      headers: fields,
    })
  }
  if (accept.includes('application/json')) return json(indexOf(base, context), { headers })
  const parts = SECTIONS.map(section => `${section.title}\n\n${listing(base, samplesIn(section))}`)
  const knobs = shownKnobs.map(({ name, about }) => `  ${name.padEnd(14)}  ${about}\n`).join('')
  const others = Object.values(bases).slice(1)
  const also = others.length === 0 ? '' : `and at ${others.join(', ')}\n`
  const text = `heed lab at ${base}\n${also}\n${parts.join('\n')}\nThe knobs of /status/:code\n\n${knobs}`
  return answer(text, 'text/plain; charset=utf-8', { headers })
}

function indexOf(base: string, { var: { prefix, bases } }: LabContext): object {
  const listed = (list: readonly Sample[]): object[] =>
    list.map(sample => ({ ...sample, path: prefix + sample.path, curl: curlLine(base, sample) }))
  return {
    ...Object.fromEntries(SECTIONS.map(section => [section.id, listed(samplesIn(section))])),
    knobs: shownKnobs,
    origins: bases,
    reset: `${prefix}/reset`,
    openapi: `${prefix}/openapi.json`,
  }
}
