// Promised: what owner and backup were told and did not do comes before the administrators, who see whose it is and not a word
// of it; and it is in the list of whoever owns the inbox. Days pass by hand in the database.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { byHand } from './by-hand.ts'
import { aLetter, go, newColleague } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const pictures = process.env['PICTURES']

test('an administrator learns what is very late, and its inbox’s owner opens it from the list of what is late', async () => {
  const subject = 'A cough that no one answered'
  const conversationId = await aLetter('Ruth Applewood', { subject, text: 'It keeps me awake.' })
  await byHand(
    `update tasks set due_at = now() - interval '3 days', escalation_level = 2, escalate_at = now(),
        escalated_at = now() - interval '1 day', escalated_to_id = i.backup_id
      from care_teams i where i.practice_id = tasks.practice_id and i.id = tasks.care_team_id and conversation_id = $1`,
    conversationId,
  )
  const page = await newColleague(browser, 'Adele Marchand', { width: 320 })
  const banner = page.getByRole('region', { name: 'Some answers are very late' })
  const late = page
    .getByRole('row')
    .filter({ hasText: 'Ruth Applewood' })
    .filter({ hasText: 'Last step: the administrators' })
  await expect
    .poll(
      async () => {
        await go(page, 'late')
        await page.getByRole('table').or(page.getByText('Nothing is late')).first().waitFor()
        return late.isVisible()
      },
      { timeout: 100_000, interval: 3_000 },
    )
    .toBe(true)
  await late.getByText('Before that:').waitFor()
  await go(page, 'patients')
  await banner.getByRole('link', { name: 'See what is late' }).click()
  await page.getByRole('heading', { level: 1, name: 'Late' }).waitFor()
  await late.waitFor()
  expect(await page.getByText(subject).count()).toBe(0)
  expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])
  if (pictures !== undefined) {
    await page.screenshot({ path: join(pictures, 'late-320.png'), fullPage: true })
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.screenshot({ path: join(pictures, 'late-1280.png'), fullPage: true })
  }

  const owner = await newColleague(browser, 'Tomas Lindqvist')
  await owner.getByRole('link', { name: 'Late', exact: true }).click()
  await owner.getByRole('heading', { level: 1, name: 'Late' }).waitFor()
  await owner.locator(`tr a[href*="${conversationId}"]`).click()
  await owner.getByText('It keeps me awake.').first().waitFor()
})
