// Promised: work is claimed, given back, given to somebody and hurried, each with a way back where there is one; it moves from
// what is to be done to what was answered to what is closed; and new work appears by itself and is said.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, row, sendNow, write } from './colleague.ts'
import { breaches, findings, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const pictures = process.env['PICTURES']
async function look(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) {
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  }
}

test('a message is claimed, returned and hurried, and each of these is taken back', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'Whose is it', text: 'Which cream?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await go(page, `conversations/${conversationId}`)
  await page.getByText('No one yet').waitFor()
  await page.getByRole('button', { name: 'Claim' }).click()
  await lastDone(page, 'You claimed this.').waitFor()
  await page.getByText('With Tomas Lindqvist').waitFor()

  await page.getByRole('button', { name: 'Return to the inbox' }).click()
  await lastDone(page, 'You returned this to the inbox.').waitFor()
  await page.getByText('No one yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('With Tomas Lindqvist').waitFor()

  await page.getByRole('button', { name: 'Make urgent' }).click()
  await lastDone(page, 'This is now urgent.').waitFor()
  await page.getByText('Urgent', { exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Routine', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Make urgent' }).waitFor()
  expect(breaches(page)).toEqual([])
})

test('a task is given to a colleague by typing their name, and back to the inbox by typing its name', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'For Sophie', text: 'My thyroid pill?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: 'Assign…' }).waitFor()
  await page.keyboard.press('a')
  await page.keyboard.type('soph')
  await page.getByRole('menuitem', { name: /Sophie Tran/ }).waitFor()
  await page.getByRole('menuitem', { name: /Marc Gagnon/ }).waitFor({ state: 'detached' })
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await lastDone(page, 'This is now with Sophie Tran.').waitFor()
  await page.getByText('For Sophie Tran, not claimed yet').waitFor()

  const sophie = await newColleague(browser, 'Sophie Tran')
  await row(sophie, 'For Sophie').getByRole('link').click()
  await sophie.getByRole('button', { name: 'Assign…' }).click()
  await sophie.keyboard.type('front')
  await sophie.getByRole('menuitem', { name: /Front desk/ }).click()
  await sophie.getByText('No one yet').waitFor()

  const clerk = await newColleague(browser, 'Beatrice Okafor')
  await clerk.getByRole('link', { name: /^Front desk/ }).click()
  await row(clerk, 'For Sophie').waitFor()
  expect([...breaches(page), ...breaches(sophie), ...breaches(clerk)]).toEqual([])
})

test('a note stays between colleagues: the patient never sees it', async () => {
  const conversationId = await aLetter(browser, 'Ruth Applewood', { subject: 'A note', text: 'Is it the red pill?' })
  const page = await newColleague(browser, 'Beatrice Okafor')
  await go(page, `conversations/${conversationId}`)
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Write something here.' }).click()
  await page.keyboard.type('She means the iron tablet.')
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'She means the iron tablet.' })
    .getByText('Beatrice Okafor')
    .waitFor()
  expect(await page.getByLabel('New note').inputValue()).toBe('')

  const nurse = await newColleague(browser, 'Tomas Lindqvist')
  await nurse.getByRole('link', { name: /^Nurses/ }).click()
  await row(nurse, 'A note').getByText('1 note').waitFor()
  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: 'A note' }).click()
  await patient.getByText('Is it the red pill?').waitFor()
  expect(await patient.locator('body').innerText()).not.toContain('iron tablet')
})

test('what was answered leaves the work to do, waits to be closed, and is found among the closed', async () => {
  const conversationId = await aLetter(browser, 'Priya Larkspur', { subject: 'Three lists', text: 'Is ginger fine?' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await row(page, 'Three lists').getByRole('link').click()
  await page.getByLabel('Reply to Priya Larkspur').fill('Yes, in tea.')
  await sendNow(page)
  await lastDone(page, 'Your message was sent to Priya Larkspur.').waitFor()
  await row(page, 'Three lists').waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Answered', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Nurses: answered' }).waitFor()
  await row(page, 'Three lists').getByText('Last from Tomas Lindqvist').waitFor()
  expect(await findings(page)).toEqual([])
  await row(page, 'Three lists').getByRole('link').click()
  await page.getByText('No one has to do anything now.').waitFor()
  expect(page.url()).toContain(`/${conversationId}?status=answered`)

  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  await page.getByText('No visit needed after all', { exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await row(page, 'Three lists').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Closed', exact: true }).click()
  await row(page, 'Three lists').getByText('No visit needed after all').waitFor()
  expect(breaches(page)).toEqual([])
})

test('a new message appears in the queue by itself, is counted, and is said politely', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Nurses' }).waitFor()
  const count = page.getByRole('link', { name: /^Nurses/ }).locator('.rail-count [aria-hidden]')
  const before = Number(await count.innerText())
  const patient = await newPerson(browser, 'Ruth Applewood')
  await write(patient, { subject: 'Out of the blue', text: 'Hello,\n\nOne more question.' })
  await row(page, 'Out of the blue').getByText('One more question.').waitFor()
  expect(await row(page, 'Out of the blue').innerText()).not.toContain('Hello')
  await page.getByText(/1 new message in Nurses/).waitFor({ state: 'attached' })
  await expect.poll(async () => Number(await count.innerText())).toBe(before + 1)
})

test('each try to reach a patient another way is noted, with what to say; reached, it is ticked off', async () => {
  const page = await newColleague(browser, 'Sophie Tran')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await page.getByRole('link', { name: /Walter Winterbourne/ }).click()
  await page.getByRole('button', { name: 'Left a message' }).click()
  await lastDone(page, 'Noted: Left a message. The next try is on the list.').waitFor()
  await page.getByText(/^Tried once\. Last time: Left a message\. Next try by /).waitFor()
  await page.getByText('What to say').click()
  await page.getByText(/Do not say what it is about/).waitFor()
  await page.getByRole('button', { name: 'Reached' }).click()
  await lastDone(page, 'Done: Reached').waitFor()
  await page.getByRole('button', { name: 'Left a message' }).waitFor({ state: 'detached' })
})

test('several are labelled and closed at once; what is owed is said first; and each of these is taken back', async () => {
  await aLetter(browser, 'Ruth Applewood', { subject: 'First of two', text: 'Thank you.' })
  await aLetter(browser, 'Priya Larkspur', { subject: 'Second of two', text: 'Thanks a lot.' })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await row(page, 'First of two').getByRole('checkbox', { name: 'Choose: Ruth Applewood' }).check()
  await row(page, 'Second of two').getByRole('link').focus()
  await page.keyboard.press('x')
  await page.getByText('2 chosen').waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('l')
  const dialog = page.getByRole('dialog')
  const label = (await dialog.getByLabel('Label').locator('option').first().textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Put on' }).click()
  await lastDone(page, `2 now have the label ${label}.`).waitFor()
  await row(page, 'First of two').getByText(label, { exact: true }).waitFor()

  await page.getByLabel('Label', { exact: true }).selectOption({ label })
  await page.waitForURL(/[?&]label=[0-9a-f-]{36}$/)
  await row(page, 'Second of two').waitFor()
  expect(await page.locator('.queue-row').filter({ hasNotText: label }).count()).toBe(0)
  await row(page, 'First of two').getByRole('checkbox').check()
  await row(page, 'Second of two').getByRole('checkbox').check()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('E')
  await dialog.getByRole('heading', { name: 'Close 2 conversations' }).waitFor()
  await dialog.getByText('In 2 of these someone still has to answer or call.').waitFor()
  expect(await findings(page)).toEqual([])
  await look(page, 'bulk-close-en')
  await dialog.getByText('Nothing to do', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Close them' }).click()
  await page.getByText('2 were left as they are').waitFor()
  await page.getByText('Ruth Applewood: someone still has to answer or call.').waitFor()
  expect(await findings(page)).toEqual([])
  await look(page, 'bulk-left-en')
  await page.getByRole('button', { name: 'I have seen this' }).click()
  await page.getByRole('button', { name: 'Close…' }).click()
  await dialog.getByLabel('Close these too. No one will answer them.').press('Space')
  await dialog.getByText('Nothing to do', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Close them' }).click()
  await lastDone(page, '2 are closed and will be filed.').waitFor()
  await row(page, 'First of two').waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'What you just did' }).getByRole('button', { name: 'Undo' }).click()
  await row(page, 'First of two').getByText('No one yet').waitFor()
  await row(page, 'Second of two').waitFor()

  await page.keyboard.press('?')
  await dialog.getByText('Choose the row, or not').waitFor()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 320, height: 800 })
  await inLanguage(page, 'fr', async () => {
    await page.reload()
    await page.getByRole('checkbox', { name: 'Choisir : Ruth Applewood' }).first().check()
    await page.getByRole('region', { name: 'Ce que vous avez choisi' }).waitFor()
    await look(page, 'bulk-fr')
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  })
  expect(breaches(page)).toEqual([])
})
