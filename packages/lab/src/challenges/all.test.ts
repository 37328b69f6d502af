import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { NAIVE } from '../../test/naive-programs.ts'
import type { Player } from '../../test/player.ts'
import { OTHER_WAYS, SOLUTIONS } from '../../test/solutions.ts'
import { checkAnswers } from '../script/check-script.ts'
import { verdictFaults } from '../script/verdict-sense.ts'
import { anchorLink } from '../suite/anchor-link.ts'
import { CHALLENGES } from './all.ts'
import { type Ending, openAttempt } from './attempt.ts'
import type { Challenge } from './challenge.ts'

function challengeOf(slug: string): Challenge {
  const found = CHALLENGES.find(each => each.slug === slug)
  assert.ok(found, slug)
  return found
}

/** Plays until it is decided, or gives up once the player has stopped for a while. */
async function played(challenge: Challenge, player: Player): Promise<Ending> {
  const stop = new AbortController()
  const attempt = await openAttempt(challenge, { limitMs: 30_000, signal: stop.signal })
  await player(attempt.url).catch(() => {})
  // Longer than the time that a solved challenge listens on.
  const timer = setTimeout(() => stop.abort(), 2500)
  const ending = await attempt.ending
  clearTimeout(timer)
  return ending
}

describe('a plain program solves', { concurrency: true }, () => {
  for (const challenge of CHALLENGES) {
    test(challenge.slug, async () => {
      const player = SOLUTIONS[challenge.slug]
      assert.ok(player)
      const { standing, why } = await played(challenge, player)
      assert.deepEqual([standing, why], [{ state: 'met', fault: null }, 'decided'])
    })
  }
  for (const [slug, way, player] of OTHER_WAYS) {
    test(`${slug}: ${way}`, async () => {
      const { standing, why } = await played(challengeOf(slug), player)
      assert.deepEqual([standing, why], [{ state: 'met', fault: null }, 'decided'])
    })
  }
})

describe('a naive program is told what is wrong', { concurrency: true }, () => {
  for (const [slug, way, player, sentence] of NAIVE) {
    test(`${slug}: ${way}`, async () => {
      const { standing } = await played(challengeOf(slug), player)
      assert.notEqual(standing.state, 'met')
      assert.match(standing.fault?.sentence ?? '', sentence)
    })
  }
  test('every challenge has a naive program', () => {
    const slugs = new Set(NAIVE.map(([slug]) => slug))
    assert.deepEqual(
      CHALLENGES.map(({ slug }) => slug).filter(slug => !slugs.has(slug)),
      [],
    )
  })
})

test('they are numbered from 1 to 12, with names of their own, from easy to hard', () => {
  const levels = ['easy', 'medium', 'hard']
  assert.deepEqual(
    CHALLENGES.map(({ number }) => number),
    Array.from({ length: 12 }, (_, at) => at + 1),
  )
  assert.equal(new Set(CHALLENGES.map(({ slug }) => slug)).size, 12)
  const places = CHALLENGES.map(({ level }) => levels.indexOf(level))
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  )
  for (const { slug, title } of CHALLENGES) {
    assert.match(slug, /^[a-z]+(-[a-z]+)*$/)
    assert.ok(title.length <= 24, title)
  }
})

for (const challenge of CHALLENGES) {
  test(`${challenge.slug} keeps to the language of scripts and to what a server can see`, () => {
    const { answers, verdict, anchors, goal, start } = challenge
    if (answers.length > 0) assert.deepEqual(checkAnswers(answers), [])
    assert.ok(answers.every(({ times }) => times !== undefined))
    const checks = verdict.filter(each => 'that' in each)
    assert.deepEqual(verdictFaults({ calls: [{ path: start.path }], verdict: checks } as never), [])
    assert.ok(checks.every(({ that }) => that !== 'result' && that !== 'elapsed'))
    for (const { otherwise } of verdict) assert.match(otherwise, /^[A-Z].*\.$/)
    assert.match(goal, /^[A-Z][^.]*\.$/)
    for (const anchor of anchors) assert.match(anchorLink(anchor), /^https:/)
  })
}
