import type { FaultName, RequestOptions } from 'heed'

/** What the caller gets in the end: the body's data, nothing (there is no body), or an error of this class. */
export type Gets = 'value' | 'nothing' | 'StatusError' | 'TimeoutError' | 'WireError'

/** How a call ends, as the tour promises. */
export interface Promised {
  /** Each answer's status code or fault, in order. */
  readonly seen: readonly (number | FaultName)[]
  readonly gets: Gets
  /** Members of the value, all of which it must have. */
  readonly has?: Readonly<Record<string, unknown>>
}

/** One call of the tour, as data: what is sent is made from it, and so is the code that is shown. */
export interface TourCall {
  readonly name: string
  /** What is asked for, and in which situation: one sentence. */
  readonly about: string
  readonly method: 'get' | 'post' | 'delete'
  /** A path of the lab, or a whole address. */
  readonly target: string
  readonly options?: RequestOptions
  /** The same call goes ahead of it once, untold: it brings the situation about. */
  readonly twice?: boolean
  readonly promise: Promised
}

const CLOSED_PORT = 'http://127.0.0.1:1/'

export const tourCalls: readonly TourCall[] = [
  {
    name: 'Success',
    about: 'Ask for a user.',
    method: 'get',
    target: '/users/octocat',
    promise: { seen: [200], gets: 'value', has: { username: 'octocat' } },
  },
  {
    name: 'Created',
    about: 'Write a post. The answer says where it lives.',
    method: 'post',
    target: '/posts',
    options: { json: { title: 'Hello', body: 'World' } },
    promise: { seen: [201], gets: 'value', has: { title: 'Hello', body: 'World' } },
  },
  {
    name: 'No content',
    about: 'Delete a user. There is nothing to send back, and no JSON to trip over.',
    method: 'delete',
    target: '/users/5',
    promise: { seen: [204], gets: 'nothing' },
  },
  {
    name: 'Moved',
    about: 'Ask at an old address.',
    method: 'get',
    target: '/old',
    promise: { seen: [301, 200], gets: 'value', has: { arrived: true, method: 'GET' } },
  },
  {
    name: 'Not modified',
    about: 'Ask for data of which you have a copy, by its ETag.',
    method: 'get',
    target: '/data',
    options: { headers: { 'if-none-match': '"data-v1"' } },
    promise: { seen: [304], gets: 'nothing' },
  },
  {
    name: 'Bad request',
    about: 'Write a post and forget its body.',
    method: 'post',
    target: '/posts',
    options: { json: { title: 'Hello' } },
    promise: { seen: [400], gets: 'StatusError' },
  },
  {
    name: 'Unauthorized',
    about: 'Ask for private data and do not say who you are.',
    method: 'get',
    target: '/private-data',
    promise: { seen: [401], gets: 'StatusError' },
  },
  {
    name: 'Forbidden',
    about: 'Delete what you may not delete.',
    method: 'delete',
    target: '/admin/users',
    promise: { seen: [403], gets: 'StatusError' },
  },
  {
    name: 'Not found',
    about: 'Ask for a user who does not exist.',
    method: 'get',
    target: '/users/99999',
    promise: { seen: [404], gets: 'StatusError' },
  },
  {
    name: 'Conflict',
    about: 'Choose a user name that somebody else has.',
    method: 'post',
    target: '/users',
    options: { json: { username: 'octocat' } },
    promise: { seen: [409], gets: 'StatusError' },
  },
  {
    name: 'Rate limited',
    about: 'One request in two seconds is allowed, and one has just been sent.',
    method: 'get',
    target: '/limited?n=1&window=2',
    twice: true,
    promise: { seen: [429, 200], gets: 'value', has: { used: 1 } },
  },
  {
    name: 'Server error',
    about: 'Ask for what always breaks.',
    method: 'get',
    target: '/error',
    promise: { seen: [500, 500, 500], gets: 'StatusError' },
  },
  {
    name: 'Bad gateway',
    about: 'Ask through a gateway that fails two times of three.',
    method: 'get',
    target: '/flaky',
    promise: { seen: [502, 502, 200], gets: 'value', has: { works: true } },
  },
  {
    name: 'Unavailable',
    about: 'Ask while the server is under maintenance, for a second.',
    method: 'get',
    target: '/maintenance?seconds=1',
    promise: { seen: [503, 200], gets: 'value', has: { works: true } },
  },
  {
    name: 'Time-out',
    about: 'Ask for what takes five seconds, with 0.3 s for each attempt.',
    method: 'get',
    target: '/slow?ms=5000',
    options: { attemptMs: 300 },
    promise: { seen: ['attempt-timeout', 'attempt-timeout', 'attempt-timeout'], gets: 'TimeoutError' },
  },
  {
    name: 'Connection refused',
    about: 'Ask where nobody listens.',
    method: 'get',
    target: CLOSED_PORT,
    promise: { seen: ['refused', 'refused', 'refused'], gets: 'WireError' },
  },
]
