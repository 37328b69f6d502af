import type { Exercise, LabContext } from '../exercise.ts'
import { json } from '../problem.ts'
import { type FactName, factsOf, headersOf } from './facts.ts'
import { binRoute, METHODS } from './route.ts'

const SENT = ['args', 'data', 'files', 'form', 'headers', 'json', 'origin', 'url'] as const

const tell =
  (names: readonly FactName[]) =>
  async (context: LabContext): Promise<Response> =>
    json(await factsOf(context, names))

const anything = tell([...SENT, 'method'])
const write = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What a client sent, told back to it. */
export const echo: readonly Exercise[] = [
  binRoute({
    path: '/get',
    about: 'your query and headers',
    try: { path: '/get?page=2' },
    answer: tell(['args', 'headers', 'origin', 'url']),
  }),
  ...write.map(method =>
    binRoute({
      path: `/${method.toLowerCase()}`,
      methods: [method],
      about: 'your query, headers and content',
      try: { headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' },
      answer: tell(SENT),
    }),
  ),
  binRoute({ path: '/anything', methods: METHODS, about: 'all that you sent, with any method', answer: anything }),
  binRoute({
    path: '/anything/*',
    methods: METHODS,
    about: 'the same at any path',
    try: { path: '/anything/a/b' },
    answer: anything,
  }),
  binRoute({ path: '/headers', about: 'your headers', answer: context => json({ headers: headersOf(context) }) }),
  binRoute({ path: '/ip', about: 'your address', answer: tell(['origin']) }),
  binRoute({
    path: '/user-agent',
    about: 'your User-Agent',
    answer: context => json({ 'user-agent': context.req.header('user-agent') ?? null }),
  }),
]
