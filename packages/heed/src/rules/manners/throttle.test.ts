import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededDice } from '../../../test/seeded-dice.ts'
import { refusalChance, refusesHere } from './throttle.ts'

const policy = { k: 2, windowMs: 30_000 }

test('nothing is refused while the server takes half, then more and more', () => {
  assert.equal(refusalChance(policy, 0, 0), 0)
  assert.equal(refusalChance(policy, 100, 100), 0)
  assert.equal(refusalChance(policy, 100, 50), 0)
  assert.equal(refusalChance(policy, 100, 25), 50 / 101)
  assert.equal(refusalChance(policy, 100, 0), 100 / 101)
})

test('the roll decides: below the chance is refused, at it is sent', () => {
  assert.equal(refusesHere(policy, 99, 0, 0.98), true)
  assert.equal(refusesHere(policy, 99, 0, 0.99), false)
  assert.equal(refusesHere(policy, 100, 50, 0), false)
})

const sums = fc.tuple(fc.nat(1e9), fc.nat(1e9)).map(([requests, part]) => [requests, part % (requests + 1)] as const)

test('it is a number from 0 to below 1, falls with what is taken and with k, and grows with what is refused', () => {
  const ks = fc.double({ min: 1, max: 100, noNaN: true })
  const property = fc.property(sums, ks, fc.nat(1e6), ([requests, accepts], k, more) => {
    const rule = { ...policy, k }
    const chance = refusalChance(rule, requests, accepts)
    assert.ok(chance >= 0 && chance < 1, String(chance))
    assert.ok(refusalChance(rule, requests, accepts + more) <= chance)
    assert.ok(refusalChance({ ...rule, k: k + more }, requests, accepts) <= chance)
    assert.ok(refusalChance(rule, requests + more, accepts) >= chance)
  })
  fc.assert(property, { numRuns: 1000 })
})

test('a server that takes every tenth of what is wanted is sent about twice what it takes', () => {
  const property = fc.property(fc.integer(), seed => {
    const roll = seededDice(seed)
    let wanted = 0
    let sent = 0
    let taken = 0
    for (let second = 0; second < 200; second++) {
      // A hundred are wanted, and the server takes the first ten that come.
      let room = 10
      for (let call = 0; call < 100; call++) {
        const refused = refusesHere(policy, wanted, taken, roll())
        wanted++
        if (refused) continue
        sent++
        if (room > 0) {
          room--
          taken++
        }
      }
    }
    assert.ok(taken >= 1900, `${taken} taken`)
    assert.ok(sent < 2.3 * taken, `${sent} sent for ${taken} taken`)
  })
  fc.assert(property, { numRuns: 20 })
})
