import { ANY_METHOD, type Exercise, type LabContext } from '../exercise.ts'
import { leadsOut } from '../exercises/own-address.ts'
import { filler } from '../played.ts'
import { preflightBefore } from '../preflight.ts'
import { json, problem, refuse } from '../problem.ts'
import type { Answer, OriginName } from '../script/answer.ts'
import { checkAnswers } from '../script/check-script.ts'
import { nearest } from '../script/nearest.ts'
import { originsIn } from '../script/origins.ts'
import { isVisitorName } from '../visitor.ts'
import { boundFaults } from './bounds.ts'
import type { KeptScript } from './kept-script.ts'
import { performed } from './performed.ts'

const MOST_SCRIPTS = 20

function nameOf(context: LabContext): string {
  const name = context.req.param('name') ?? ''
  if (isVisitorName(name)) return name
  return refuse({
    status: 400,
    detail: 'A script’s name has 1 to 64 letters, digits, "-", "_" or ".", as in /script/mine.',
  })
}

function putScript(context: LabContext): Response {
  const name = nameOf(context)
  const { visitor, prefix, bases } = context.var
  const { scripts } = visitor
  const answers = answersIn(context)
  const faults = [...checkAnswers(answers)]
  if (faults.length === 0)
    faults.push(...boundFaults(answers as Answer[]), ...originFaults(answers, Object.keys(bases)))
  if (faults.length === 0) faults.push(...locationFaults(context, answers as Answer[]))
  if (faults.length > 0) {
    const detail = `The script cannot be played: ${faults[0]}${faults.length > 1 ? ` (and ${faults.length - 1} more, in "errors")` : ''}`
    refuse({ status: 422, detail, more: { errors: faults.map(fault => ({ detail: fault })) } })
  }
  const isNew = !scripts.has(name)
  if (isNew && scripts.size >= MOST_SCRIPTS) {
    const detail = `You keep ${MOST_SCRIPTS} scripts, the most that a visitor may keep. Forget one with DELETE ${prefix}/script/<name>.`
    refuse({ status: 409, detail, more: { scripts: [...scripts.keys()] } })
  }
  const script = { answers: answers as Answer[], used: (answers as Answer[]).map(() => 0) }
  scripts.set(name, script)
  const location = `${prefix}/script/${name}`
  return json(shown(context, name, script), { status: isNew ? 201 : 200, headers: isNew ? { location } : {} })
}

/** The list in the body: bare, or as the member "answers". */
function answersIn(context: LabContext): unknown {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(context.var.body))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const detail = `The script is no JSON: ${reason}. Send {"answers": [{"status": 503}, {"status": 200}]}.`
    return refuse({ status: 400, detail })
  }
  const isBare = Array.isArray(value) || typeof value !== 'object' || value === null
  if (isBare) return value
  const { answers, ...others } = value as Record<string, unknown>
  const [stranger] = Object.keys(others).filter(name => name !== '$schema')
  if (stranger !== undefined) {
    const detail = `The script has no member ${JSON.stringify(stranger)}. Send {"answers": [...]}, or the list alone.`
    return refuse({ status: 422, detail, more: { errors: [{ detail }] } })
  }
  return answers
}

function originFaults(answers: unknown, open: readonly string[]): string[] {
  return originsIn(answers)
    .filter((name: OriginName) => !open.includes(name))
    .map(
      name =>
        `The script speaks of origin "${name}", which is not open. ${name === 'b' ? 'Leave it out.' : 'Start the lab with --https.'}`,
    )
}

/** The lab redirects to itself only; a Location that is no address may be sent all the same. */
function locationFaults(context: LabContext, answers: readonly Answer[]): string[] {
  const { bases, prefix } = context.var
  const fill = filler(bases, `${prefix}/play/${nameOf(context)}`)
  return answers.flatMap(({ fields }, at) =>
    [fields?.location ?? []]
      .flat()
      .filter(text => leadsOut(fill(text), context))
      .map(
        text => `answers[${at}].fields.location leads out of the lab: ${text.slice(0, 60)}. Take a path, or {b}/path.`,
      ),
  )
}

function findScript(context: LabContext): { readonly name: string; readonly script: KeptScript } {
  const name = nameOf(context)
  const script = context.var.visitor.scripts.get(name)
  if (script !== undefined) return { name, script }
  return refuse({ status: 404, detail: noSuchScript(context, name) })
}

function noSuchScript({ var: { visitor, prefix } }: LabContext, name: string): string {
  const meant = nearest(name, [...visitor.scripts.keys()])
  const cure = meant === null ? `Send one with PUT ${prefix}/script/${name}.` : `Did you mean "${meant}"?`
  return `You have no script "${name}". ${cure}`
}

function getScript(context: LabContext): Response {
  const { name, script } = findScript(context)
  return json(shown(context, name, script))
}

function deleteScript(context: LabContext): Response {
  context.var.visitor.scripts.delete(findScript(context).name)
  return new Response(null, { status: 204 })
}

function listScripts(context: LabContext): Response {
  const { visitor } = context.var
  return json({
    scripts: [...visitor.scripts].map(([name, script]) => shown(context, name, script)),
    most: MOST_SCRIPTS,
  })
}

function shown({ var: { prefix, bases } }: LabContext, name: string, { answers, used }: KeptScript): object {
  const path = `${prefix}/play/${name}`
  return { name, play: path, url: `${bases.a}${path}`, given: used, answers }
}

function play(context: LabContext): Response | Promise<Response> {
  const name = nameOf(context)
  const { visitor, prefix, target } = context.var
  const { incoming, origin } = context.env
  const script = visitor.scripts.get(name)
  if (script === undefined) {
    context.set('entry', visitor.log.note({ incoming, origin, target, index: null }))
    return problem({ status: 404, detail: noSuchScript(context, name) })
  }
  const asked = preflightBefore(context, script.answers)
  if (asked !== null) {
    context.set('entry', visitor.log.note({ incoming, origin, target, index: null }))
    return asked
  }
  const at = `/play/${name}`
  return performed(context, {
    ...script,
    prefix: prefix + at,
    nowMs: visitor.log.nowMs,
    note: (path, index) => visitor.log.note({ incoming, origin, target: path === '/' ? at : at + path, index }),
  })
}

const script = { path: '/script/:name', aside: true } as const
const BODY = '{"answers":[{"status":503,"times":2},{"status":200,"body":{"text":"done"}}]}'

/** Scripts of a visitor's own. */
export const playing: readonly Exercise[] = [
  {
    ...script,
    methods: ['PUT'],
    samples: [
      {
        method: 'PUT',
        path: '/script/mine',
        headers: { 'Content-Type': 'application/json' },
        body: BODY,
        answers: [201, 200],
        about: 'a script of your own: answers that come one after another',
      },
    ],
    answer: putScript,
  },
  {
    ...script,
    methods: ['GET'],
    samples: [],
    about: 'a script, and how often each answer was given',
    answer: getScript,
  },
  { ...script, methods: ['DELETE'], samples: [], about: 'forgets a script', answer: deleteScript },
  { path: '/script', aside: true, methods: ['GET'], samples: [], about: 'all of your scripts', answer: listScripts },
  ...['/play/:name', '/play/:name/*'].map(
    (path): Exercise => ({
      methods: [...ANY_METHOD, 'OPTIONS'],
      path,
      raw: true,
      samples: path.endsWith('*')
        ? []
        : [
            {
              method: 'GET',
              path: '/play/mine',
              answers: [503, 503, 200],
              about: 'plays your script, with any method',
            },
          ],
      about: 'plays a script, at any path below it',
      answer: play,
    }),
  ),
]
