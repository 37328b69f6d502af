import { readFileSync } from 'node:fs'
import type { Exercise, LabContext } from '../exercise.ts'
import { inFolder } from '../folder.ts'
import { harOf } from '../log/har.ts'
import { answer, json, refuse } from '../problem.ts'
import { liveLog } from './live.ts'
import { LIVE_SCRIPT, logPage, PAGE_SCRIPTS, PAGE_SHEET } from './log-page.ts'

const FORMS = ['text/html', 'application/har+json', 'application/x-ndjson', 'application/json'] as const

/** The wire log in the form that is asked for; JSON for those who do not say. */
async function readLog(context: LabContext): Promise<Response> {
  const accept = context.req.header('accept') ?? ''
  const form = FORMS.find(each => accept.includes(each)) ?? 'application/json'
  const response = form === 'text/html' ? await logPage(context) : logAs(form, context)
  response.headers.set('vary', 'accept')
  return response
}

function logAs(form: (typeof FORMS)[number], context: LabContext): Response {
  if (form === 'application/har+json') return harLog(context)
  if (form === 'application/x-ndjson') return ndjsonLog(context)
  const { log } = context.var.visitor
  return json({ beganAt: new Date(log.beganAtMs).toISOString(), nowMs: log.nowMs(), ...log.shown() })
}

function ndjsonLog(context: LabContext): Response {
  const lines = context.var.visitor.log.shown().entries.map(entry => `${JSON.stringify(entry)}\n`)
  return answer(lines.join(''), 'application/x-ndjson')
}

let version: string | undefined

function harLog({ var: { visitor, bases, prefix } }: LabContext): Response {
  version ??= (JSON.parse(readFileSync(inFolder('package.json'), 'utf8')) as { version: string }).version
  const { wire, beganAtMs } = visitor.log
  const withPrefix = Object.fromEntries(Object.entries(bases).map(([name, base]) => [name, base + prefix]))
  const har = harOf(wire, { bases: withPrefix, beganAtMs, version })
  return json(har, { headers: { 'content-type': 'application/har+json' } })
}

function clearLog(context: LabContext): Response {
  context.var.visitor.log.clear()
  return new Response(null, { status: 204 })
}

/** The parts of the page, as they lie in the package. */
function readPart(context: LabContext): Response {
  const name = context.req.param('file') ?? ''
  const folder =
    PAGE_SCRIPTS.includes(name) || name === PAGE_SHEET ? ['board'] : name === LIVE_SCRIPT ? ['src', 'watch'] : null
  if (folder === null) return refuse({ status: 404, detail: `The lab’s pages have no ${name.slice(0, 60)}.` })
  const type = name === PAGE_SHEET ? 'text/css' : 'text/javascript'
  return answer(readFileSync(inFolder(...folder, name), 'utf8'), `${type}; charset=utf-8`)
}

/** The wire log of a visitor over HTTP. */
export const logRoutes: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/log',
    aside: true,
    samples: [
      {
        method: 'GET',
        path: '/log',
        answers: [200],
        about: 'what you sent and what came back; a live page in a browser',
      },
    ],
    answer: readLog,
  },
  {
    methods: ['DELETE'],
    path: '/log',
    aside: true,
    samples: [{ method: 'DELETE', path: '/log', answers: [204], about: 'forgets the log' }],
    answer: clearLog,
  },
  {
    methods: ['GET'],
    path: '/log.har',
    aside: true,
    samples: [
      { method: 'GET', path: '/log.har', answers: [200], about: 'the same as an HTTP Archive, for developer tools' },
    ],
    answer: harLog,
  },
  {
    methods: ['GET'],
    path: '/log.ndjson',
    aside: true,
    samples: [{ method: 'GET', path: '/log.ndjson', answers: [200], about: 'the same, one JSON line a request' }],
    answer: ndjsonLog,
  },
  {
    methods: ['GET'],
    path: '/log/live',
    aside: true,
    samples: [],
    about: 'the same lines as Server-Sent Events while they are written; Last-Event-ID goes on',
    answer: liveLog,
  },
  {
    methods: ['GET'],
    path: '/lab/:file',
    aside: true,
    samples: [],
    about: 'the parts of the lab’s pages',
    answer: readPart,
  },
]
