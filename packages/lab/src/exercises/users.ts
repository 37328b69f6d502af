import { jsonObject, type MemberRule, textMembers } from '../body.ts'
import type { Exercise, LabContext } from '../exercise.ts'
import { json, problem } from '../problem.ts'
import { addUser, findUser } from '../visitor.ts'

// A user name begins with a letter, so it is never mistaken for an id.
const RULES: readonly MemberRule[] = [
  {
    name: 'username',
    maxLength: 39,
    pattern: { test: /^[A-Za-z][\w-]*$/, words: 'must begin with a letter and have only letters, digits, - and _' },
  },
]

function unknownUser(who: string, prefix: string): Response {
  const detail = `There is no user ${who}. Read ${prefix}/users/octocat, or start over with POST ${prefix}/reset.`
  return problem({ status: 404, detail })
}

function readUser(context: LabContext): Response {
  const who = context.req.param('who') ?? ''
  const user = findUser(context.var.visitor, who)
  return user ? json(user) : unknownUser(who, context.var.prefix)
}

function deleteUser(context: LabContext): Response {
  const who = context.req.param('who') ?? ''
  const user = findUser(context.var.visitor, who)
  if (!user) return unknownUser(who, context.var.prefix)
  if (user.id === 1) {
    const detail = `octocat stays, for the other exercises. Delete ${context.var.prefix}/users/5.`
    return problem({ status: 403, detail })
  }
  context.var.visitor.users.delete(user.username.toLowerCase())
  return new Response(null, { status: 204 })
}

function makeUser(context: LabContext): Response {
  const object = jsonObject(context.var.body, context.req.header('content-type'))
  const [username = ''] = textMembers(object, RULES)
  if (findUser(context.var.visitor, username)) {
    const errors = [{ pointer: '#/username', detail: 'username is taken' }]
    const detail = `The user name ${username} is taken. Choose another one, or start over with POST ${context.var.prefix}/reset.`
    return problem({ status: 409, detail, more: { errors } })
  }
  const user = addUser(context.var.visitor, username)
  return json(user, { status: 201, headers: { location: `${context.var.prefix}/users/${user.username}` } })
}

export const users: readonly Exercise[] = [
  {
    methods: ['GET'],
    path: '/users/:who',
    samples: [
      { method: 'GET', path: '/users/octocat', answers: [200], about: 'a user, as JSON' },
      { method: 'GET', path: '/users/99999', answers: [404], about: 'nobody has this id' },
    ],
    answer: readUser,
  },
  {
    methods: ['DELETE'],
    path: '/users/:who',
    samples: [{ method: 'DELETE', path: '/users/5', answers: [204, 404], about: 'deleted, and then gone' }],
    answer: deleteUser,
  },
  {
    methods: ['POST'],
    path: '/users',
    samples: [
      {
        method: 'POST',
        path: '/users',
        headers: { 'Content-Type': 'application/json' },
        body: '{"username":"ada"}',
        answers: [201, 409],
        about: 'a new user name, and then a taken one',
      },
    ],
    answer: makeUser,
  },
]
