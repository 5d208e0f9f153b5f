// Promised: whoever answers for an inbox says by a form when it is checked; a missed check stands on every page of its backup,
// and to look the inbox through is to check it, with no box to tick. The clock is real, so the missed time is entered by hand.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { byHand } from './by-hand.ts'
import { go, inLanguage, lastDone, newColleague } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  // Other journeys go on in the same clinic.
  await byHand('update check_rosters set is_on = false, look_at = null')
  await browser.close()
})

test('the owner of an inbox sets its times; a missed check alarms the backup, whose look through the list ends it', async () => {
  const page = await newColleague(browser, 'Sophie Tran', { width: 320, at: 'checks' })
  await page.getByRole('link', { name: 'Set times: Prescriptions' }).click()
  await page.getByRole('heading', { level: 1, name: 'When is Prescriptions checked?' }).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Add at least one time.').waitFor()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])

  await page.getByRole('button', { name: 'Add a time' }).click()
  await page.getByRole('button', { name: 'Add a time' }).click()
  const first = page.getByRole('group', { name: 'Check 1' })
  const second = page.getByRole('group', { name: 'Check 2' })
  await first.getByLabel('Time').fill('09:00')
  await first.getByLabel('Who checks').selectOption({ label: 'Sophie Tran' })
  await second.getByLabel('Time').fill('09:30')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('These checks are too close. Leave an hour between them.').waitFor()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  await second.getByLabel('Time').fill('14:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, 'The times were saved.').waitFor()
  await page.getByText(/^9:00.a\.m\. and 2:00.p\.m\. on Monday to Friday$/).waitFor()
  expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])

  const backup = await newColleague(browser, 'Dr. Amira Haddad')
  const alarm = backup.getByRole('region', { name: 'An inbox was not checked' })
  expect(await alarm.count()).toBe(0)
  await byHand(`with roster as (
      update check_rosters set on_since = now() - interval '2 days', looked_at = now(), look_at = now() returning *)
    insert into checks (practice_id, care_team_id, due_at, late_at)
    select practice_id, care_team_id, date_trunc('minute', now()) - interval '40 minutes',
      date_trunc('minute', now()) - interval '10 minutes' from roster`)
  // The worker finds it, and the page is told without being read again.
  await alarm.getByText('was missed').waitFor({ timeout: 60_000 })
  expect(await findings(backup)).toEqual([])
  await alarm.getByRole('link', { name: 'Look through it now: Prescriptions' }).click()
  const line = backup.locator('.check-line')
  await line.getByText(/Checked .* by Dr\. Amira Haddad\./).waitFor()
  await alarm.waitFor({ state: 'detached' })
  expect([await findings(backup), breaches(backup)]).toEqual([[], []])

  await go(page, 'checks')
  const rows = page.getByRole('table', { name: 'Last checks' }).getByRole('row')
  await rows.filter({ hasText: 'Done late' }).getByText('Dr. Amira Haddad').first().waitFor()
  await inLanguage(page, 'fr', async () => {
    await go(page, 'checks')
    await page.getByRole('heading', { level: 1, name: 'Vérification des boîtes' }).waitFor()
    await page.getByText('Faite en retard').waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  })
})

test('a colleague sees the times of every inbox, and changes none', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor', { at: 'checks' })
  await page.getByRole('link', { name: 'Set times: Front desk' }).waitFor()
  expect(await page.getByRole('link', { name: /: Nurses/ }).count()).toBe(0)
})
