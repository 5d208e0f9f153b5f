// Promised: with the keyboard alone a message is found, claimed, answered, closed and filed; colleagues see each other before
// two of them answer, and nothing typed is lost when they do; new work appears by itself.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, moveTo, newColleague, withoutLive, write } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('with the keyboard alone a message is claimed, answered, closed and filed, and the note stays inside', async () => {
  await aLetter(browser, 'Ruth Applewood', { subject: 'Keys only', text: 'May I swim with the new patch?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Nurses' }).waitFor()
  await page.getByText('Keys only').waitFor()
  await moveTo(page, 'Keys only')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Ruth Applewood/ }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)

  await page.keyboard.press('c')
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
  await page.getByText('Your message was sent to Ruth Applewood.').first().waitFor()
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
  expect(await patient.getByRole('main').innerText()).not.toContain('water is fine')
})

test('what was closed is opened again with one key, and closed again the same way', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'Undo', text: 'Never mind, found it.' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByText('Choose how it ended.').waitFor()
  await page.getByText('Nothing to do', { exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByText(/^Closed: Nothing to do\./).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Close…', exact: true }).waitFor()
})

test('who is here and who writes is seen before two people answer, and the second keeps every word', async () => {
  const conversationId = await aLetter(browser, 'Priya Larkspur', { subject: 'Two at once', text: 'Is tea all right?' })
  const tomas = await newColleague(browser, 'Tomas Lindqvist')
  const sophie = await newColleague(browser, 'Sophie Tran')
  await withoutLive(sophie)
  await go(tomas, `conversations/${conversationId}`)
  await go(sophie, `conversations/${conversationId}`)
  await tomas.getByText('Sophie Tran is here too').waitFor()

  await sophie.getByLabel('Reply to Priya Larkspur').fill('Herbal tea is best for now.')
  await tomas.getByText('Sophie Tran is writing here').waitFor()
  await sophie.getByText(/^Saved to Drafts at/).waitFor()

  await tomas.getByLabel('Reply to Priya Larkspur').fill('Two cups a day are fine.')
  await tomas.getByRole('button', { name: 'Send', exact: true }).click()
  await tomas.getByText('The patient has not read this yet.').waitFor()

  await sophie.getByRole('button', { name: 'Send', exact: true }).click()
  await sophie.getByText('There is a new message. Yours was not sent yet.').waitFor()
  await sophie.getByText('Two cups a day are fine.').waitFor()
  expect(await sophie.getByLabel('Reply to Priya Larkspur').inputValue()).toBe('Herbal tea is best for now.')

  await sophie.getByRole('button', { name: 'Send', exact: true }).click()
  await sophie.locator('.letter').getByText('Herbal tea is best for now.').waitFor()
  expect(await sophie.getByLabel('Reply to Priya Larkspur').inputValue()).toBe('')
})

test('of two who claim, the second is told whose it is', async () => {
  const conversationId = await aLetter(browser, 'Priya Larkspur', { subject: 'Two claims', text: 'Which drops?' })
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
})

test('a new message appears in the queue by itself, is counted, and is said politely', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Nurses' }).waitFor()
  await page.locator('.queue-row').first().waitFor()
  // The stream is open before somebody writes.
  await page.waitForTimeout(1_000)
  const patient = await newPerson(browser, 'Ruth Applewood')
  await write(patient, { subject: 'Out of the blue', text: 'One more question.' })
  await page.locator('.queue-row').filter({ hasText: 'Out of the blue' }).waitFor()
  await page.getByText(/1 new message in Nurses/).waitFor({ state: 'attached' })
})

test('a task is given to a colleague by typing their name', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'For Sophie', text: 'My thyroid pill?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: 'Assign…' }).waitFor()
  await page.keyboard.press('a')
  await page.getByRole('menuitem', { name: /Sophie Tran/ }).waitFor()
  await page.keyboard.type('soph')
  await page.keyboard.press('Enter')
  await page.getByText('For Sophie Tran, not claimed yet').waitFor()
  expect(breaches(page)).toEqual([])

  const sophie = await newColleague(browser, 'Sophie Tran')
  await sophie.locator('.queue-row').filter({ hasText: 'For Sophie' }).waitFor()
})

test('a patient who was reached another way is ticked off with how it went', async () => {
  const page = await newColleague(browser, 'Sophie Tran')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await page.getByRole('link', { name: /Walter Winterbourne/ }).click()
  await page.getByRole('button', { name: 'Left a message' }).click()
  await page.getByText('Done: Left a message').first().waitFor()
  expect(await page.getByRole('button', { name: 'Left a message' }).count()).toBe(0)
})

test('one’s own message is withdrawn with a reason, and its trace stays', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'Taken back', text: 'How many drops?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  const base = `/api/as/${await membershipAt(page, 'Maple Street Family Practice')}/conversations/${conversationId}`
  await callAs(page, 'POST', `${base}/messages`, {
    messageId: crypto.randomUUID(),
    text: 'Take six.',
    attachmentIds: [],
  })
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: /^Withdraw your message/ }).click()
  await page.getByRole('button', { name: 'Withdraw the message' }).click()
  await page.getByText('Write something here.').waitFor()
  await page.getByLabel('Why do you withdraw it?').fill('Wrong dose.')
  await page.getByRole('button', { name: 'Withdraw the message' }).click()
  await page.getByText(/^You withdrew this message on/).waitFor()
  await page.getByText('Why: Wrong dose.').waitFor()
})
