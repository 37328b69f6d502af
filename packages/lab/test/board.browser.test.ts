import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { writeBoard } from '../src/suite/board.ts'
import { boardReport, HOSTILE } from './board-report.ts'
import { noChromium, openChromium } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'heed-board-'))
const SHEET_IS_WIDE = '(sheet => sheet.scrollWidth > sheet.clientWidth)(document.querySelector("dialog"))'
const address = pathToFileURL(join(folder, 'index.html')).href
after(() => rmSync(folder, { recursive: true }))

describe('the board in a browser', { skip: noChromium }, () => {
  let browser: Browser
  before(async () => {
    writeBoard(boardReport, folder)
    browser = await openChromium()
  })
  after(() => browser?.close())

  /** Runs `use` on a page of its own, and sees that the browser complained of nothing. */
  async function withPage(hash: string, use: (page: Page) => Promise<void>, width = 1200): Promise<void> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, reducedMotion: 'reduce' })
    const complaints: string[] = []
    page.on('console', message => complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(String(error)))
    try {
      await page.goto(address + hash)
      await use(page)
      assert.deepEqual(complaints, [])
    } finally {
      await page.close()
    }
  }

  const cellOf = (page: Page, path: string) => page.locator(`#matrix a.cell[href^="#/${path}"]`)
  // Asked in the page: outside of it the address is known a little later.
  const hashOf = (page: Page): Promise<string> => page.evaluate<string>('location.hash')
  const widerThanPage = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')

  test('opens a cell by a click, and shows the exchange', () =>
    withPage('', async page => {
      await cellOf(page, 'first/waits').click()
      const cell = page.getByRole('dialog')
      await cell.getByRole('heading', { name: 'A 503 is tried again' }).waitFor()
      assert.equal(await hashOf(page), '#/first/waits')
      const text = (await cell.textContent()) ?? ''
      assert.match(text, /The caller did not get the report\./)
      assert.match(text, /The result is a success and has status 200\.\s*Seen: 2 requests\./)
      assert.match(text, /the server reset the connection/)
      assert.match(text, /the server fell silent, the client left after 900 ms/)
      assert.match(text, /no answer yet/)
      assert.match(text, /first 2 interim answers \(103\)/)
      const link = cell.getByRole('link', { name: 'RFC 9110 section 15.3.1' })
      assert.equal(await link.getAttribute('href'), 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.3.1')
      assert.equal(await cell.locator('svg .request').count(), 6)
      assert.match(
        (await cell.locator('svg[role="img"]').getAttribute('aria-label')) ?? '',
        /^Timeline: 6 requests on 2/,
      )
    }))

  test('arrows move between cells, Enter opens, Escape closes and gives the focus back', () =>
    withPage('', async page => {
      await cellOf(page, 'first/plain').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      assert.equal(await hashOf(page), '#/second/waits')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      assert.equal(await hashOf(page), '#/')
      const focused = await page.evaluate<string>('document.activeElement.getAttribute("href")')
      assert.equal(focused, '#/second/waits')
      assert.equal(await page.locator('#matrix a.cell[tabindex="0"]').count(), 1)
    }))

  test('opens from an address; an unknown one gets a sentence', () =>
    withPage('#/second/waits', async page => {
      const cell = page.getByRole('dialog')
      await cell.getByText('Not played: it asks for what this client cannot do (retries).').waitFor()
      await page.evaluate('location.hash = "#/nobody/waits"')
      await cell.getByText('This board has no client with the name nobody.').waitFor()
      await page.goBack()
      await cell.getByText('Not played').waitFor()
    }))

  test('filters by group, kind, code, words, client and failures, and keeps them in the address', () =>
    withPage('', async page => {
      const rows = page.locator('#matrix tbody tr:not(.group)')
      const shows = async (count: number, hash: string): Promise<void> => {
        assert.deepEqual([await rows.count(), await hashOf(page)], [count, hash])
      }
      await page.getByLabel('Group').selectOption('retry')
      await shows(2, '#/?group=retry')
      await page.getByLabel('Kind').selectOption('optional')
      await shows(1, '#/?group=retry&kind=optional')
      await page.getByLabel('Group').selectOption('')
      await page.getByLabel('Kind').selectOption('')
      await page.getByLabel('Code').fill('5')
      await shows(1, '#/?code=5')
      await page.getByLabel('Code').fill('')
      await page.getByLabel('Search').fill('CALLS many')
      await shows(1, '#/?words=CALLS+many')
      await page.getByLabel('Search').fill('')
      await page.getByLabel('Only failures').check()
      await shows(2, '#/?failures=1')
      await page.getByLabel('Client').selectOption('second')
      await shows(1, '#/?client=second&failures=1')
      await page.reload()
      await shows(1, '#/?client=second&failures=1')
      await page.getByLabel('Search').fill('nothing like it')
      await page.getByText('No scenario fits.').waitFor()
    }))

  test('groups fold and unfold, one by one and all', () =>
    withPage('', async page => {
      const rows = page.locator('#matrix tbody tr:not(.group)')
      const group = page.locator('button.group', { hasText: 'retry' })
      await group.click()
      assert.deepEqual([await rows.count(), await group.getAttribute('aria-expanded')], [2, 'false'])
      await page.getByRole('button', { name: 'Collapse all' }).click()
      assert.equal(await rows.count(), 0)
      await page.getByRole('button', { name: 'Expand all' }).click()
      assert.equal(await rows.count(), 4)
    }))

  test('two hundred requests and forty calls are drawn, and listed in two portions', () =>
    withPage('#/first/crowd', async page => {
      const cell = page.getByRole('dialog')
      await cell.locator('svg .request').first().waitFor()
      assert.equal(await cell.locator('svg .request').count(), 100)
      await cell.getByText('Left out here: 100 requests more.').waitFor()
      assert.equal(await cell.locator('.requests details').count(), 30)
      await cell.getByRole('button', { name: 'Show the other 70 requests' }).click()
      assert.equal(await cell.locator('.requests details').count(), 100)
      await cell.getByText('And 28 calls more: 28 with success, status 200.').waitFor()
    }))

  test('on a phone the page never scrolls sideways, whatever is open', () =>
    withPage(
      '',
      async page => {
        assert.equal(await widerThanPage(page), false)
        for (const path of ['first/waits', 'first/crowd', 'first/evil']) {
          await page.evaluate(`location.hash = "#/${path}"`)
          const cell = page.getByRole('dialog')
          await cell.locator('details').first().click()
          assert.equal(await widerThanPage(page), false, path)
          const wide = await page.evaluate<boolean>(SHEET_IS_WIDE)
          assert.equal(wide, false, path)
          await page.keyboard.press('Escape')
          await cell.waitFor({ state: 'hidden' })
        }
      },
      390,
    ))

  test('text that looks like markup stays text', () =>
    withPage('', async page => {
      const evil = await page.evaluate<string>('board.clients[2].file')
      await page.evaluate(`location.hash = "#/${evil}/evil"`)
      const cell = page.getByRole('dialog')
      await cell.locator('h2').waitFor()
      for (const details of await cell.locator('details').all()) await details.locator('summary').click()
      assert.equal(await cell.locator('h2').textContent(), HOSTILE)
      assert.ok(((await cell.textContent())?.match(/<img src=x onerror/g)?.length ?? 0) > 8)
      assert.equal(await page.locator('img').count(), 0)
      assert.equal(await page.locator('a[href^="javascript"]').count(), 0)
      assert.notEqual(await page.title(), 'hacked')
    }))
})
