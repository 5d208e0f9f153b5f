// Promised: a message is found by a part of a word and opened where it stands, by the keyboard alone; a search is kept under
// a name; no word that was looked for stands in an address; and every state of the page is sound in both languages.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, practice } from './colleague.ts'
import { breaches, callAs, findings, hasFocus, membershipAt, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const picture = process.env['PICTURES']
async function look(page: Page, name: string): Promise<void> {
  if (picture !== undefined) {
    await page.screenshot({ path: `${picture}/${name}.png`, fullPage: true })
  }
}

test('found by a part of a word, opened, and back, with the keyboard alone', async () => {
  await aLetter('Ruth Applewood', {
    subject: 'About swimming',
    text: 'Since Tuesday my Élbow is swollen.\nMay I go swimming with a zephyrine patch?',
  })
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.keyboard.press('s')
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.id === 'search-words')
  await page.keyboard.type('ELBOW phyrin')
  await page.keyboard.press('Enter')
  await page.getByText('1 found').waitFor()
  const row = page.getByRole('listitem').filter({ hasText: 'About swimming' })
  expect(await row.locator('mark').allInnerTexts()).toEqual(['Élbow', 'phyrin'])
  expect(page.url()).not.toMatch(/elbow|phyrin/i)
  expect(await findings(page)).toEqual([])
  await look(page, 'search-found-en')

  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Ruth Applewood/ }).waitFor()
  await page.locator('[data-found]').waitFor()
  expect(page.url()).toMatch(/\/search\/[0-9a-f-]{36}\?message=[0-9a-f-]{36}$/)
  expect(await findings(page)).toEqual([])
  await look(page, 'search-open-en')

  await page.keyboard.press('u')
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor()
  await hasFocus(row.getByRole('link'))
  // A question mark in a field is a letter.
  await page.getByRole('heading', { level: 1, name: 'Search' }).click()
  await page.keyboard.press('?')
  await page.getByText('Search messages', { exact: true }).waitFor()
  expect(breaches(page)).toEqual([])
})

test('a search with conditions is kept, chosen, changed, removed, and taken back', async () => {
  await aLetter('Ruth Applewood', { subject: 'Second patch', text: 'The kept zephyrine patch itches.' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: 'search' })
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('alert').getByText('Type a word, or set a condition.').waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByText(/^Conditions/).click()
  await page.getByLabel('Topic').selectOption({ label: 'Symptoms that can wait' })
  await page.getByLabel('When').selectOption({ label: 'In the last 7 days' })
  await page.getByRole('button', { name: 'Any patient' }).click()
  await page.getByPlaceholder('Find a patient').fill('apple')
  await page.getByRole('menuitem', { name: /Ruth Applewood/ }).click()
  await page.getByLabel('Words in messages').fill('kept zephyr')
  await look(page, 'search-conditions-en')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByText('1 found').waitFor()

  await page.getByRole('button', { name: 'Save this search…' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Name').fill('Ruth’s patches')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await lastDone(page, 'The view Ruth’s patches was saved.').waitFor()

  // It is there again after everything in memory is gone.
  await page.reload()
  await page.getByRole('button', { name: 'Ruth’s patches' }).click()
  await page.getByText('1 found').waitFor()
  expect(await page.getByLabel('Words in messages').inputValue()).toBe('kept zephyr')
  await page.getByRole('button', { name: 'Ruth Applewood' }).waitFor()

  await page.getByLabel('Words in messages').fill('zephyrine')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('button', { name: 'Save changes to Ruth’s patches' }).click()
  await lastDone(page, 'The view Ruth’s patches was saved.').waitFor()
  await page.getByRole('button', { name: 'Remove Ruth’s patches' }).click()
  await lastDone(page, 'The view Ruth’s patches was removed.').waitFor()
  await page.getByText('You have no saved views yet.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Ruth’s patches', exact: true }).click()
  expect(await page.getByLabel('Words in messages').inputValue()).toBe('zephyrine')
  expect(breaches(page)).toEqual([])
})

test('a part of a queue is kept, opened from the saved views, changed and removed; one of an inbox that is gone says so', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await page.getByRole('link', { name: /^Nurses/ }).click()
  await page.getByRole('link', { name: 'Answered', exact: true }).click()
  await page.getByRole('button', { name: 'Save this view…' }).click()
  await page.getByLabel('Name').fill('To be closed')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await lastDone(page, 'The view To be closed was saved.').waitFor()
  await page.getByText('Saved view: To be closed').waitFor()
  await look(page, 'queue-view-en')
  expect(await findings(page)).toEqual([])

  await page.getByRole('link', { name: 'Saved views' }).click()
  await page.getByRole('link', { name: 'Queue: To be closed' }).click()
  await page.getByRole('heading', { level: 1, name: 'Nurses: answered' }).waitFor()
  await page.getByRole('link', { name: 'To do', exact: true }).click()
  await page.getByText('Only urgent', { exact: true }).click()
  await page.getByRole('button', { name: 'Save changes to To be closed' }).click()
  await lastDone(page, 'The view To be closed was saved.').waitFor()
  expect(page.url()).toContain('priority=urgent')
  // It is there again after everything in memory is gone; the address has ids alone.
  await go(page, 'search')
  await page.getByRole('link', { name: 'Queue: To be closed' }).click()
  await page.getByRole('heading', { level: 1, name: 'Nurses', exact: true }).waitFor()
  expect(await page.getByLabel('Only urgent').isChecked()).toBe(true)
  expect(page.url()).not.toContain('closed')
  await page.getByRole('button', { name: 'Remove To be closed' }).click()
  await lastDone(page, 'The view To be closed was removed.').waitFor()
  await page.getByRole('button', { name: 'Save this view…' }).waitFor()

  // An inbox in which he does not work, as one that he has left.
  const filters = { queue: { careTeamId: uuidv7(), status: 'answered' } }
  const viewId = uuidv7()
  const views = `/api/as/${await membershipAt(page, practice)}/search/views/${viewId}`
  await callAs(page, 'PUT', views, { name: 'Left behind', filters, version: 0 })
  await inLanguage(page, 'fr', async () => {
    await go(page, 'search')
    await page.getByRole('link', { name: 'Liste : Left behind' }).click()
    await page.getByText('Vous ne travaillez plus dans la boîte de cette vue.').waitFor()
    expect(await findings(page)).toEqual([])
    await look(page, 'queue-view-gone-fr')
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await overflow(page)).toBe(0)
    await look(page, 'queue-view-gone-fr-320')
  })
  await callAs(page, 'DELETE', views)
  expect(breaches(page)).toEqual([])
})

/** Somebody who reads in this language. */
const readers = {
  en: { who: 'Tomas Lindqvist', words: 'Words in messages', none: 'Nothing found' },
  fr: { who: 'Dr. Luc Bélanger', words: 'Mots dans les messages', none: 'Rien trouvé' },
} as const

describe.each([
  { language: 'en', theme: 'light', width: 320 },
  { language: 'fr', theme: 'dark', width: 320 },
  { language: 'fr', theme: 'light', width: 1280 },
] as const)('in $language, $theme, $width px', (how) => {
  const { who, words, none } = readers[how.language]
  test('every state is sound, and nothing runs over the edge', async () => {
    const page = await newColleague(browser, who, how)
    const name = `search-${how.language}-${how.width}`
    await go(page, 'search')
    await expectSound(page, `${name}-empty`)
    await page.locator('.search-form summary').click()
    await expectSound(page, `${name}-conditions`)
    await page.getByLabel(words).fill('a')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await expectSound(page, `${name}-refused`)
    await page.getByLabel(words).fill('nothing-of-this-kind')
    await page.keyboard.press('Enter')
    await page.getByText(none).waitFor()
    await expectSound(page, `${name}-none`)
    await page.getByLabel(words).fill('est')
    await page.keyboard.press('Enter')
    await page.locator('.found-row').first().waitFor()
    await expectSound(page, `${name}-found`)
    await page.locator('.found-row a').first().click()
    await page.locator('.letter').first().waitFor()
    await expectSound(page, `${name}-open`)
  })
})

async function expectSound(page: Page, name: string): Promise<void> {
  await page.locator('.loading').waitFor({ state: 'detached' })
  await look(page, name)
  expect([name, await findings(page)]).toEqual([name, []])
  expect([name, await overflow(page)]).toEqual([name, 0])
  expect(breaches(page)).toEqual([])
}
