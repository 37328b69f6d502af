import type { KeptScript } from './visits/kept-script.ts'
import { createVisitorLog, type VisitorLog } from './watch/visitor-log.ts'

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
  /** How often each answer of `/status/...` was given, by path and query. */
  readonly used: Map<string, number[]>
  /** Scripts of the visitor's own, by name. */
  readonly scripts: Map<string, KeptScript>
  readonly log: VisitorLog
  /** Requests that are not answered yet. */
  readonly underWay: { count: number }
}

/** The visitors of one lab, the longest unseen forgotten first. */
export interface Visitors {
  /** The visitor's state; made on the first visit. `''` is the visitor whom all requests without a name share. */
  visit(name: string): Visitor
  /** Forgets what the visitor did, but for the wire log and the scripts, which begin again. */
  reset(name: string): void
  /** Is this still the state that the name stands for? */
  remembers(name: string, visitor: Visitor): boolean
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
const FORGOTTEN_AFTER_MS = 30 * 60 * 1000
const MADE_LIMIT = 20
const VISITOR_NAME = /^[A-Za-z0-9._-]{1,64}$/

type Kept = Pick<Visitor, 'scripts' | 'log' | 'underWay'>

function newVisitor({ scripts, log, underWay }: Kept): Visitor {
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
    used: new Map(),
    scripts,
    log,
    underWay,
  }
}

const nothingKept = (): Kept => ({ scripts: new Map(), log: createVisitorLog(), underWay: { count: 0 } })

/** How visitors are remembered. */
export interface VisitorsOptions {
  /** How many at most; default 2,000. */
  readonly limit?: number
  /** Milliseconds of the lab's clock. */
  readonly now: () => number
}

interface Seen {
  visitor: Visitor
  lastMs: number
}

export function createVisitors({ limit = VISITOR_LIMIT, now }: VisitorsOptions): Visitors {
  // A Map keeps the order of insertion, so the first key is the least recently seen.
  const seen = new Map<string, Seen>()
  const forget = (nowMs: number): void => {
    for (const [name, { lastMs }] of seen) {
      if (seen.size <= limit && nowMs - lastMs < FORGOTTEN_AFTER_MS) return
      seen.delete(name)
    }
  }
  return {
    visit(name) {
      const lastMs = now()
      forget(lastMs)
      const found = seen.get(name) ?? { visitor: newVisitor(nothingKept()), lastMs }
      found.lastMs = lastMs
      seen.delete(name)
      seen.set(name, found)
      forget(lastMs)
      return found.visitor
    },
    reset(name) {
      const found = seen.get(name)
      if (found === undefined) return
      found.visitor = newVisitor(found.visitor)
      for (const script of found.visitor.scripts.values()) script.used.fill(0)
    },
    remembers: (name, visitor) => seen.get(name)?.visitor.log === visitor.log,
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
