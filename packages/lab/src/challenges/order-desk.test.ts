import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EntryParts, entries } from '../../test/evidence.ts'
import { orderDesk, ordersIn, outcomeSeen } from './order-desk.ts'

const post = (key?: string): EntryParts => ({
  method: 'POST',
  target: '/orders',
  fields: key === undefined ? [] : [['Idempotency-Key', key]],
})
const get = (query = ''): EntryParts => ({ target: `/orders${query}` })

const answer = (parts: EntryParts, ...before: EntryParts[]) => {
  const { method = 'GET', target = '', fields = [] } = parts
  return orderDesk({ origin: 'a', method, path: target, fields }, entries(...before))
}

test('each POST makes an order, but one with a key that was there before', () => {
  assert.equal(ordersIn(entries(get(), post(), post())).length, 2)
  assert.equal(ordersIn(entries(post('x'), post('x'), get())).length, 1)
  assert.equal(ordersIn(entries(post('x'), post('y'), post())).length, 3)
})

test('the first order is answered with a 503, the same again with where it is', () => {
  assert.equal(answer(post('x'), get())?.status, 503)
  const again = answer(post('{a}/x'), post('{a}/x'))
  assert.deepEqual([again?.status, again?.fields], [201, { location: '{prefix}/orders?key=%7Ba%7D%2Fx' }])
  assert.deepEqual(again?.body, { json: { number: 1, item: 'chair' } })
  assert.deepEqual(answer(post(), post())?.body, { json: { number: 2, item: 'chair' } })
})

test('the list has what was ordered by then', () => {
  const list = (...numbers: number[]) => ({ json: { orders: numbers.map(number => ({ number, item: 'chair' })) } })
  assert.deepEqual(answer(get())?.body, list())
  assert.deepEqual(answer(get(), post('x'), post('y'))?.body, list(1, 2))
  assert.deepEqual(answer(get('?key=y'), post('x'), post('y'))?.body, list(2))
  assert.deepEqual(answer(get('?key=z'), post('x'))?.body, list())
  assert.equal(answer({ target: '/order' }), null)
  assert.equal(answer({ target: '//' }), null)
})

test('one knows of an order after looking for it, or after sending it again with its key', () => {
  assert.equal(outcomeSeen(entries(get(), post())), false)
  assert.equal(outcomeSeen(entries(post(), get())), true)
  assert.equal(outcomeSeen(entries(post('x'), get('?key=x'))), true)
  assert.equal(outcomeSeen(entries(post('x'), get('?key=y'))), false)
  assert.equal(outcomeSeen(entries(post('x'), post('x'))), true)
  assert.equal(outcomeSeen(entries(post(), post())), false)
})
