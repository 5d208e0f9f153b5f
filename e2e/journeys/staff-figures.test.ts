// The figures as a clinic uses them: an administrator looks, takes a table away and writes down what is expected; a nurse goes
// from a number to the conversation behind it. By keyboard, in both languages, at 320 px.
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { go, newColleague } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const administrator = 'Adele Marchand'
const nurse = 'Tomas Lindqvist'

async function figuresOf(name: string, look: Parameters<typeof newColleague>[2] = {}): Promise<Page> {
  const page = await newColleague(browser, name, { ...look, at: 'figures?days=84' })
  await page.getByRole('img').first().waitFor()
  return page
}

test('an administrator sees how the clinic does, and the numbers behind each plot', async () => {
  const page = await figuresOf(administrator)
  expect(await page.getByText('You see the whole clinic.').isVisible()).toBe(true)
  const plot = page.getByRole('img', { name: /^Messages from patients: \d+ in all\. Most: \d+, / })
  expect(await plot.count()).toBe(1)
  expect(await page.getByRole('figure').count()).toBe(7)
  await page.getByRole('figure', { name: 'Time to answer' }).getByText('Show the numbers').click()
  const table = page.getByRole('table', { name: 'Time to answer' })
  expect(await table.getByRole('row').count()).toBeGreaterThan(8)
  expect(breaches(page)).toEqual([])
  await page.context().close()
})

test('what is looked at stands in the address, and can be narrowed', async () => {
  const page = await figuresOf(administrator)
  await page.getByLabel('Inbox', { exact: true }).selectOption({ label: 'Nurses' })
  await page.waitForURL(/inbox=/)
  await page.getByLabel('Time', { exact: true }).selectOption({ label: 'Last 4 weeks' })
  await page.waitForURL(/days=28/)
  const inboxes = page.getByRole('table', { name: 'By inbox' })
  await inboxes.getByRole('rowheader', { name: 'Front desk' }).waitFor({ state: 'detached' })
  expect(await inboxes.getByRole('rowheader').allTextContents()).toEqual(['Nurses'])
  await page.reload()
  expect(await page.getByLabel('Inbox', { exact: true }).locator('option:checked').textContent()).toBe('Nurses')
  await page.context().close()
})

test('an administrator opens the list behind a number, and sees there whose it is to nobody but who may open it', async () => {
  const page = await figuresOf(administrator)
  await page
    .getByRole('table', { name: 'By person' })
    .getByRole('link', { name: /Answered$/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: 'Answered' }).waitFor()
  await page.getByRole('table', { name: 'Answered' }).waitFor()
  const rows = await page.getByRole('rowheader').allTextContents()
  expect(rows.length).toBeGreaterThan(0)
  expect(new Set(rows)).toEqual(new Set(['You can’t open this one']))
  await page.getByRole('link', { name: 'Back to the figures' }).click()
  await page.getByRole('heading', { level: 1, name: 'Figures' }).waitFor()
  await page.context().close()
})

test('a nurse goes from a number to the conversation, with the keyboard alone', async () => {
  const page = await figuresOf(nurse)
  expect(await page.getByText('You see the inboxes you answer for.').isVisible()).toBe(true)
  const number = page.getByRole('link', { name: /show these conversations, Waiting for an answer$/ }).first()
  await number.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'Waiting for an answer' }).waitFor()
  const patient = page.getByRole('table').getByRole('link').first()
  const name = await patient.textContent()
  await patient.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: new RegExp(name ?? '') }).waitFor()
  await page.context().close()
})

test('a table is taken away as a file', async () => {
  const page = await figuresOf(administrator)
  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save as a file (CSV): By inbox' }).click()
  const file = await arriving
  expect(file.suggestedFilename()).toMatch(/^threadwell-inboxes-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await file.path(), 'utf8')
  expect(text.split('\r\n')[0]).toMatch(/^\uFEFFInbox,Messages from patients,/)
  expect(text).toContain('\r\nNurses,')
  await page.context().close()
})

test('what is expected is written down by an administrator, and seen where the work is', async () => {
  const page = await newColleague(browser, administrator, { at: 'expectations' })
  const form = page.getByRole('group', { name: 'nurse', exact: true })
  await form.getByLabel('First look within').fill('0.1')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Enter hours from 0.25 to 100, in quarters.').first().waitFor()
  await form.getByLabel('First look within').fill('3')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('What we expect was saved.').first().waitFor()
  const other = await newColleague(browser, nurse, { at: 'queue/mine' })
  await other.getByText('Expected of you: first look within 3 opening hours, answer within 1 working day').waitFor()
  await page.context().close()
  await other.context().close()
})

describe.each([
  ['en', 320, 'light'],
  ['fr', 320, 'dark'],
  ['fr', 1280, 'light'],
] as const)('in %s at %i px, %s', (language, width, theme) => {
  test.each(['figures?days=84', 'figures/conversations?figure=replied', 'expectations'])(
    '%s has no fault',
    async (path) => {
      const page = await newColleague(browser, language === 'fr' ? 'Marc Gagnon' : administrator, {
        language,
        width,
        theme,
      })
      await go(page, path)
      await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' })
      await page.locator('details > summary').evaluateAll((all) => all.forEach((one) => (one as HTMLElement).click()))
      expect(await findings(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
      expect(breaches(page)).toEqual([])
      await page.context().close()
    },
  )
})
