import type { Challenge, Rule } from './challenge.ts'
import { isPost, orderDesk, ordersIn, outcomeSeen } from './order-desk.ts'

const onlyOne: Rule = {
  look(log) {
    const made = ordersIn(log.entries).length
    return { holds: made === 1, lost: made > 1, seen: made === 0 ? 'no order was made' : `orders made: ${made}` }
  },
  otherwise:
    'More than one chair was ordered. A 503 to a POST does not say that nothing happened: the first order had been made.',
}

const known: Rule = {
  look(log) {
    const holds = outcomeSeen(log.entries)
    return { holds, lost: false, seen: holds ? 'your client knows about the order' : 'your client cannot know yet' }
  },
  otherwise:
    'Your client stopped at the 503 and does not know whether the chair was ordered: look with GET, or send the same Idempotency-Key again.',
}

const posted: Rule = {
  look(log) {
    const holds = log.entries.some(isPost)
    return { holds, lost: false, seen: holds ? 'an order came' : 'no order came' }
  },
  otherwise: 'No order has arrived: begin with a POST to the address above.',
}

export const createOnce: Challenge = {
  number: 5,
  slug: 'create-once',
  title: 'Create once',
  level: 'medium',
  goal: 'Order one chair with a POST whose answer is a 503, and find out whether it was ordered without ordering a second one.',
  given: [
    ['Look', 'GET {a}/orders lists the orders; ?key=... only the one with that Idempotency-Key'],
    ['Content', '{"item":"chair"}'],
  ],
  lesson:
    'A 5xx to a POST leaves open whether it took effect. Before it is sent again, look, or send an Idempotency-Key with both, so that the server knows them for the same.',
  hints: [
    'What if the server did all the work and only its answer went wrong?',
    'There are two ways: look at the list of orders before you send again, or make the second POST recognisable as the first.',
    'Send a value of your own in the Idempotency-Key field, and after the 503 the same POST with the same value; or GET the list and stop if the chair is in it.',
  ],
  codes: [503],
  anchors: ['RFC9110#9.2.2', 'draft-ietf-httpapi-idempotency-key-header#2'],
  start: { method: 'POST', path: '/orders' },
  answers: [],
  answerFor: orderDesk,
  verdict: [posted, onlyOne, known],
}
