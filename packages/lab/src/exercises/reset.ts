import type { Exercise, LabContext } from '../exercise.ts'

function startOver(context: LabContext): Response {
  context.var.reset()
  return new Response(null, { status: 204 })
}

export const reset: readonly Exercise[] = [
  {
    methods: ['POST'],
    path: '/reset',
    samples: [{ method: 'POST', path: '/reset', answers: [204], about: 'start over, as if you had never been here' }],
    answer: startOver,
  },
]
