// Promised: every page of the workspace has one heading, fits its screen in both languages, is accessible in light and dark,
// and says so when there is nothing, no line, or no answer.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { go, newColleague, practice } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, overflow, type Look } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const looks: Look[] = [
  { width: 320, language: 'fr', theme: 'dark' },
  { width: 768, language: 'en', theme: 'light' },
  { width: 1440, language: 'fr', theme: 'light' },
]
const pagesOf: [name: string, paths: readonly string[]][] = [
  [
    'Tomas Lindqvist',
    [
      'queue/mine',
      'queue/INBOX',
      'queue/INBOX/CONVERSATION',
      'queue/mine?status=closed',
      'unfiled',
      'patients',
      'patients/new',
      'patients/PATIENT',
      'patients/PATIENT/change',
      'patients/PATIENT/write',
      'colleagues',
      'practice',
    ],
  ],
  [
    'Adele Marchand',
    ['colleagues/new', 'inboxes', 'inboxes/new', 'topics', 'topics/TOPIC', 'practice', 'practice/hours', 'audit'],
  ],
  ['Yves Tremblay', ['audit']],
]

/** Ids in place of the names in capitals, as this colleague may see them. */
async function filled(page: Page, path: string): Promise<string> {
  const base = `/api/as/${await membershipAt(page, practice)}`
  type Items<T> = { items: T[] }
  const first = async <T>(path: string, body?: object): Promise<T | undefined> =>
    (await callAs<Items<T>>(page, body ? 'POST' : 'GET', `${base}/${path}`, body)).items[0]
  if (path.includes('INBOX')) {
    const { inboxes } = await callAs<{ inboxes: { careTeam: { id: string } }[] }>(page, 'GET', `${base}/inboxes`)
    const inbox = inboxes[0]?.careTeam.id ?? ''
    const item = await first<{ conversation: { id: string } }>(`queue?careTeamId=${inbox}`)
    return path.replace('INBOX', inbox).replace('CONVERSATION', item?.conversation.id ?? '')
  }
  if (path.includes('PATIENT')) {
    const patient = await first<{ id: string }>('patients/search', { search: 'margaret' })
    return path.replace('PATIENT', patient?.id ?? '')
  }
  const topic = path.includes('TOPIC') ? await first<{ id: string }>('topics') : undefined
  return path.replace('TOPIC', topic?.id ?? '')
}

describe.each(looks)('at $width px in $language, $theme', (look) => {
  test.each(pagesOf)('the pages of %s', async (name, paths) => {
    const page = await newColleague(browser, name, look)
    const { account } = await callAs<{ account: { language: string } }>(page, 'GET', '/api/session')
    await callAs(page, 'PATCH', '/api/account', { language: look.language })
    try {
      for (const path of paths) {
        await go(page, await filled(page, path))
        await page.waitForFunction(() => document.querySelector('.loading') === null)
        const headings = await page.getByRole('heading', { level: 1 }).count()
        expect([path, headings, await overflow(page), await findings(page)]).toEqual([path, 1, 0, []])
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(`${look.language}-CA`)
      }
      expect(breaches(page)).toEqual([])
    } finally {
      await callAs(page, 'PATCH', '/api/account', { language: account.language })
    }
  })
})

test('a page that cannot be read says so, and reads when it is tried again', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await page.route('**/patients/search', (route) => route.fulfill({ status: 500, body: 'broken' }))
  await go(page, 'patients')
  await page.getByText('This page did not load').waitFor()
  expect(await findings(page)).toEqual([])
  await page.unroute('**/patients/search')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('rowheader').first().waitFor()
})

test('without a line what was read stays, the page says so, and what is written goes out when the line is back', async () => {
  const page = await newColleague(browser, 'Sophie Tran')
  await page.getByRole('link', { name: /^Prescriptions/ }).click()
  await page.locator('.queue-row').first().waitFor()
  await page.context().setOffline(true)
  await page.getByText('No connection', { exact: true }).waitFor()
  expect(await page.locator('.queue-row').count()).toBeGreaterThan(0)
  expect(await findings(page)).toEqual([])
  await page.context().setOffline(false)
  await page.getByText('No connection', { exact: true }).waitFor({ state: 'detached' })
})

test('an address that leads nowhere, and a conversation that is nobody’s business here, say the same', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await go(page, 'conversations/019a0000-0000-7000-8000-000000000000')
  await page.getByRole('heading', { level: 1, name: 'We could not find this page' }).waitFor()
  await page.goto('/staff/nowhere/at/all')
  await page.locator('h1').waitFor()
  expect(await findings(page)).toEqual([])
})

test('the language changes in place: what was typed stays, and names of inboxes follow', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await go(page, 'patients')
  await page.getByLabel('Find a patient').fill('wint')
  await page.getByRole('button', { name: 'Français' }).click()
  await page.getByRole('heading', { level: 1, name: 'Patients' }).waitFor()
  expect(await page.getByLabel('Trouver un patient').inputValue()).toBe('wint')
  await page.getByRole('link', { name: /^Soins infirmiers/ }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('link', { name: /^Nurses/ }).waitFor()
})

test('a session that ends elsewhere lets one sign in again over the page, and keeps it behind', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await go(page, 'patients/new')
  await page.getByLabel('Given name').fill('Half typed')
  await callAs(page, 'DELETE', '/api/session')
  await page.getByLabel('Family name').fill('Person')
  await page.getByLabel('Day').fill('1')
  await page.getByLabel('Month').fill('1')
  await page.getByLabel('Year').fill('1990')
  await page.getByRole('button', { name: 'Add the patient' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await page.getByLabel('Given name').isVisible()).toBe(false)
  expect(await page.locator('#patient-givenName').inputValue()).toBe('Half typed')
  expect(await findings(page)).toEqual([])
})
