// Promised: the patient's pages change without loading the document; the new page's heading takes focus at the top, and
// going back returns to where the reader was.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let browser: Browser
let page: Page

beforeAll(async () => {
  site = await openSite({ script: 'router-page.ts' })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(`${site.url}/script`)
  await heading('Home')
  await page.evaluate(() => {
    window.name = 'the same document'
  })
  return async () => {
    await page.close()
  }
})

async function heading(name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
const focused = () => page.evaluate(() => document.activeElement?.textContent)
const isSameDocument = () => page.evaluate(() => window.name === 'the same document')

test('the first page leaves focus at the start of the document', async () => {
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
  expect(await page.title()).toBe('Home – Threadwell')
})

test('a link shows the new page from its top, with focus on its heading and its own title', async () => {
  await page.getByRole('link', { name: 'To the item' }).click()
  await heading('Item a/b')
  expect(new URL(page.url()).pathname).toBe('/script/items/a%2Fb')
  expect(await focused()).toBe('Item a/b')
  expect(await page.title()).toBe('Item a/b – Threadwell')
  expect(await page.evaluate(() => scrollY)).toBe(0)
  expect(await isSameDocument()).toBe(true)
})

test('going back returns to where the reader was', async () => {
  const link = page.getByRole('link', { name: 'To the item' })
  await link.scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => scrollY)
  expect(before).toBeGreaterThan(500)
  await link.click()
  await heading('Item a/b')
  await page.goBack()
  await heading('Home')
  expect(await page.evaluate(() => scrollY)).toBe(before)
  expect(await focused()).toBe('Home')
  expect(await isSameDocument()).toBe(true)
})

test('a page that comes late is waited for, and its query is its own', async () => {
  await page.getByRole('button', { name: 'To the slow page' }).click()
  await page.getByText('Loading', { exact: true }).waitFor()
  await heading('Slow ?from=home')
  expect(await focused()).toBe('Slow ?from=home')
  expect(await page.evaluate(() => scrollY)).toBe(0)
})

test('an address that is none has a page too', async () => {
  await page.getByRole('link', { name: 'To nowhere' }).click()
  await heading('Nowhere')
})

test('a click with a modifier is left to the browser', async () => {
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'To the item' }).click({ modifiers: ['ControlOrMeta'] }),
  ])
  await opened.close()
  await heading('Home')
})
