/** Somebody in the lab's directory of users. */
export interface User {
  readonly id: number
  readonly username: string
  readonly name: string
}

/** Something written by a visitor. */
export interface Post {
  readonly id: number
  readonly title: string
  readonly body: string
}

/** All that the lab remembers of one visitor. The exercises change it; times are milliseconds of the lab's clock. */
export interface Visitor {
  /** By user name in lower case: names differ by more than their letter case. */
  readonly users: Map<string, User>
  readonly posts: Map<number, Post>
  nextUserId: number
  nextPostId: number
  /** The rate limit's current window. */
  readonly limit: { used: number; untilMs: number }
  /** How many requests the flaky gateway has seen since it last worked. */
  flakyFailures: number
  /** When the maintenance ends; null while none is under way. */
  maintenanceUntilMs: number | null
}

/** The visitors of one lab, the longest unseen forgotten first. */
export interface Visitors {
  /** The visitor's state; made on the first visit. `''` is the visitor whom all requests without a name share. */
  visit(name: string): Visitor
  /** Forgets what the visitor did. */
  reset(name: string): void
  readonly size: number
}

/** Where a request goes: whose state, and which exercise. */
export interface Address {
  /** null when the path names nobody; unchecked otherwise. */
  readonly name: string | null
  /** `/v/ada`, or '' without a name: what every Location begins with. */
  readonly prefix: string
  /** The exercise's own path, without the prefix. */
  readonly path: string
}

const VISITOR_LIMIT = 2000
const MADE_LIMIT = 20
const VISITOR_NAME = /^[A-Za-z0-9._-]{1,64}$/

function newVisitor(): Visitor {
  return {
    users: new Map([
      ['octocat', { id: 1, username: 'octocat', name: 'The Octocat' }],
      ['monalisa', { id: 5, username: 'monalisa', name: 'Mona Lisa' }],
    ]),
    posts: new Map([
      [1, { id: 1, title: 'What a status code says', body: 'Read the number before you read the body.' }],
    ]),
    nextUserId: 6,
    nextPostId: 2,
    limit: { used: 0, untilMs: Number.NEGATIVE_INFINITY },
    flakyFailures: 0,
    maintenanceUntilMs: null,
  }
}

/** @param limit how many visitors are remembered at most; default 2,000 */
export function createVisitors(limit: number = VISITOR_LIMIT): Visitors {
  // A Map keeps the order of insertion, so the first key is the least recently seen.
  const seen = new Map<string, Visitor>()
  return {
    visit(name) {
      const visitor = seen.get(name) ?? newVisitor()
      seen.delete(name)
      seen.set(name, visitor)
      const [oldest] = seen.keys()
      if (seen.size > limit && oldest !== undefined) seen.delete(oldest)
      return visitor
    },
    reset(name) {
      seen.delete(name)
    },
    get size() {
      return seen.size
    },
  }
}

/** Is this a name that a visitor may have: 1 to 64 letters, digits, `-`, `_` or `.`? */
export function isVisitorName(name: string): boolean {
  return VISITOR_NAME.test(name)
}

/** Takes `/v/<name>/rest` apart; a path without it belongs to the shared visitor. */
export function addressOf(pathname: string): Address {
  const [, first, name = '', ...rest] = pathname.split('/')
  if (first !== 'v') return { name: null, prefix: '', path: pathname }
  return { name, prefix: `/v/${name}`, path: `/${rest.join('/')}` }
}

/** Adds a post; past 20 of the visitor's own, the oldest of them is forgotten. */
export function addPost(visitor: Visitor, title: string, body: string): Post {
  const post = { id: visitor.nextPostId++, title, body }
  visitor.posts.set(post.id, post)
  const oldest = post.id - MADE_LIMIT
  if (oldest > 1) visitor.posts.delete(oldest)
  return post
}

/** Adds a user; past 20 of the visitor's own, the oldest of them is forgotten. */
export function addUser(visitor: Visitor, username: string): User {
  const user = { id: visitor.nextUserId++, username, name: username }
  visitor.users.set(username.toLowerCase(), user)
  const forgotten = findUser(visitor, String(user.id - MADE_LIMIT))
  if (forgotten && forgotten.id > 5) visitor.users.delete(forgotten.username.toLowerCase())
  return user
}

/** The user with this user name or id. */
export function findUser(visitor: Visitor, who: string): User | undefined {
  return visitor.users.get(who.toLowerCase()) ?? [...visitor.users.values()].find(user => String(user.id) === who)
}
