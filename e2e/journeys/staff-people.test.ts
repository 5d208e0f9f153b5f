// Promised: patients are found, added and changed by people in a hurry; what is wrong stands beside its field; a code is shown
// once, large; two who change one card do not overwrite each other.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { newColleague, openCard } from './colleague.ts'
import { breaches, findings, newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function fillDate(page: Page, day: string, month: string, year: string): Promise<void> {
  await page.getByLabel('Day', { exact: true }).fill(day)
  await page.getByLabel('Month', { exact: true }).fill(month)
  await page.getByLabel('Year', { exact: true }).fill(year)
}

test('a patient is added after what was wrong is put right, and their code is shown once to hand over', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await page.keyboard.press('/')
  await page.getByRole('heading', { level: 1, name: 'Patients' }).waitFor()
  await page.getByRole('link', { name: 'Add a patient' }).click()
  await page.getByRole('heading', { level: 1, name: 'Add a patient' }).waitFor()
  await page.getByLabel('Given name').fill('Nora')
  await page.getByLabel(/^Health number/).fill('1234 567 890')
  await page.getByRole('button', { name: 'Add the patient' }).click()
  await page.getByRole('alert').getByText('Enter the family name.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
  expect(await findings(page)).toEqual([])

  await page.getByRole('alert').getByText('Enter the family name.').click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('patient-familyName')
  await page.keyboard.type('Quillfeather')
  await fillDate(page, '30', '2', '1990')
  await page.getByRole('button', { name: 'Add the patient' }).click()
  await page.getByRole('alert').getByText('Enter a real date, like 27 3 1984.').waitFor()
  await fillDate(page, '28', '2', '1990')
  await page.getByRole('button', { name: 'Add the patient' }).click()
  // Only the server knows the check digit.
  await page.getByRole('alert').getByText('This is no health number. Check each digit.').waitFor()
  expect(await page.getByLabel('Given name').inputValue()).toBe('Nora')
  await page.getByLabel(/^Health number/).fill('1234 567 897 AB')
  await page.getByRole('button', { name: 'Add the patient' }).click()

  await page.getByRole('heading', { level: 1, name: 'Nora Quillfeather' }).waitFor()
  await page.getByText('1234-567-897-AB').waitFor()
  await page.getByRole('button', { name: 'Make a sign-up code' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign-up code for Nora Quillfeather' }).waitFor()
  const code = await page.locator('.invitation-code').innerText()
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText(/^Invited\. The code works until/).waitFor()
  expect(await page.getByText(code).count()).toBe(0)
  expect(breaches(page)).toEqual([])
})

test('a patient is found by the start of a name in any order, and by a whole health number', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor', { at: 'patients' })
  for (const [typed, found] of [
    ['winterb', 'Walter Winterbourne'],
    ['amelie bel', 'Amélie Bellefeuille'],
    ['9990-001-076', 'Walter Winterbourne'],
  ] as const) {
    await page.getByLabel('Find a patient').fill(typed)
    await page.getByRole('rowheader', { name: found }).waitFor()
    await page.getByText('1 patient', { exact: true }).waitFor()
  }
  await page.getByLabel('Find a patient').fill('nobody of that name')
  await page.getByRole('heading', { name: 'No one found' }).waitFor()
  expect(page.url()).not.toContain('nobody')
})

test('a card changed by a colleague meanwhile is not overwritten, and nothing typed is lost', async () => {
  const first = await newColleague(browser, 'Beatrice Okafor')
  await openCard(first, 'Grace Nightingale')
  await first.getByRole('link', { name: 'Change the card' }).click()
  await first.getByLabel(/^Phone/).waitFor()
  expect(await findings(first)).toEqual([])

  const second = await newColleague(browser, 'Tomas Lindqvist')
  await openCard(second, 'Grace Nightingale')
  await second.getByRole('link', { name: 'Change the card' }).click()
  await second.getByLabel(/^Phone/).fill('613-555-0171')
  await second.getByRole('button', { name: 'Save the card' }).click()
  await second.getByText('613-555-0171').waitFor()

  await first.getByLabel(/^Phone/).fill('613-555-0172')
  await first.getByRole('button', { name: 'Save the card' }).click()
  await first.getByText(/^Someone changed this card before you/).waitFor()
  expect(await first.getByLabel(/^Phone/).inputValue()).toBe('613-555-0172')
  await first.getByRole('button', { name: 'Save the card' }).click()
  await first.getByText('613-555-0172').waitFor()
})

test('the clinic begins a conversation that takes no reply, and its draft outlives a reload', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await openCard(page, 'Ruth Applewood')
  await page.getByRole('link', { name: 'Write to this patient' }).click()
  await page.getByRole('button', { name: 'Send the message' }).click()
  await page.getByRole('alert').getByText('Choose a topic.').waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByLabel('Topic').selectOption({ label: 'Symptoms that can wait' })
  await page.getByLabel(/^Subject/).fill('Flu shots')
  await page.getByLabel('Message', { exact: true }).fill('Flu shots start on Monday. Walk in from 9 to 11.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.reload()
  await page.getByLabel('Message', { exact: true }).waitFor()
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toContain('Walk in from 9 to 11.')
  await page.getByText('The patient can’t reply', { exact: true }).click()
  await page.getByRole('button', { name: 'Send the message' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()

  await page.getByRole('heading', { level: 1, name: /Ruth Applewood/ }).waitFor()
  await page.getByText('The patient can’t reply', { exact: true }).waitFor()
  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: 'Flu shots' }).click()
  await patient.getByText('Walk in from 9 to 11.').waitFor()
  expect(await patient.getByRole('link', { name: /^Reply/ }).count()).toBe(0)
})
