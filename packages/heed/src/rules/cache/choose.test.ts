import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asking, dateAt, kept, keptPart } from '../../../test/cache/kept.ts'
import { choose } from './choose.ts'

test('only an answer to the same request fields counts (RFC 9111 section 4.1)', () => {
  const en = kept({ vary: 'Accept-Language' }, { varied: { 'accept-language': 'en, de' } })
  const none = kept({ vary: 'Accept-Language' }, { varied: { 'accept-language': null } })
  const chosen = (fields: Record<string, string>): unknown => choose(asking({ fields }), [en, none])
  assert.equal(chosen({ 'accept-language': 'en,de' }), en)
  assert.equal(chosen({ 'accept-language': 'DE ,  en' }), en)
  assert.equal(chosen({}), none)
  assert.equal(chosen({ 'accept-language': 'fr' }), null)
  const foo = kept({ vary: 'Foo' }, { varied: { foo: '1,2' } })
  assert.equal(choose(asking({ fields: { foo: ' 1, 2 ' } }), [foo]), foo)
  assert.equal(choose(asking({ fields: { foo: '2, 1' } }), [foo]), null)
})

test('of several the latest Date counts, and of equal ones the last written', () => {
  const old = kept({ date: dateAt(1) })
  const young = kept({ date: dateAt(2) })
  const same = kept({ date: dateAt(2) })
  assert.equal(choose(asking(), [old, young, same]), young)
  assert.equal(choose(asking(), [same, young, old]), same)
})

test('what cannot be read as a Date came when it came', () => {
  const undated = kept({ date: 'soon' })
  assert.equal(choose(asking(), [kept({ date: dateAt(-1) }), undated]), undated)
})

test('a newer part does not stand in for the whole', () => {
  const whole = kept({})
  assert.equal(choose(asking(), [keptPart(0, 4, 10, { date: dateAt(5) }), whole]), whole)
})
