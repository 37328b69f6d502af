import { jsonObject, type MemberRule, textMembers } from '../body.ts'
import type { Exercise, LabContext } from '../exercise.ts'
import { json, problem } from '../problem.ts'
import { addPost } from '../visitor.ts'

const RULES: readonly MemberRule[] = [
  { name: 'title', maxLength: 200 },
  { name: 'body', maxLength: 2000 },
]
const JSON_BODY = { 'Content-Type': 'application/json' }

function readPost(context: LabContext): Response {
  const { visitor, prefix } = context.var
  const id = context.req.param('id') ?? ''
  const post = /^\d{1,9}$/.test(id) ? visitor.posts.get(Number(id)) : undefined
  if (post) return json(post)
  const detail = `There is no post ${id}. Read ${prefix}/posts/1, or make one with POST ${prefix}/posts.`
  return problem({ status: 404, detail })
}

function makePost(context: LabContext): Response {
  const object = jsonObject(context.var.body, context.req.header('content-type'))
  const [title = '', body = ''] = textMembers(object, RULES)
  const post = addPost(context.var.visitor, title, body)
  return json(post, { status: 201, headers: { location: `${context.var.prefix}/posts/${post.id}` } })
}

export const posts: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/posts/:id',
    samples: [{ method: 'GET', path: '/posts/1', answers: [200], about: 'a post with a title' }],
    answer: readPost,
  },
  {
    methods: ['POST'],
    path: '/posts',
    samples: [
      {
        method: 'POST',
        path: '/posts',
        headers: JSON_BODY,
        body: '{"title":"Hello","body":"World"}',
        answers: [201],
        about: 'made; read it at its Location',
      },
      {
        method: 'POST',
        path: '/posts',
        headers: JSON_BODY,
        body: '{"title":"Hello"}',
        answers: [400],
        about: 'the answer names the member that is missing',
      },
      {
        method: 'POST',
        path: '/posts',
        headers: JSON_BODY,
        body: '{"title":',
        answers: [400],
        about: 'broken JSON',
      },
      {
        method: 'POST',
        path: '/posts',
        headers: { 'Content-Type': 'text/plain' },
        body: 'Hello',
        answers: [415],
        about: 'not JSON at all',
      },
    ],
    answer: makePost,
  },
]
