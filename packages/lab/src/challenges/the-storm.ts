import type { Challenge, Rule } from './challenge.ts'
import { answeredWith, ITEMS, itemQuota, QUOTA } from './item-quota.ts'

const REFUSALS_MAX = 2

const fewRefusals: Rule = {
  look({ entries }) {
    const refused = answeredWith(entries, 429).length
    const lost = refused > REFUSALS_MAX
    return { holds: !lost, lost, seen: `answers with 429: ${refused}` }
  },
  otherwise: `The server had to refuse more than ${REFUSALS_MAX} times. RateLimit says in each answer how many more it takes, and for how long to pause when that is none.`,
}

const allFetched: Rule = {
  look({ entries }) {
    const fetched = new Set(answeredWith(entries, 200).map(({ target }) => target)).size
    return { holds: fetched === ITEMS, lost: false, seen: `items fetched: ${fetched} of ${ITEMS}` }
  },
  otherwise: `Not all of the ${ITEMS} items were fetched: an item that was refused is asked for again later.`,
}

const nothingTwice: Rule = {
  look({ entries }) {
    const served = answeredWith(entries, 200).map(({ target }) => target)
    const again = served.length - new Set(served).size
    return { holds: again === 0, lost: again > 0, seen: `items fetched again: ${again}` }
  },
  otherwise: 'An item was fetched twice. Each costs a piece of the quota, so keep what you have.',
}

export const theStorm: Challenge = {
  number: 12,
  slug: 'the-storm',
  title: 'The storm',
  level: 'hard',
  goal: `Fetch ${ITEMS} items, /items/1 to /items/${ITEMS}, from a server that takes ${QUOTA} a second, each once, and be refused with 429 no more than ${REFUSALS_MAX} times.`,
  given: [['Items', `{a}/items/1 to {a}/items/${ITEMS}`]],
  lesson:
    'A client that reads RateLimit paces itself: r is what is left, t the seconds until there is more. It need not be refused in order to learn how fast it may go.',
  hints: [
    'All at once is too fast, and one after the other without a pause is too fast as well. What do the fields of an answer say about the quota?',
    'RateLimit: "items";r=2;t=1 says: two more now, then wait a second. RateLimit-Policy tells the whole quota.',
    'One at a time: send, read r and t; when r is 0, wait t seconds before the next; on a 429 wait Retry-After and ask for the same item again.',
  ],
  codes: [429],
  anchors: ['RFC6585#4', 'draft-ietf-httpapi-ratelimit-headers#7'],
  start: { method: 'GET', path: '/items/1' },
  answers: [],
  answerFor: itemQuota,
  verdict: [fewRefusals, nothingTwice, allFetched],
}
