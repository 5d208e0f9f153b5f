// Promised: what the nightly check found is on every page of the administrator, who gives it to somebody without seeing a word
// of it. No page and no call makes such a thing, so it is made by hand in the database.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { byHand } from './by-hand.ts'
import { aLetter, newColleague, row } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('an administrator finds what no one would act on, and gives it to a nurse, who has it in their work', async () => {
  const subject = 'A rash that no one would see'
  const conversationId = await aLetter('Ruth Applewood', { subject, text: 'It began on Monday.' })
  await byHand(
    `with lost as (update tasks set escalate_at = null where conversation_id = $1 returning practice_id, conversation_id)
      insert into orphans (practice_id, id, kind, conversation_id, found_at)
      select practice_id, priv.time_ordered_id(), 'no-alarm', conversation_id, now() from lost`,
    conversationId,
  )
  const page = await newColleague(browser, 'Adele Marchand', { width: 320 })
  const banner = page.getByRole('region', { name: 'Some work has no one' })
  await banner.getByText('One item waits, and no one would act on it.').waitFor()
  await banner.getByRole('link', { name: 'See it and give it to someone' }).click()
  await page.getByRole('heading', { level: 1, name: 'Work that no one has' }).waitFor()
  await page.getByText('No one would be told that the answer is late.').waitFor()
  expect(await page.getByText(subject).count()).toBe(0)
  expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])

  await page.getByLabel('Who takes it?').selectOption({ label: 'Tomas Lindqvist' })
  await page.getByRole('button', { name: 'Give it' }).click()
  await page.getByText('There is none').waitFor()
  await banner.waitFor({ state: 'detached' })

  const nurse = await newColleague(browser, 'Tomas Lindqvist')
  await row(nurse, subject).waitFor()
})
