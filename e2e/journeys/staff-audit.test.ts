// Promised: whoever looks outside their inboxes says why, the privacy officer sees it and reviews it, and can tell who did what.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { go, inLanguage, newColleague, openCard } from './colleague.ts'
import { breaches, findings } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a stated reason is asked for, is flagged in the log, and is reviewed', async () => {
  const nurse = await newColleague(browser, 'Tomas Lindqvist')
  await openCard(nurse, 'Jean-Guy Beausoleil')
  await nurse.getByRole('button', { name: 'Look outside your inboxes' }).click()
  await nurse.getByRole('button', { name: 'Look with this reason' }).click()
  await nurse.getByRole('alert').getByRole('link', { name: 'Write something here.' }).click()
  expect(await findings(nurse)).toEqual([])
  // The summary led to the one answer that was missing.
  await nurse.keyboard.type('He called about his renewal.')
  await nurse.getByRole('button', { name: 'Look with this reason' }).click()
  await nurse.getByText(/^You can see all conversations of this patient until/).waitFor()
  await nurse
    .getByRole('table', { name: 'Conversations' })
    .getByRole('link', { name: /^Prescription renewal/ })
    .click()
  await nurse.getByRole('heading', { level: 1, name: /^Jean-Guy Beausoleil/ }).waitFor()

  const officer = await newColleague(browser, 'Yves Tremblay')
  await inLanguage(officer, 'en', async () => {
    await go(officer, 'audit')
    const row = officer
      .getByRole('table', { name: 'Stated reasons' })
      .getByRole('row', { name: /He called about his renewal/ })
    await row.getByText('Tomas Lindqvist, nurse').waitFor()
    await row.getByRole('button', { name: 'Mark as reviewed' }).click()
    await row.waitFor({ state: 'detached' })
    await officer.getByLabel('Only those to review').setChecked(false, { force: true })
    await row.getByText(/^By Yves Tremblay/).waitFor()

    await officer.getByLabel('Who did it').selectOption({ label: 'Tomas Lindqvist, nurse' })
    await officer.getByLabel('What was done').selectOption({ label: 'Stated a reason to look' })
    await officer.getByText('1 event', { exact: true }).waitFor()
    await officer.getByRole('button', { name: 'Any patient' }).click()
    await officer.keyboard.type('winterb')
    await officer.getByRole('menuitem', { name: /Walter Winterbourne/ }).click()
    await officer.getByRole('heading', { name: 'Nothing found' }).waitFor()
    await officer.getByRole('button', { name: 'Clear' }).click()
    await officer.getByText(/^The newest 50 events/).waitFor()
    expect(await findings(officer)).toEqual([])
    expect(breaches(officer)).toEqual([])
  })
})

test('an administrator sees whether the log is whole, and not what is in it', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'audit' })
  await page.getByText('Whole. Nothing was changed.').waitFor()
  await page.getByText('You see counts.').waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
})

test('office staff find the card, and are not asked for a reason that would not be enough', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await openCard(page, 'Jean-Guy Beausoleil')
  await page.getByRole('button', { name: 'Make a new code' }).or(page.getByText('Signed up')).first().waitFor()
  expect(await page.getByRole('button', { name: 'Look outside your inboxes' }).count()).toBe(0)
})
