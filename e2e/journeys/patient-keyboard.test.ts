// Promised: a message is written, checked and sent with the keyboard alone, and focus is always where the reader is.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Tabs on until the focus is on what is wanted; the way there is at most a page of controls. */
async function tabTo(page: Page, isWanted: (words: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if (isWanted(await focused(page))) {
      return
    }
  }
  throw new Error(`forty presses of Tab led to ${await focused(page)}`)
}

/** What the focus is on: an id, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.id || activeElement?.textContent || ''
  })
}

test('from home to the confirmation without a mouse', async () => {
  const page = await newPerson(browser, 'Daniel Thistledown')
  await tabTo(page, (words) => words === 'Write a message')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('What is your message about?')

  await tabTo(page, (words) => words === 'topic')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Your message')

  await tabTo(page, (words) => words === 'message-subject')
  await page.keyboard.type('By keyboard')
  await tabTo(page, (words) => words === 'Continue')
  await page.keyboard.press('Enter')
  // Nothing was written: the summary takes focus, and its entry leads to the field.
  await expect.poll(() => focused(page)).toContain('There is a problem')
  await tabTo(page, (words) => words === 'Write your message, or add a file.')
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('message-text')
  await page.keyboard.type('Every letter of this came from the keyboard.')
  await tabTo(page, (words) => words === 'Continue')
  await page.keyboard.press('Enter')

  await expect.poll(() => focused(page)).toBe('Check your message')
  await tabTo(page, (words) => words === 'Send message')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Your message was sent')
  expect(await page.title()).toBe('Your message was sent – Threadwell')
})
