// Promised: a physician goes away at noon and no patient waits for nothing: whoever covers answers, the patient reads who
// that was, and the physician who is back reads what happened.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, newColleague, practice, sendNow } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** A moment of the clinic's clock so many hours from now: the date, and the time. */
function inClinic(hours: number): [date: string, time: string] {
  const at = Temporal.Now.zonedDateTimeISO('America/Toronto').add({ hours })
  return [at.toPlainDate().toString(), at.toPlainTime().toString({ smallestUnit: 'minute' })]
}

/** This colleague claims the task of a conversation. */
async function claim(page: Page, conversationId: string): Promise<void> {
  const base = `/api/as/${await membershipAt(page, practice)}`
  const { work } = await callAs<{ work: { tasks: { id: string; version: number }[] } }>(
    page,
    'GET',
    `${base}/conversations/${conversationId}`,
  )
  const [task] = work.tasks
  await callAs(page, 'PUT', `${base}/tasks/${task?.id}/acceptance`, { version: task?.version })
}

/** A try that broke off may have left her away. */
async function beBack(page: Page): Promise<void> {
  const id = await membershipAt(page, practice)
  const base = `/api/as/${id}/absences`
  type Absence = { id: string; who: { id: string }; state: string; version: number }
  const { items } = await callAs<{ items: Absence[] }>(page, 'GET', base)
  for (const own of items.filter(({ who, state }) => who.id === id && state === 'current')) {
    await callAs(page, 'PUT', `${base}/${own.id}/cancellation`, { version: own.version })
  }
  const handovers = await callAs<{ items: { absenceId: string }[] }>(page, 'GET', `/api/as/${id}/handovers`)
  for (const { absenceId } of handovers.items) {
    await callAs(page, 'PUT', `/api/as/${id}/handovers/${absenceId}/reading`)
  }
}

async function goAway(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await page.getByRole('link', { name: 'Add an absence' }).click()
  const moments = [
    ['Away from', ...inClinic(0)],
    ['Back on', ...inClinic(72)],
  ] as const
  for (const [label, date, time] of moments) {
    await page.getByLabel(label, { exact: true }).fill(date)
    await page.getByLabel(`${label}, time`).fill(time)
  }
  // Ends before it begins: refused, by name, and nothing typed is lost.
  await page.getByLabel('Back on', { exact: true }).fill(inClinic(-48)[0])
  await page.getByLabel('Your words (optional)').first().fill('I am at a course.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'The end must be after the start.' }).click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('absence-until')
  expect(await page.getByLabel('Your words (optional)').first().inputValue()).toBe('I am at a course.')
  await page.getByLabel('Back on', { exact: true }).fill(inClinic(72)[0])
  await page.getByLabel('Your words (optional)').last().fill('Je suis en formation.')
  await page.getByLabel('Who answers meanwhile').selectOption('Tomas Lindqvist')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The absence was saved.').first().waitFor()
}

test('a physician goes away, who covers answers, the patient reads who it was, and she reads what happened', async () => {
  const subject = 'A mole that itches'
  const conversationId = await aLetter('Ruth Applewood', { subject, text: 'Should somebody look at it?' })
  const physician = await newColleague(browser, 'Dr. Amira Haddad')
  await beBack(physician)
  await claim(physician, conversationId)
  await goAway(physician)
  await physician.getByText('You are marked as away').waitFor()

  const nurse = await newColleague(browser, 'Tomas Lindqvist', { at: 'queue/mine' })
  const row = nurse.getByRole('listitem').filter({ hasText: subject })
  await expect.poll(() => row.innerText(), { timeout: 20_000 }).toContain('In place of Dr. Amira Haddad')
  await row.getByRole('link').click()
  await nurse.getByLabel('Reply to Ruth Applewood').fill('Please send us a photo of it.')
  await sendNow(nurse)
  await nurse.locator('.letter').getByText('Please send us a photo of it.').waitFor()

  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: subject }).click()
  await patient.getByRole('heading', { name: 'Tomas Lindqvist, for Dr. Amira Haddad, doctor' }).waitFor()
  await patient.getByText(/^Dr\. Amira Haddad is away until /).waitFor()
  await patient.getByText('Tomas Lindqvist will read what you write.').waitFor()
  expect(await findings(patient)).toEqual([])
  await patient.getByLabel('Your answer').fill('I will take one tonight.')
  await patient.getByRole('button', { name: 'Send' }).click()
  await patient.getByText('Your message was sent.').first().waitFor()
  await expect.poll(() => patient.getByRole('main').innerText()).toContain('Tomas Lindqvist will read your message.')
  expect(await patient.getByText('With Tomas Lindqvist, for Dr. Amira Haddad').count()).toBe(1)

  await physician.getByRole('link', { name: 'Change this' }).click()
  await physician.getByRole('button', { name: 'End it now' }).click()
  await physician.getByRole('dialog').getByRole('button', { name: 'End it now' }).click()
  await physician.getByText('The absence is over. Welcome back.').first().waitFor()
  await physician.getByRole('link', { name: 'Read what happened' }).click()
  await physician.getByRole('heading', { name: 'While you were away' }).waitFor()
  const item = physician.getByRole('listitem').filter({ hasText: subject })
  await expect.poll(() => item.innerText()).toContain('Ruth Applewood')
  expect(await findings(physician)).toEqual([])
  await physician.getByRole('button', { name: 'I have read this' }).click()
  await physician.getByRole('heading', { name: 'My work' }).waitFor()
  expect(await physician.getByText('You were away', { exact: true }).count()).toBe(0)
  await expect
    .poll(() => physician.getByRole('main').innerText(), { timeout: 20_000 })
    .toContain('I will take one tonight.')
  expect([...breaches(physician), ...breaches(nurse), ...breaches(patient)]).toEqual([])
})

const pages = ['absences', 'absences?month=2027-03', 'absences/new', 'rotations/new', 'responders'] as const

test.each(['en', 'fr'] as const)(
  'every page of absences in %s, wide and narrow: axe finds nothing',
  async (language) => {
    for (const width of [1280, 320]) {
      const name = language === 'fr' ? 'Dr. Luc Bélanger' : 'Adele Marchand'
      const page = await newColleague(browser, name, { width, language })
      for (const path of pages) {
        await go(page, path)
        await expect.poll(() => page.locator('.loading').count(), { timeout: 20_000 }).toBe(0)
        expect([path, await findings(page)]).toEqual([path, []])
        expect([path, await overflow(page)]).toEqual([path, 0])
      }
      if (language === 'fr') {
        await page.getByRole('link', { name: 'Lire ce qui est arrivé' }).click()
        await page.getByRole('heading', { name: 'Pendant votre absence' }).waitFor()
        await page.getByText('Léa Desrosiers').waitFor()
        expect(await findings(page)).toEqual([])
        expect(await overflow(page)).toBe(0)
      }
      expect(breaches(page)).toEqual([])
      await page.context().close()
    }
  },
)

test('an administrator enters a rotation by keyboard alone, and ends it', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'rotations/new' })
  await page.getByLabel('For whom').focus()
  await page.keyboard.type('Inbox: Nurses')
  await page.keyboard.press('Tab')
  await page.keyboard.type('06072027')
  await page.getByRole('combobox', { name: 'Weeks until it starts again' }).focus()
  await page.keyboard.type('2')
  await page.getByRole('combobox', { name: 'Friday, week 2' }).focus()
  await page.keyboard.type('Sophie')
  await page.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('The rotation was saved.').first().waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Rotation of 2 weeks' })
  await expect.poll(() => row.innerText()).toContain('Sophie Tran')
  await row.getByRole('link', { name: /^Change/ }).click()
  await page.getByRole('button', { name: 'End the rotation' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the rotation' }).click()
  await page.getByText('The rotation has ended.').first().waitFor()
})
