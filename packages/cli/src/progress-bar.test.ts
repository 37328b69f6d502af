import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Page } from './page.ts'
import { byteCount, progressLine, Rate } from './progress-bar.ts'

const page = (columns: number): Page => ({ columns, colour: false, breakWords: true })

test('bytes as people say them', () => {
  for (const [bytes, words] of [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [99_940, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [27_400_000, '27.4 MB'],
    [5e18, '5000 PB'],
  ] as const) {
    assert.equal(byteCount(bytes), words)
  }
})

test('a wide page shows all, a narrow one the most telling', () => {
  const progress = { heldBytes: 12_300_000, totalBytes: 27_400_000 }
  assert.equal(
    progressLine(progress, 3_200_000, page(80)),
    `  ${'━'.repeat(14)}${'─'.repeat(17)} 44 %  12.3 MB of 27.4 MB  3.2 MB/s  0:05 left`,
  )
  assert.match(progressLine(progress, 3_200_000, page(40)), /^ {2}━+─+ 44 % {2}12\.3 MB of 27\.4 MB$/)
  assert.match(progressLine(progress, 3_200_000, page(20)), /^ {2}━+─+ 44 %$/)
  assert.equal(progressLine({ heldBytes: 5_000, totalBytes: null }, 100, page(40)), '  5.0 kB  100 bytes/s')
  assert.match(progressLine({ heldBytes: 0, totalBytes: 40_000_000 }, 10_000, page(90)), /1:06:40 left$/)
})

test('no page is too narrow, and no line longer than it', () => {
  const bytes = fc.integer({ min: 0, max: 2 ** 50 })
  fc.assert(
    fc.property(
      bytes,
      fc.option(bytes),
      fc.option(bytes),
      fc.integer({ min: 20, max: 100 }),
      (held, total, rate, columns) => {
        const totalBytes = total === null ? null : held + total
        const line = progressLine({ heldBytes: held, totalBytes }, rate, page(columns))
        assert.ok(line.length < columns, line)
      },
    ),
  )
})

test('the rate is that of the last seconds, and begins anew with the download', () => {
  const rate = new Rate()
  assert.equal(rate.at(0, 0), null)
  assert.equal(rate.at(100, 1_000), null)
  assert.equal(rate.at(1_000, 10_000), 10_000)
  for (let atMs = 2_000; atMs <= 12_000; atMs += 1_000) rate.at(atMs, 10_000 + atMs)
  assert.equal(rate.at(13_000, 23_000), 1_000)
  assert.equal(rate.at(13_100, 5), null)
  assert.equal(rate.at(14_100, 1_005), 1_000)
})
