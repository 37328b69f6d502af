import { type Exercise, knob, type LabContext, secondsUntil } from '../exercise.ts'
import { json, problem } from '../problem.ts'

const FLAKY_FAILURES = 2

function rateLimited(context: LabContext): Response {
  const allowed = knob(context, 'n', 3, 1, 100)
  const windowSeconds = knob(context, 'window', 10, 1, 60)
  const nowMs = context.var.now()
  const { limit } = context.var.visitor
  if (nowMs >= limit.untilMs) {
    limit.used = 0
    limit.untilMs = nowMs + windowSeconds * 1000
  }
  const seconds = secondsUntil(limit.untilMs, nowMs)
  if (limit.used >= allowed) {
    const detail = `You have used your ${allowed} requests. The next window opens in ${seconds} s.`
    return problem({ status: 429, detail, headers: { 'retry-after': seconds } })
  }
  limit.used++
  return json({ used: limit.used, left: allowed - limit.used, windowEndsInSeconds: Number(seconds) })
}

function broken(): Response {
  return problem({ status: 500, detail: 'This exercise always fails. Nothing in your request is wrong.' })
}

function flaky(context: LabContext): Response {
  const { visitor } = context.var
  if (visitor.flakyFailures >= FLAKY_FAILURES) {
    visitor.flakyFailures = 0
    return json({ works: true, after: `${FLAKY_FAILURES} failures` })
  }
  visitor.flakyFailures++
  const detail = `Failure ${visitor.flakyFailures} of ${FLAKY_FAILURES}. Send the same request again.`
  return problem({ status: 502, detail })
}

function maintenance(context: LabContext): Response {
  const lengthSeconds = knob(context, 'seconds', 2, 1, 60)
  const { visitor } = context.var
  const nowMs = context.var.now()
  visitor.maintenanceUntilMs ??= nowMs + lengthSeconds * 1000
  if (nowMs >= visitor.maintenanceUntilMs) {
    // The next request begins a new maintenance, so that the exercise can be done again.
    visitor.maintenanceUntilMs = null
    return json({ works: true, after: 'maintenance' })
  }
  const seconds = secondsUntil(visitor.maintenanceUntilMs, nowMs)
  const detail = `The lab is being cleaned. Come back in ${seconds} s.`
  return problem({ status: 503, detail, headers: { 'retry-after': seconds } })
}

export const trouble: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/limited',
    samples: [
      {
        method: 'GET',
        path: '/limited?n=3&window=10',
        answers: [200, 200, 200, 429, 200],
        about: 'n requests a window of seconds; then wait as told',
      },
    ],
    answer: rateLimited,
  },
  {
    methods: ['GET'],
    path: '/error',
    samples: [{ method: 'GET', path: '/error', answers: [500], about: 'the server broke' }],
    answer: broken,
  },
  {
    methods: ['GET'],
    path: '/flaky',
    samples: [{ method: 'GET', path: '/flaky', answers: [502, 502, 200], about: 'the third time it works' }],
    answer: flaky,
  },
  {
    methods: ['GET'],
    path: '/maintenance',
    samples: [
      {
        method: 'GET',
        path: '/maintenance?seconds=2',
        answers: [503, 200],
        about: 'closed for some seconds, then open once',
      },
    ],
    answer: maintenance,
  },
]
