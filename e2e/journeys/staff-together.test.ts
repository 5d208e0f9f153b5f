// Promised: colleagues see each other before two of them answer; when two do, the second is told why and keeps every word; and
// what one said oneself can be taken back with a reason that stays.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { aLetter, go, newColleague, practice, sendNow, withoutLive } from './colleague.ts'
import { callAs, findings, membershipAt } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('who is here and who writes is seen before two people answer, and the second keeps every word', async () => {
  const conversationId = await aLetter('Priya Larkspur', { subject: 'Two at once', text: 'Is tea all right?' })
  const tomas = await newColleague(browser, 'Tomas Lindqvist')
  const sophie = await newColleague(browser, 'Sophie Tran')
  await withoutLive(sophie)
  await go(tomas, `conversations/${conversationId}`)
  await go(sophie, `conversations/${conversationId}`)
  await tomas.getByText('Sophie Tran is here too').waitFor()

  await sophie.getByLabel('Reply to Priya Larkspur').fill('Herbal tea is best for now.')
  await tomas.getByText('Sophie Tran is writing here').waitFor()
  expect(await findings(tomas)).toEqual([])
  await sophie.getByText(/^Saved to Drafts at/).waitFor()

  await tomas.getByLabel('Reply to Priya Larkspur').fill('Two cups a day are fine.')
  await sendNow(tomas)
  await tomas.getByText('The patient has not read this yet.').waitFor()

  await sophie.getByRole('button', { name: 'Send', exact: true }).click()
  await sophie.getByText('There is a new message. Yours was not sent yet.').waitFor()
  await sophie.getByText('Two cups a day are fine.').waitFor()
  expect(await findings(sophie)).toEqual([])
  expect(await sophie.getByLabel('Reply to Priya Larkspur').inputValue()).toBe('Herbal tea is best for now.')

  await sendNow(sophie)
  await sophie.locator('.letter').getByText('Herbal tea is best for now.').waitFor()
  await expect.poll(() => sophie.getByLabel('Reply to Priya Larkspur').inputValue()).toBe('')
})

test('of two who claim, the second is told whose it is', async () => {
  const conversationId = await aLetter('Priya Larkspur', { subject: 'Two claims', text: 'Which drops?' })
  const tomas = await newColleague(browser, 'Tomas Lindqvist')
  const sophie = await newColleague(browser, 'Sophie Tran')
  await withoutLive(sophie)
  await go(sophie, `conversations/${conversationId}`)
  await sophie.getByRole('button', { name: 'Claim' }).waitFor()
  await go(tomas, `conversations/${conversationId}`)
  await tomas.getByRole('button', { name: 'Claim' }).click()
  await tomas.getByText('With Tomas Lindqvist').waitFor()
  await sophie.getByRole('button', { name: 'Claim' }).click()
  await sophie.getByText('Tomas Lindqvist has this now.').waitFor()
  await sophie.getByText('With Tomas Lindqvist').waitFor()
  expect(await findings(sophie)).toEqual([])
})

test('one’s own message is withdrawn with a reason, and its trace stays', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'Taken back', text: 'How many drops?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  const base = `/api/as/${await membershipAt(page, practice)}/conversations/${conversationId}`
  await callAs(page, 'POST', `${base}/messages`, { messageId: uuidv7(), text: 'Take six.', attachmentIds: [] })
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: /^Withdraw your message/ }).click()
  await page.getByRole('button', { name: 'Withdraw the message' }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Write something here.' }).click()
  expect(await findings(page)).toEqual([])
  await page.keyboard.type('Wrong dose.')
  await page.getByRole('button', { name: 'Withdraw the message' }).click()
  await page.getByText(/^You withdrew this message on/).waitFor()
  await page.getByText('Why: Wrong dose.').waitFor()
  expect(await findings(page)).toEqual([])
})
