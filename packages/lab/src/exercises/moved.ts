import { ANY_METHOD, type Exercise, type LabContext } from '../exercise.ts'
import { json } from '../problem.ts'

function moved(context: LabContext): Response {
  const location = `${context.var.prefix}/new`
  return json({ moved: location }, { status: 301, headers: { location } })
}

function arrived(context: LabContext): Response {
  // What arrived shows what the client made of a redirect: did it keep the method and the body?
  return json({ arrived: true, method: context.req.method, bodyBytes: context.var.body.length })
}

export const movedHouse: readonly Exercise[] = [
  {
    methods: ANY_METHOD,
    path: '/old',
    samples: [{ method: 'GET', path: '/old', answers: [301], about: 'moved to /new; add -L to follow' }],
    answer: moved,
  },
  {
    methods: ANY_METHOD,
    path: '/new',
    samples: [{ method: 'GET', path: '/new', answers: [200], about: 'where /old went; tells which method arrived' }],
    answer: arrived,
  },
]
