import { setTimeout as sleep } from 'node:timers/promises'
import { type Exercise, knob, type LabContext } from '../exercise.ts'
import { json, problem } from '../problem.ts'

async function answerLate(context: LabContext): Promise<Response> {
  const waitMs = knob(context, 'ms', 3000, 0, 60_000)
  // The request's own signal aborts when the client leaves; nobody reads that answer.
  const stop = AbortSignal.any([context.req.raw.signal, context.var.closing])
  try {
    await sleep(waitMs, undefined, { signal: stop })
  } catch {
    const detail = 'The lab closed before this answer was due.'
    return problem({ status: 503, detail, headers: { connection: 'close' } })
  }
  return json({ waitedMs: waitMs })
}

export const slow: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/slow',
    samples: [
      { method: 'GET', path: '/slow?ms=1500', answers: [200], about: 'late by so many milliseconds, 60,000 at most' },
    ],
    answer: answerLate,
  },
]
