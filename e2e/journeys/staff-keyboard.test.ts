// Promised: with the keyboard alone a message is found, claimed, noted, answered, closed and filed; every key is on the sheet,
// and every act is found by its name.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, lastDone, moveTo, newColleague, row } from './colleague.ts'
import { breaches, findings, hasFocus, newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('from the list to the chart without a mouse', async () => {
  await aLetter('Ruth Applewood', { subject: 'Keys only', text: 'May I swim with the new patch?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Nurses' }).waitFor()
  await page.getByText('Keys only').waitFor()
  await moveTo(page, 'Keys only')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Ruth Applewood/ }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
  await page.keyboard.press('u')
  await hasFocus(row(page, 'Keys only').getByRole('link'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Ruth Applewood/ }).waitFor()

  await page.keyboard.press('c')
  await lastDone(page, 'You claimed this.').waitFor()
  await page.getByText('With Tomas Lindqvist').waitFor()
  await page.keyboard.press('z')
  await page.getByRole('button', { name: 'Claim' }).waitFor()
  await page.keyboard.press('c')
  await page.getByText('With Tomas Lindqvist').waitFor()

  await page.keyboard.press('n')
  await page.keyboard.type('Patch of last week: water is fine.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: 'Patch of last week' }).waitFor()

  await page.keyboard.press('r')
  await page.keyboard.type('Yes, you may swim. Pat it dry afterwards.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Your answer waits to go out')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await lastDone(page, 'Your message was sent to Ruth Applewood.').waitFor()
  await page.getByText('The patient has not read this yet.').waitFor()

  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: 'Close this conversation' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByText(/^Closed: Answered\./).waitFor()
  await page.getByText('In the chart', { exact: true }).waitFor({ timeout: 60_000 })
  expect(await findings(page)).toEqual([])
  expect(breaches(page)).toEqual([])

  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: 'Keys only' }).click()
  await patient.getByText('Yes, you may swim.').waitFor()
})

test('the sheet of keys and the list of acts are sound, and an act found by its name is done', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'By name', text: 'Can I cut it in half?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByRole('button', { name: 'Claim' }).waitFor()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await sheet.getByText('Close the conversation').waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'hidden' })

  await page.keyboard.press('Control+k')
  await page.keyboard.type('claim')
  await page.getByRole('menuitem', { name: /Claim/ }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByText('With Tomas Lindqvist').waitFor()
  expect(breaches(page)).toEqual([])
})

test('single keys can be turned off, and stay off', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Use single keys').click()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find what to do' }).waitFor()
  expect(await page.getByRole('dialog', { name: 'Keyboard' }).count()).toBe(0)
})
