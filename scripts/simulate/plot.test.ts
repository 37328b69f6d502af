import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { resultLike, resultsLike } from './invented.ts'
import { draw } from './plot.ts'
import { committed, plotPath } from './record.ts'

test('the committed plots are what the committed results give', () => {
  const results = committed()
  for (const result of results.results) {
    assert.equal(readFileSync(plotPath(result.id), 'utf8'), draw(result, results), result.id)
  }
})

test('a plot says in words what it shows', () => {
  const result = resultLike({})
  const svg = draw(result, resultsLike(result))
  assert.match(svg, /<title id="title">An outage<\/title>/)
  assert.match(
    svg,
    /<desc id="desc">It is &lt;gone>\. 100 calls begin in each second\.\nPlain &amp; simple: 1\.20 requests/,
  )
  assert.match(svg, />each sent 1\.20 times, 560 wasted</)
})

test('a plot knows dark pages and small ones, scales, and needs nothing from elsewhere', () => {
  const result = resultLike({})
  const svg = draw(result, resultsLike(result))
  assert.match(svg, /prefers-color-scheme: dark/)
  assert.match(svg, /max-width: 560px/)
  assert.match(svg, /viewBox="0 0 800 370" width="800" role="img"/)
  assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /http|url\(|<script|<image/)
})

test('seconds that are too high are cut off, and the panel says so', () => {
  const result = resultLike({})
  const svg = draw(result, resultsLike(result))
  assert.match(svg, />up to 700</)
  // The top of the plot is at 70 and its floor at 188; a second is 31.2 wide. The third stands as high as the plot.
  assert.match(svg, /<path class="sent" d="M52 188V164\.4H83\.2V164\.4H114\.4V70H145\.6V164\.4/)
  assert.doesNotMatch(draw(result, { ...resultsLike(result), callsPerSecond: 200 }), /up to/)
})

test('the spell is marked where there is one', () => {
  const result = resultLike({})
  assert.match(draw(result, resultsLike(result)), /<rect class="spell" x="145\.6" y="70" width="93\.6" height="118"\/>/)
  assert.doesNotMatch(draw(resultLike({ spellSeconds: null }), resultsLike(result)), /class="spell"|unwell/)
})
