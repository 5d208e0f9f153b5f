// Promised: every page of the patient's and of the account is sound for axe in both languages at 320 px, breaks no rule of
// the policy and runs over no edge; and the first view is light.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { launchBrowser } from '../browser.ts'
import { breaches, findings, type Look, newPerson, newVisitor, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Somebody who reads in this language, with an answer that is there. */
const readers = { en: 'Margaret Fairweather', fr: 'Chloé Montclair' } as const
const looks: Look[] = [
  { language: 'en', theme: 'light', width: 320 },
  { language: 'fr', theme: 'dark', width: 320 },
]

async function expectSound(page: Page, what: string): Promise<void> {
  await page.locator('.loading').waitFor({ state: 'detached' })
  expect([what, await findings(page)]).toEqual([what, []])
  expect([what, await overflow(page)]).toEqual([what, 0])
  expect(breaches(page)).toEqual([])
}

describe.each(looks)('$language, $theme', (look) => {
  test('what anybody sees', async () => {
    const page = await newVisitor(browser, look)
    for (const path of ['/sign-in', '/sign-in?left', '/join', '/set-up', '/nowhere']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectSound(page, path)
    }
  })

  test('what a patient sees', async () => {
    const page = await newPerson(browser, readers[look.language ?? 'en'], look)
    const home = await homeOf(page)
    for (const path of ['', '/write', '/drafts', '/conversations/nothing', '/access-log', '/texts']) {
      await page.goto(home + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectSound(page, path)
    }

    await page.goto(home)
    await page.locator('.list-title a').first().click()
    await page.locator('.letter').first().waitFor()
    await expectSound(page, 'conversation')

    await page.goto(`${home}/write`)
    await page.locator('.choice-label').first().click()
    await page.locator('form button[type=submit]').click()
    await page.locator('#message-text').waitFor()
    await expectSound(page, 'message')
    await page.locator('form button[type=submit]').click()
    await page.getByRole('alert').waitFor()
    await expectSound(page, 'message, refused')
    await page.locator('#message-text').fill('Abc')
    await page.locator('form button[type=submit]').click()
    await page.locator('.summary-list').waitFor()
    await expectSound(page, 'check')
  })

  test('what the account shows', async () => {
    const page = await newPerson(browser, readers[look.language ?? 'en'], look)
    for (const path of ['', '/new-passkey', '/authenticator', '/recovery-codes', '/password']) {
      await page.goto(`/account${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectSound(page, `/account${path}`)
    }
  })
})

/** The first clinic's home; somebody with two clinics is asked first. */
async function homeOf(page: Page): Promise<string> {
  if (!page.url().includes('/p/')) {
    await page.locator('.list-title a').first().click()
    await page.waitForURL('**/p/*')
  }
  return page.url()
}

test('the first view loads no more script than its limit', async () => {
  const page = await newPerson(browser, 'Daniel Thistledown')
  await page.reload()
  await page.getByRole('heading', { name: 'Conversations' }).waitFor()
  const scripts = await page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
    return loaded.filter((name) => name.endsWith('.js'))
  })
  expect(scripts.length).toBeGreaterThan(3)
  const sizes = await Promise.all(scripts.map(gzippedBytes))
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(limits.firstViewScriptBytes)
})

/** What a browser that takes gzip is sent. */
async function gzippedBytes(url: string): Promise<number> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  await response.arrayBuffer()
  return Number(response.headers.get('content-length') ?? Infinity)
}
