import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Chance } from './chance.ts'

const first = (seed: number): number[] => {
  const chance = new Chance(seed)
  return Array.from({ length: 1_000 }, () => chance.whole(0, 9))
}

test('a seed says all that follows, and another seed something else', () => {
  assert.deepEqual(first(1), first(1))
  assert.notDeepEqual(first(1), first(2))
  assert.deepEqual(first(-1), first(2 ** 32 - 1))
})

test('every number within its bounds comes about as often as any other, and none beyond', () => {
  for (const seed of [0, 1, 2, 123_456_789]) {
    const times = first(seed).reduce<number[]>((counted, each) => {
      counted[each] = (counted[each] ?? 0) + 1
      return counted
    }, [])
    assert.equal(times.length, 10)
    for (const each of times) assert.ok(each > 60 && each < 140, times.join())
  }
})

test('one of a list is any of it; shuffled is all of it, in any order', () => {
  const chance = new Chance(1)
  const letters = ['a', 'b', 'c']
  const orders = new Set<string>()
  const picked = new Set<string>()
  for (let n = 0; n < 100; n++) {
    picked.add(chance.one(letters))
    orders.add(chance.shuffled(letters).join(''))
  }
  assert.deepEqual([...picked].sort(), letters)
  assert.deepEqual([...orders].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  assert.deepEqual(letters, ['a', 'b', 'c'])
  assert.deepEqual(chance.shuffled([]), [])
})
