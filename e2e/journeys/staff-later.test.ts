// Promised: what a colleague sends can be taken back for a while, and its words are in the box again; it goes out later when the
// clinic is open, seen by everybody who answers there, and is taken back until then.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staff as en } from '../../shared/locales/en/staff.ts'
import { staffLater as laterEn } from '../../shared/locales/en/staff-later.ts'
import { staffPeople as people } from '../../shared/locales/en/staff-people.ts'
import { staff as fr } from '../../shared/locales/fr/staff.ts'
import { staffLater as laterFr } from '../../shared/locales/fr/staff-later.ts'
import { staffPeople as peopleFr } from '../../shared/locales/fr/staff-people.ts'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, openCard, row } from './colleague.ts'
import { breaches, findings, hasFocus, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const box = (page: Page) => page.getByLabel('Reply to Ruth Applewood')

test('what was sent is taken back, its words are in the box again, and then it goes out by itself', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'Taken back in time', text: 'How much?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await box(page).fill('Take six drops.')
  await page.getByText(en.reply.important).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await lastDone(page, 'Your message to Ruth Applewood goes out in 20 seconds.').waitFor()
  await page.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await box(page).waitFor()
  expect(await box(page).inputValue()).toBe('Take six drops.')
  expect(await page.getByLabel(en.reply.important).isChecked()).toBe(true)
  await page.reload()
  await box(page).waitFor()
  expect(await page.getByLabel(en.reply.important).isChecked()).toBe(true)

  await box(page).fill('Take four drops.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: 'Taken back in time' }).click()
  await patient.getByText('How much?').waitFor()
  expect(await patient.locator('body').innerText()).not.toContain('drops')
  await lastDone(page, 'Your message was sent to Ruth Applewood.').waitFor({ timeout: 60_000 })
  await page.locator('.letter').getByText('Take four drops.').waitFor()
  await patient.getByText('Take four drops.').waitFor()
  expect(await patient.locator('body').innerText()).not.toContain('six')
  expect(await box(page).inputValue()).toBe('')
  expect([...breaches(page), ...breaches(patient)]).toEqual([])
})

test('what goes out later is seen by colleagues, in the queue and in one’s own list, and is taken back', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'In the morning', text: 'Is it back?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await box(page).fill('Your result is back.')
  await page.getByRole('button', { name: 'Send later…' }).click()
  const dialog = page.getByRole('dialog', { name: 'When should this go out?' })
  await dialog.getByText('On another day or at another time').click()
  await dialog.getByRole('button', { name: 'Send later' }).click()
  await dialog.getByRole('alert').getByText('Type the day and the time.').waitFor()
  await dialog.getByLabel('Day', { exact: true }).fill(nextSunday())
  await dialog.locator('input[type=time]').fill('10:00')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Send later' }).click()
  await dialog
    .getByRole('alert')
    .getByText(/^The clinic is closed then\. The next time that works is \w+day, /)
    .waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByText(/^When the clinic opens next: /).click()
  await dialog.getByRole('button', { name: 'Send later' }).click()
  await page.getByRole('heading', { name: 'Your answer waits to go out' }).waitFor()
  await page.getByText(/^It goes out \w+day, .+\.$/).waitFor()

  const sophie = await newColleague(browser, 'Sophie Tran')
  await sophie.getByRole('link', { name: /^Nurses/ }).click()
  await row(sophie, 'In the morning')
    .getByText(/^Answer goes out \w+day, /)
    .waitFor()
  expect(await findings(sophie)).toEqual([])
  await row(sophie, 'In the morning').getByRole('link').click()
  await sophie.getByRole('heading', { name: 'An answer from Tomas Lindqvist waits to go out' }).waitFor()
  await sophie.getByText('Your result is back.').waitFor()
  expect(await sophie.getByRole('button', { name: 'Send now' }).count()).toBe(0)
  await sophie.getByRole('button', { name: 'Close…', exact: true }).click()
  const closing = sophie.getByRole('dialog', { name: 'Close this conversation' })
  await closing.getByText('Answered', { exact: true }).click()
  await closing.getByRole('button', { name: 'Close the conversation' }).click()
  await closing.getByText('An answer waits to go out here. Take it back first, or send it now.').waitFor()

  await page.getByRole('link', { name: 'Waiting to go out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your messages that wait to go out' }).waitFor()
  await page.getByText('Goes out at this time.').first().waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('row').getByRole('link', { name: 'Ruth Applewood' }).last().click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await lastDone(page, 'The message was taken back. It is a draft again.').waitFor()
  expect(await box(page).inputValue()).toBe('Your result is back.')
  await hasFocus(box(page))
  await box(page).fill('')
  expect([...breaches(page), ...breaches(sophie)]).toEqual([])
})

test.each([
  ['en', en, laterEn],
  ['fr', fr, laterFr],
] as const)('sending later is sound on a phone in %s', async (language, staff, later) => {
  const name = 'Ruth Applewood'
  const conversationId = await aLetter(name, { subject: `On a phone, ${language}`, text: 'When is it?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { width: 320, language })
  await inLanguage(page, language, async () => {
    await go(page, `conversations/${conversationId}`)
    await page.getByLabel(staff.reply.title.replace('{name}', name)).fill('Monday.')
    await page.getByRole('button', { name: later.sendLater }).click()
    const dialog = page.getByRole('dialog', { name: later.dialog.title })
    await dialog.getByText(later.dialog.own).click()
    await sound(page)
    await dialog.locator('.choice-label').first().click()
    await dialog.getByRole('button', { name: later.dialog.confirm }).click()
    await page.getByRole('heading', { name: later.waiting.yours }).waitFor()
    await sound(page)
    await go(page, 'later')
    await page.getByText(later.willGo).first().waitFor()
    await sound(page)
    await go(page, `conversations/${conversationId}`)
    await page.getByRole('button', { name: later.waiting.takeBack }).click()
    await page.getByLabel(staff.reply.title.replace('{name}', name)).fill('')
  })
})

async function sound(page: Page): Promise<void> {
  expect(await findings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  expect(breaches(page)).toEqual([])
}

/** The clinic of the story is closed on Sundays. */
function nextSunday(): string {
  const day = new Date()
  day.setUTCDate(day.getUTCDate() + 7 - day.getUTCDay())
  return day.toISOString().slice(0, 10)
}

test('a first message waits for its time or for an undo, is taken back with all that was chosen, and is sent', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist')
  await openCard(page, 'Priya Larkspur')
  await page.getByRole('link', { name: people.patient.write }).click()
  await page.getByLabel('Subject').fill('A first word')
  await page.getByRole('button', { name: laterEn.sendLater }).click()
  await page.getByRole('alert').getByText('Choose a topic.').waitFor()
  await page.getByLabel('Topic').selectOption({ label: 'Symptoms that can wait' })
  await page.getByLabel('Message', { exact: true }).fill('Your new appointment is on Friday.')
  await page.getByText(en.mode['one-way'], { exact: true }).click()
  await page.getByRole('button', { name: laterEn.sendLater }).click()
  const dialog = page.getByRole('dialog', { name: laterEn.dialog.title })
  await dialog.getByText(laterEn.dialog.own).click()
  await dialog.getByLabel(laterEn.dialog.day, { exact: true }).fill('2026-01-05')
  await dialog.locator('input[type=time]').fill('10:00')
  await dialog.getByRole('button', { name: laterEn.dialog.confirm, exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByText(/^When the clinic opens next/).click()
  await dialog.getByRole('button', { name: laterEn.dialog.confirm, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: laterEn.title }).waitFor()
  await page.getByRole('row').getByRole('link', { name: 'Priya Larkspur' }).last().click()
  const waiting = page.getByRole('region', { name: laterEn.first.waits.yours })
  await waiting.getByText('Your new appointment is on Friday.').waitFor()
  expect(await findings(page)).toEqual([])
  await look(page, 'first-waits-en')

  // A colleague of its inbox sees it, in French and on a phone.
  const colleague = await newColleague(browser, 'Dr. Luc Bélanger', { width: 320 })
  await inLanguage(colleague, 'fr', async () => {
    await openCardAt(colleague, page.url())
    const theirs = laterFr.first.waits.theirs.replace('{name}', 'Tomas Lindqvist')
    await colleague.getByRole('region', { name: theirs }).waitFor()
    expect([await findings(colleague), await overflow(colleague)]).toEqual([[], 0])
    await look(colleague, 'first-waits-fr-320')
  })

  await waiting.getByRole('button', { name: laterEn.first.takeBack }).click()
  await waiting.waitFor({ state: 'detached' })
  await expect
    .poll(() => page.getByLabel('Message', { exact: true }).inputValue())
    .toBe('Your new appointment is on Friday.')
  await hasFocus(page.getByLabel('Message', { exact: true }))
  expect(await page.getByLabel('Subject').inputValue()).toBe('A first word')
  expect(await page.getByLabel(en.mode['one-way'], { exact: true }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Send the message' }).click()
  await lastDone(page, 'Your message to Priya Larkspur goes out in 20 seconds.').waitFor()
  await waiting.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  expect(await page.getByLabel('Message', { exact: true }).count()).toBe(0)
  expect(await findings(page)).toEqual([])
  await look(page, 'first-undo-en')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByLabel('Subject').waitFor()
  await expect.poll(() => page.getByLabel('Subject').inputValue()).toBe('A first word')
  expect(await page.getByLabel(en.mode['one-way'], { exact: true }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Send the message' }).click()
  await waiting.getByRole('button', { name: laterEn.waiting.sendNow }).click()
  await lastDone(page, 'Your message was sent to Priya Larkspur.').waitFor()
  await page.locator('.letter').getByText('Your new appointment is on Friday.').waitFor()
  expect([...breaches(page), ...breaches(colleague)]).toEqual([])
})

test('who writes to an inbox in which they do not work is led to no conversation, which they would not see', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { width: 320 })
  const words = async (text: string) => {
    await page.getByLabel(peopleFr.write.topic).selectOption({ label: 'Rendez-vous' })
    await page.getByLabel(peopleFr.write.subject).fill('Votre visite')
    await page.getByLabel(peopleFr.write.message, { exact: true }).fill(text)
    await page.getByRole('button', { name: peopleFr.write.send }).click()
  }
  const sent = () =>
    page
      .getByRole('region', { name: fr.frame.lastDone })
      .getByText(peopleFr.write.sent.replace('{name}', 'Priya Larkspur'))
  await openCard(page, 'Priya Larkspur')
  const card = page.url()
  await inLanguage(page, 'fr', async () => {
    await page.reload()
    await page.getByRole('link', { name: peopleFr.patient.write }).click()
    await words('Venez vendredi.')
    await page.getByRole('button', { name: laterFr.waiting.sendNow }).click()
    await sent().waitFor()
    await page.waitForURL(card)
    await page.getByRole('heading', { level: 1, name: 'Priya Larkspur' }).waitFor()

    await page.getByRole('link', { name: peopleFr.patient.write }).click()
    await words('Apportez votre carte.')
    const waiting = page.getByRole('region', { name: laterFr.first.waits.yours })
    await waiting.waitFor()
    await waiting.waitFor({ state: 'detached', timeout: 60_000 })
    await sent().waitFor()
    await page.getByLabel(peopleFr.write.subject).waitFor()
    expect(await page.getByRole('link', { name: laterFr.first.open }).count()).toBe(0)
    await sound(page)
    await look(page, 'first-elsewhere-fr-320')
  })
})

/** The same page of one's own workspace. */
async function openCardAt(page: Page, url: string): Promise<void> {
  await go(page, url.replace(/^.*\/staff\/[^/]+\//, ''))
}

const picture = process.env['PICTURES']
async function look(page: Page, name: string): Promise<void> {
  if (picture !== undefined) {
    await page.screenshot({ path: `${picture}/${name}.png`, fullPage: true })
  }
}
