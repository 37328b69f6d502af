import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeClock } from '../testing/fake-clock.ts'
import { settle } from '../testing/settle.ts'
import { leadsOn } from './leads.ts'

test('nothing is ahead of the first request, and the first is ahead of its equals until it ends', async () => {
  const leads = leadsOn(fakeClock())
  assert.equal(leads.ahead('u', ''), null)
  const end = leads.lead('u', '')
  const ahead = leads.ahead('u', '')
  assert.ok(ahead instanceof Promise)
  assert.equal(leads.ahead('u', ''), ahead)
  assert.equal(leads.ahead('u', 'me'), null)
  assert.equal(leads.ahead('v', ''), null)
  let over = false
  void ahead.then(() => {
    over = true
  })
  await settle()
  assert.equal(over, false)
  end(true)
  await ahead
  assert.equal(leads.ahead('u', ''), null)
})

test('of several that lead, the first is the one that is waited for', async () => {
  const leads = leadsOn(fakeClock())
  const first = leads.lead('u', '')
  const second = leads.lead('u', '')
  const ahead = leads.ahead('u', '')
  second(true)
  assert.equal(leads.ahead('u', ''), ahead, 'the first still leads')
  first(true)
  first(true)
  await ahead
  const third = leads.lead('u', '')
  first(false)
  second(false)
  assert.notEqual(leads.ahead('u', ''), null, 'an end that comes twice ends nothing else')
  third(true)
})

test('where an answer could not be kept nobody waits for the next, for a minute', async () => {
  const clock = fakeClock()
  const leads = leadsOn(clock)
  const end = leads.lead('u', '')
  const ahead = leads.ahead('u', '')
  end(false)
  await ahead
  const next = leads.lead('u', '')
  leads.lead('v', '')
  assert.equal(leads.ahead('u', ''), null)
  assert.notEqual(leads.ahead('v', ''), null)
  await clock.advance(59_999)
  assert.equal(leads.ahead('u', ''), null)
  await clock.advance(1)
  assert.notEqual(leads.ahead('u', ''), null)
  next(true)
})

test('an answer that is kept clears that', () => {
  const leads = leadsOn(fakeClock())
  leads.lead('u', '')(false)
  leads.lead('u', '')(true)
  leads.lead('u', '')
  assert.notEqual(leads.ahead('u', ''), null)
})

test('beyond 1,000 such addresses the one noted longest ago is forgotten', () => {
  const leads = leadsOn(fakeClock())
  for (let at = 0; at < 1000; at++) leads.lead(`${at}`, '')(false)
  leads.lead('0', '')(false)
  leads.lead('more', '')(false)
  for (const url of ['0', '1', '2', 'more']) leads.lead(url, '')
  assert.deepEqual(
    ['0', '1', '2', 'more'].map(url => leads.ahead(url, '') === null),
    [true, false, true, true],
  )
})
