// Promised: an administrator sets the clinic up by forms that say what is wrong and where; nobody else can change it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { go, newColleague, practice } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('several blocks a day and a closed day are saved; hours that overlap are refused beside their field', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'practice/hours' })
  const saturday = page.getByRole('group', { name: 'Saturday' })
  await saturday.getByRole('button', { name: 'Add hours on Saturday' }).click()
  await saturday.getByLabel('Opens').fill('09:00')
  await saturday.getByLabel('Closes').fill('12:00')
  await saturday.getByRole('button', { name: 'Add hours on Saturday' }).click()
  await saturday.getByLabel('Opens').nth(1).fill('11:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('These hours overlap with others on that day.').waitFor()
  await saturday.getByText('These hours overlap with others on that day.').waitFor()
  expect(await findings(page)).toEqual([])

  await saturday.getByLabel('Opens').nth(1).fill('13:00')
  await page.getByRole('button', { name: 'Add a closed day' }).click()
  await page.getByLabel('Date').last().fill('2027-08-02')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Write the name in French.').waitFor()
  await page.getByLabel('Name in English').last().fill('Civic Holiday')
  await page.getByLabel('Name in French').last().fill('Congé civique')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).first().waitFor()

  await go(page, 'practice')
  await page.getByText('9:00 a.m. – 12:00 p.m., 1:00 p.m. – 5:00 p.m.').waitFor()
  expect(breaches(page)).toEqual([])
})

test('a topic is written in both languages side by side, and patients can choose it', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'topics' })
  await page.getByRole('link', { name: 'Add a topic' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Write the name in English.').waitFor()
  const [english, french] = [
    page.getByRole('group', { name: 'In English' }),
    page.getByRole('group', { name: 'In French' }),
  ]
  await english.getByLabel('Name').fill('Travel shots')
  await french.getByLabel('Name').fill('Vaccins de voyage')
  await english.getByLabel('What it is for').fill('Shots before a trip.')
  await french.getByLabel('What it is for').fill('Les vaccins avant un voyage.')
  await english.getByLabel(/^What can’t wait/).fill('You leave in a week: call us.')
  await french.getByLabel(/^What can’t wait/).fill('Vous partez dans une semaine : appelez-nous.')
  await page.getByLabel('Keyword').fill('travel')
  await page.getByLabel('Inbox').selectOption({ label: 'Nurses' })
  await page.getByLabel('Most characters').fill('20')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Enter a whole number in the range.').waitFor()
  await page.getByLabel('Most characters').fill('600')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('rowheader', { name: 'Travel shots' }).waitFor()

  const patient = await newPerson(browser, 'Amélie Bellefeuille', { language: 'fr' })
  await patient.getByRole('link', { name: 'Écrire un message' }).click()
  await patient.getByText('Vaccins de voyage').waitFor()
})

test('of two who change the clinic, what is expected or a topic, the second keeps their words and sees the first’s', async () => {
  const [first, second] = [await newColleague(browser, 'Adele Marchand'), await newColleague(browser, 'Adele Marchand')]
  const base = `/api/as/${await membershipAt(first, practice)}`
  const { items: topics } = await callAs<{ items: { id: string }[] }>(first, 'GET', `${base}/topics`)
  const stale = /^Someone changed this before you\./
  const now = second.getByRole('region', { name: 'Now saved by someone else' })
  const save = async (page: Page) => page.getByRole('button', { name: 'Save' }).click()
  /** As a browser does when its window is in front again: what the page reads is read anew. */
  const comeBack = () =>
    second.evaluate(() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))

  for (const [path, label, theirs, mine, shown] of [
    ['practice', 'Phone', '416-555-0177', '416-555-0188', '416-555-0177'],
    ['expectations', 'First look within, in opening hours', '3', '5', '3 opening hours'],
    [`topics/${topics[0]?.id}`, 'Most files', '3', '4', '3'],
  ] as const) {
    for (const page of [first, second]) {
      await go(page, path)
      if (path === 'practice') {
        await page.getByRole('button', { name: 'Change the clinic' }).click()
      }
    }
    await second.getByLabel(label).first().fill(mine)
    await first.getByLabel(label).first().fill(theirs)
    await save(first)
    await first
      .getByText(/saved\.$/i)
      .first()
      .waitFor()
    await second.waitForTimeout(2_100)
    await comeBack()
    await second.waitForTimeout(500)
    await save(second)
    await second.getByText(stale).waitFor()
    await now.getByText(shown).first().waitFor()
    expect(await second.getByLabel(label).first().inputValue()).toBe(mine)
    expect(await findings(second)).toEqual([])
    await save(second)
    await now.waitFor({ state: 'detached' })
  }
  expect(breaches(second)).toEqual([])
})

test('an inbox needs an owner and another backup', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'inboxes/new' })
  await page.getByRole('group', { name: 'In English' }).getByLabel('Name').fill('Diabetes team')
  await page.getByRole('group', { name: 'In French' }).getByLabel('Name').fill('Équipe du diabète')
  await page.getByLabel('Owner').selectOption({ label: 'Sophie Tran' })
  await page.getByLabel('Backup').selectOption({ label: 'Sophie Tran' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Choose someone other than the owner.').waitFor()
  await page.getByLabel('Backup').selectOption({ label: 'Tomas Lindqvist' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('rowheader', { name: 'Diabetes team' }).waitFor()
})

test('a colleague is added with a code; access is put on hold and given back', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'colleagues/new' })
  await page.getByRole('button', { name: 'Add, and make a code' }).click()
  await page.getByRole('alert').getByText('Enter the e-mail address.').waitFor()
  await page.getByLabel('Name').fill('Ifeoma Sand')
  await page.getByLabel('Work e-mail').fill('ifeoma.sand@maple.example.test')
  await page.getByText('nurse', { exact: true }).click()
  await page.getByRole('button', { name: 'Add, and make a code' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign-up code for Ifeoma Sand' }).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page
    .getByRole('row', { name: /Ifeoma Sand/ })
    .getByText('Invited')
    .waitFor()

  await page.getByRole('button', { name: 'Change Marc Gagnon' }).click()
  await page.getByRole('button', { name: 'Put access on hold' }).click()
  await page
    .getByRole('row', { name: /Marc Gagnon/ })
    .getByText('On hold')
    .waitFor()
  await page.getByRole('button', { name: 'Change Marc Gagnon' }).click()
  await page.getByRole('button', { name: 'Give access back' }).click()
  await page
    .getByRole('row', { name: /Marc Gagnon/ })
    .getByText('Signed up')
    .waitFor()

  await page.getByRole('button', { name: 'Change Adele Marchand' }).click()
  await page.getByRole('button', { name: 'End access' }).click()
  await page.getByText(/^This is the last administrator/).waitFor()
})

test('a nurse reads the settings and finds nothing to change them with', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: 'practice' })
  await page.getByRole('heading', { name: 'Opening hours' }).waitFor()
  expect(await page.getByRole('button', { name: /Change|Stop|Go live/ }).count()).toBe(0)
  await go(page, 'topics')
  await page.getByRole('rowheader', { name: 'Symptoms that can wait' }).waitFor()
  expect(await page.getByRole('link', { name: 'Add a topic' }).count()).toBe(0)
})
