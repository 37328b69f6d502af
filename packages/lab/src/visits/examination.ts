import { ANY_METHOD, type Exercise, type LabContext } from '../exercise.ts'
import { Recorder } from '../log/recorder.ts'
import { maskSecrets } from '../log/secrets.ts'
import { filler } from '../played.ts'
import { preflightBefore } from '../preflight.ts'
import { json, problem, refuse } from '../problem.ts'
import type { OriginName } from '../script/answer.ts'
import { loadScenario, ScenarioError } from '../script/library.ts'
import { originsIn } from '../script/origins.ts'
import type { Scenario } from '../script/scenario.ts'
import { roundsOf } from '../suite/jobs.ts'
import { isVisitorName } from '../visitor.ts'
import { noteIn } from '../watch/visitor-log.ts'
import type { Examination } from './examined.ts'
import { performed } from './performed.ts'
import { verdictFrom } from './wire-verdict.ts'

const ENTRY_LIMIT = 500

interface Named {
  readonly run: string
  readonly scenario: Scenario
}

/** The run and the scenario that a path names, if they can be played here. */
function named(context: LabContext): Named {
  const run = context.req.param('run') ?? ''
  if (!isVisitorName(run))
    refuse({
      status: 400,
      detail:
        'After /s/ comes a name for the run: 1 to 64 letters, digits, "-", "_" or ".", as in /s/first/503-then-200.',
    })
  if (context.var.prefix !== '') refuse({ status: 404, detail: 'Scenarios have no visitor: leave /v/<name> out.' })
  const scenario = found(context.req.param('scenario') ?? '')
  const obstacle = obstacleTo(scenario, Object.keys(context.var.bases))
  if (obstacle !== null) refuse({ status: 422, detail: obstacle })
  return { run, scenario }
}

function found(id: string): Scenario {
  try {
    return loadScenario(id)
  } catch (error) {
    if (error instanceof ScenarioError) return refuse({ status: 404, detail: error.message })
    throw error
  }
}

/** Why a scenario cannot be played on addresses that others use too; null: it can. */
function obstacleTo(scenario: Scenario, open: readonly string[]): string | null {
  const { id, answers } = scenario
  if (answers.some(answer => answer.break?.at === 'connect'))
    return `The scenario ${id} breaks a connection before anything is read, and then nobody knows whose it is. Run heed-lab grade --only ${id}, which gives it an address of its own.`
  const closed = originsIn(scenario).filter((name: OriginName) => !open.includes(name))
  if (closed.length > 0)
    return `The scenario ${id} needs https, which is not open here. Start the lab with --https, or run heed-lab grade --only ${id}.`
  return null
}

const prefixOf = ({ run, scenario }: Named): string => `/s/${run}/${scenario.id}`

function takePart(context: LabContext): Response | Promise<Response> {
  const here = named(context)
  const { examined } = context.var
  const { incoming, origin } = context.env
  const asked = preflightBefore(context, here.scenario.answers)
  if (asked !== null) return asked
  const known = examined.find(here.run, here.scenario.id)
  const examination = known ?? begun(here.scenario)
  if (known === null) examined.put(here.run, examination)
  const { scenario, used, log } = examination
  return performed(context, {
    answers: scenario.answers,
    used,
    prefix: prefixOf(here),
    nowMs: () => log.nowMs(),
    note: (target, index) => noteIn(log, { incoming, origin, target, index }),
  })
}

function begun(scenario: Scenario): Examination {
  return { scenario, used: scenario.answers.map(() => 0), log: new Recorder({ limit: ENTRY_LIMIT }) }
}

function readVerdict(context: LabContext): Response {
  const here = named(context)
  const { scenario, run } = here
  const examination = context.var.examined.find(run, scenario.id) ?? begun(scenario)
  const fill = filler(context.var.bases, prefixOf(here))
  const { id, title, kind, why, anchors, options = {} } = scenario
  const calls = roundsOf(scenario, fill).flatMap(({ pauseMs, jobs }) =>
    jobs.map(({ do: wish, method, url, headers, body, append }) => ({
      do: wish,
      method,
      url,
      headers,
      body,
      append,
      pauseMs,
    })),
  )
  return json({
    run,
    scenario: { id, title, kind, why, anchors },
    begin: { calls, options },
    ...verdictFrom(examination, fill),
    log: maskSecrets(examination.log),
  })
}

function startOver(context: LabContext): Response {
  const { run, scenario } = named(context)
  if (context.var.examined.forget(run, scenario.id)) return new Response(null, { status: 204 })
  return problem({
    status: 404,
    detail: `Nobody has begun ${prefixOf({ run, scenario })}, so there is nothing to forget.`,
  })
}

/** Scenarios of the suite, for a client that is driven by hand. */
export const examination: readonly Exercise[] = [
  ...['/s/:run/:scenario', '/s/:run/:scenario/*'].map(
    (path): Exercise => ({
      methods: [...ANY_METHOD, 'OPTIONS'],
      path,
      raw: true,
      samples: [],
      about: 'a scenario of the suite: the first request begins it; the run is a name of your own',
      answer: takePart,
    }),
  ),
  {
    methods: ['GET'],
    path: '/verdict/:run/:scenario',
    aside: true,
    samples: [],
    about: 'what to request, and the verdict on what the server saw; what the caller got is not seen here',
    answer: readVerdict,
  },
  {
    methods: ['DELETE'],
    path: '/verdict/:run/:scenario',
    aside: true,
    samples: [],
    about: 'forgets what was seen, so that the scenario begins again',
    answer: startOver,
  },
]
