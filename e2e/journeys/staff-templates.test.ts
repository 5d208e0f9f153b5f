// Promised: a text is written once in both languages and put into a message by `/` or by a button, filled in for the patient and in
// their language; what is unknown is refused beside its field; of two who change one text neither loses a word; documents come along.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, openCard, sendNow } from './colleague.ts'
import { aPdf } from '../../server/attachments/sample-files.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const boxOf = (page: Page, name: string) => page.getByLabel(`Reply to ${name}`)
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const names = (page: Page) => page.getByRole('rowheader').allInnerTexts()

test('a slash at the start of a word offers texts; Enter puts one in, filled in; Escape leaves the slash', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'My refill', text: 'Is it ready?' })
  const page = await newColleague(browser, 'Sophie Tran')
  const uses = async () => {
    await go(page, 'templates')
    const [, words = '0'] = /(\d+) times?/.exec(await rowOf(page, 'Refill sent').innerText()) ?? []
    return Number(words)
  }
  const before = await uses()
  await go(page, `conversations/${conversationId}`)
  const box = boxOf(page, 'Ruth Applewood')
  await box.click()
  await page.keyboard.type('2/3 and/or')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await box.fill('')
  await page.keyboard.type('/')
  await page.getByRole('dialog', { name: 'Insert a text' }).waitFor()
  await page.keyboard.type('refill')
  await page.getByRole('menuitem', { name: /^Refill sent/ }).waitFor()
  await page.getByRole('menuitem', { name: /^Normal test results/ }).waitFor({ state: 'detached' })
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => box.inputValue()).toMatch(/^Hello Ruth,\n\nWe sent your refill to your pharmacy on \w+day, /)
  expect(await box.inputValue()).not.toMatch(/[{}/]/)

  await page.keyboard.type('\n/')
  await page.getByRole('dialog', { name: 'Insert a text' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.type(' ok')
  expect(await box.inputValue()).toMatch(/it is ready\.\n\/ ok$/)

  await sendNow(page)
  await lastDone(page, 'Your message was sent to Ruth Applewood.').waitFor()
  await expect.poll(uses).toBe(before + 1)
  expect(breaches(page)).toEqual([])
})

test('a text for a French patient is French, and a phrase has the dates of the writer’s own absence', async () => {
  const page = await newColleague(browser, 'Sophie Tran', { width: 320 })
  await openCard(page, 'Amélie Bellefeuille')
  await page.getByRole('link', { name: /^Write/ }).click()
  await page.getByRole('button', { name: 'Insert a text…' }).click()
  await page.getByRole('menuitem', { name: /Je serai absent/ }).waitFor()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  await page.keyboard.type('absent')
  await page.keyboard.press('Enter')
  const box = page.getByRole('textbox', { name: 'Message' })
  await expect.poll(() => box.inputValue()).toMatch(/^Je ne serai pas là du .+ au .+vos messages vont à\s: .*Haddad/)

  await page.getByRole('button', { name: 'Insert a text…' }).click()
  await page.keyboard.type('normaux')
  await page.getByRole('menuitem', { name: /Résultats normaux/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => box.inputValue()).toContain('Bonjour Amélie,')
  expect(breaches(page)).toEqual([])
})

test('a template is written side by side; an unknown part is refused beside its field; a part is chosen from a list', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: 'templates/new' })
  await page.getByText('The clinic', { exact: true }).last().click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Write the name in English.').waitFor()
  const [english, french] = [
    page.getByRole('group', { name: 'In English' }),
    page.getByRole('group', { name: 'In French' }),
  ]
  await english.getByLabel('Name').fill('Travel shots')
  await english.getByLabel('Text').fill('Hello {firstName}, call ')
  await french.getByLabel('Name').fill('Vaccins de voyage')
  await french.getByLabel('Text').fill('Bonjour {patientGivenName}.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('We do not know the part {firstName}.').waitFor()
  await english.getByText('We do not know the part {firstName}.').waitFor()
  expect(await findings(page)).toEqual([])

  await english.getByLabel('Text').fill('Hello {patientGivenName}, call ')
  await english.getByRole('button', { name: 'Add a part that fills itself in…' }).click()
  await page.keyboard.type('phone')
  await page.getByRole('menuitem', { name: /Phone number of the clinic/ }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => english.getByLabel('Text').inputValue()).toBe('Hello {patientGivenName}, call {clinicPhone}')
  // Documents go with a text: the lying one is refused beside it, and must be taken out.
  await english.getByLabel(/^Documents in English/).setInputFiles([
    { name: 'Travel leaflet.pdf', mimeType: 'application/pdf', buffer: aPdf() },
    { name: 'not-a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('only words') },
  ])
  await english.getByText('not-a.pdf').waitFor()
  await english.getByText('Travel leaflet.pdf').waitFor()
  await arrived(page)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Take out the document that was refused.').waitFor()
  await page.getByRole('button', { name: 'Remove not-a.pdf' }).click()
  await french
    .getByLabel(/^Documents in French/)
    .setInputFiles({ name: 'Voyage.pdf', mimeType: 'application/pdf', buffer: aPdf() })
  await french.getByText('Voyage.pdf').waitFor()
  await arrived(page)
  await page.setViewportSize({ width: 320, height: 800 })
  expect(await overflow(page)).toBe(0)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, '“Travel shots” was saved.').waitFor()

  await page.getByLabel('Find a template').fill('vacci')
  await expect.poll(() => names(page)).toEqual(['Flu shot clinic', 'Travel shots'])
  await page.getByText('1 template is due to be read again').waitFor()
  await page
    .getByRole('row', { name: /Flu shot/ })
    .getByText('Time to read it again')
    .waitFor()

  // They come along into a message, once, and go out with it.
  await page.getByRole('link', { name: 'Travel shots' }).click()
  await page.getByText(/^Version 1: /).click()
  await page.getByRole('link', { name: 'Open Travel leaflet.pdf' }).waitFor({ timeout: 60_000 })
  const conversationId = await aLetter('Ruth Applewood', { subject: 'A trip', text: 'Which shots?' })
  await go(page, `conversations/${conversationId}`)
  for (let time = 0; time < 2; time++) {
    await page.getByRole('button', { name: 'Insert a text…' }).click()
    await page.keyboard.type('travel')
    await page.getByRole('menuitem', { name: /With 1 document/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove Travel leaflet.pdf' }).waitFor()
  }
  expect(await page.getByRole('button', { name: 'Remove Travel leaflet.pdf' }).count()).toBe(1)
  expect(await findings(page)).toEqual([])
  await sendNow(page)
  await lastDone(page, 'Your message was sent to Ruth Applewood.').waitFor()
  await page
    .getByRole('link', { name: 'Download Travel leaflet.pdf' })
    .or(page.getByText('Travel leaflet.pdf'))
    .first()
    .waitFor()
  expect(breaches(page)).toEqual([])
})

test('of two who change one template the second reads the first’s words, keeps their own, and chooses', async () => {
  const first = await newColleague(browser, 'Tomas Lindqvist')
  const second = await newColleague(browser, 'Sophie Tran')
  for (const page of [first, second]) {
    await go(page, 'templates')
    await page.getByRole('link', { name: 'Come in for blood work' }).click()
    await page.getByLabel('Text').first().waitFor()
  }
  await first.getByLabel('Text').first().fill('Come fasting.')
  await first.getByRole('button', { name: 'Save' }).click()
  await lastDone(first, '“Come in for blood work” was saved.').waitFor()

  await second.getByLabel('Text').first().fill('Come on Monday.')
  await second.getByRole('button', { name: 'Save' }).click()
  const meanwhile = second.getByRole('status').filter({ hasText: 'Tomas Lindqvist changed this while you wrote' })
  await meanwhile.getByText('Come fasting.').waitFor()
  expect(await second.getByLabel('Text').first().inputValue()).toBe('Come on Monday.')
  expect(await findings(second)).toEqual([])
  await meanwhile.getByRole('button', { name: 'Go on with my words' }).click()
  await meanwhile.waitFor({ state: 'detached' })
  await second.getByRole('button', { name: 'Save' }).click()
  await lastDone(second, '“Come in for blood work” was saved.').waitFor()

  await second.getByRole('link', { name: 'Come in for blood work' }).click()
  await second.getByText(/^Version 2: Tomas Lindqvist/).click()
  await second.getByText('Come fasting.').waitFor()
  await second.getByText(/^Version 3: Sophie Tran/).waitFor()
  await second
    .getByRole('listitem')
    .filter({ hasText: 'Version 2' })
    .getByRole('button', { name: 'Put these words into the boxes' })
    .click()
  expect(await second.getByLabel('Text').first().inputValue()).toBe('Come fasting.')
  expect([...breaches(first), ...breaches(second)]).toEqual([])
})

test('what is no longer offered leaves the lists and comes back with one press; a clerk reads and does not change', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: 'templates' })
  await page.getByRole('link', { name: 'We need to see you' }).click()
  await page.getByRole('button', { name: 'Stop offering it' }).click()
  await lastDone(page, '“We need to see you” is no longer offered.').waitFor()
  await go(page, 'templates')
  await page.getByRole('rowheader', { name: 'Normal test results' }).waitFor()
  expect(await names(page)).not.toContain('We need to see you')
  await page.getByText('Show those no longer offered').click()
  await page.getByRole('link', { name: 'We need to see you' }).click()
  await page.getByRole('button', { name: 'Offer it again' }).click()
  await lastDone(page, '“We need to see you” is offered again.').waitFor()

  const clerk = await newColleague(browser, 'Beatrice Okafor', { at: 'templates' })
  await clerk.getByRole('link', { name: 'Normal test results' }).click()
  await clerk.getByText('Your test results are normal.').waitFor()
  expect(await clerk.getByRole('button', { name: 'Save' }).count()).toBe(0)
  expect(await findings(clerk)).toEqual([])
})

test('a signature and the clinic’s words stand below the next message; words that leave out the phone are refused', async () => {
  const nurse = await newColleague(browser, 'Tomas Lindqvist', { at: 'templates' })
  await nurse.getByRole('link', { name: /^Signature/ }).click()
  const signature = nurse.getByRole('region', { name: 'Your signature' })
  await signature.getByLabel('Text').first().fill('Tomas, {patientName}')
  await signature.getByRole('button', { name: 'Save' }).click()
  await nurse.getByRole('alert').getByText('The part {patientName} can’t stand here.').waitFor()
  expect(await findings(nurse)).toEqual([])
  await signature.getByLabel('Text').first().fill('Tomas, {myRole}')
  await signature.getByRole('button', { name: 'Save' }).click()
  await lastDone(nurse, 'Saved. It stands below messages from now on.').waitFor()

  const administrator = await newColleague(browser, 'Adele Marchand', { at: 'templates/below' })
  const footer = administrator.getByRole('region', { name: 'Words of the clinic' })
  await footer.getByLabel('Text').first().fill('We answer within {turnaround}.')
  await footer.getByLabel('Text').last().fill('Réponse en {turnaround}. Téléphone : {clinicPhone}')
  await footer.getByRole('button', { name: 'Save' }).click()
  await administrator.getByRole('alert').getByText('Add the part {clinicPhone}.').waitFor()
  await footer.getByLabel('Text').first().fill('We answer within {turnaround}. Call {clinicPhone}.')
  await footer.getByRole('button', { name: 'Save' }).click()
  await footer.getByText(/^We answer within .+\. Call 613-555-0100\.$/).waitFor()

  const conversationId = await aLetter('Ruth Applewood', { subject: 'Below it', text: 'Who are you?' })
  await go(nurse, `conversations/${conversationId}`)
  await boxOf(nurse, 'Ruth Applewood').fill('Your nurse.')
  await sendNow(nurse)
  await nurse.getByText(/^Tomas, nurse\s+We answer within .+\. Call 613-555-0100\.$/).waitFor()

  // Other journeys meet the practice as the story has it.
  for (const box of await footer.getByLabel('Text').all()) {
    await box.fill('')
  }
  await footer.getByRole('button', { name: 'Save' }).click()
  await footer.getByText(/^We answer messages within/).waitFor()
  expect([...breaches(nurse), ...breaches(administrator)]).toEqual([])
})

test.each(['en', 'fr'] as const)('the pages are sound on a phone in %s', async (language) => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { width: 320, language })
  await inLanguage(page, language, async () => {
    for (const path of ['templates', 'templates/new', 'templates/below']) {
      await go(page, path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect.poll(() => page.locator('.loading:visible').count()).toBe(0)
      expect([path, await findings(page), await overflow(page)]).toEqual([path, [], 0])
    }
    await go(page, 'templates')
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.locator('details').first().locator('summary').click()
    expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])
  })
})

/** No file is on its way any more: each has its outcome beside it. */
async function arrived(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('progressbar').count()).toBe(0)
}
