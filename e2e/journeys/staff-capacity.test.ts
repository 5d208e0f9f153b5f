// Promised: an administrator pauses messages and sets limits by forms that name what is wrong; two who change one thing lose no
// words; colleagues see on every page that messages are paused.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, openCard, practice } from './colleague.ts'
import { breaches, findings, hasFocus, membershipAt, newPerson, overflow } from './person.ts'
import { openClinic } from './stops.ts'

let browser: Browser
let clinic: Awaited<ReturnType<typeof openClinic>>
beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  clinic = await openClinic()
})
afterEach(() => clinic.close())
afterAll(() => browser.close())

const picture = process.env['PICTURES']
async function look(page: Page, name: string): Promise<void> {
  if (picture !== undefined) {
    await page.screenshot({ path: `${picture}/${name}.png`, fullPage: true })
  }
}

async function expectSound(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.loading:visible').count(), { timeout: 30_000 }).toBe(0)
  expect(await findings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  expect(breaches(page)).toEqual([])
}

/** Fills in what a pause must have. */
async function fillPause(page: Page, endsOn: string): Promise<void> {
  await page.getByLabel('Ends on', { exact: true }).fill(endsOn)
  for (const [group, reason, instead] of [
    ['In English', 'We are moving.', 'Call us.'],
    ['In French', 'Nous déménageons.', 'Appelez-nous.'],
  ] as const) {
    await page.getByRole('group', { name: group }).getByLabel('Why').fill(reason)
    await page.getByRole('group', { name: group }).getByLabel('What they can do instead').fill(instead)
  }
}

const nextYear = new Date().getFullYear() + 1

test('a pause is added by a form that names what is wrong, shown to all, and ended early', async () => {
  const page = await newColleague(browser, 'Adele Marchand')
  await page.getByRole('link', { name: 'Pauses and limits' }).click()
  await page.getByRole('link', { name: 'Add a pause' }).click()
  await page.getByText('One topic', { exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  const summary = page.getByRole('alert')
  for (const wrong of ['Choose a topic.', 'Enter the day and the time when it ends.', 'Write why, in French.']) {
    await summary.getByText(wrong).waitFor()
  }
  await expectSound(page)
  await page.getByLabel('Topic', { exact: true }).selectOption({ label: 'Form or letter' })
  await fillPause(page, '2026-01-02')
  await page.getByRole('button', { name: 'Save' }).click()
  await summary.getByText('It must end after it begins.').waitFor()
  await page.getByLabel('Begins on', { exact: true }).fill('2026-01-01')
  await page.getByRole('button', { name: 'Save' }).click()
  await summary.getByText('This is in the past. Choose a later time.').waitFor()
  await page.getByLabel('Begins on', { exact: true }).fill(Temporal.Now.plainDateISO('America/Toronto').toString())
  await page.getByLabel('Begins on, time').fill('00:00')
  await page.getByLabel('Ends on', { exact: true }).fill(`${nextYear}-01-04`)
  await page.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, 'The pause is saved.').waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Topic: Form or letter' })
  await row.getByText('In force').waitFor()

  const colleague = await newColleague(browser, 'Tomas Lindqvist')
  await colleague
    .getByRole('region', { name: 'Messages are paused' })
    .getByText(/^Topic: Form or letter: No new messages\. Until \w+day, January 4/)
    .waitFor()
  await expectSound(colleague)

  await row.getByRole('button', { name: 'End now: Topic: Form or letter' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click()
  await lastDone(page, 'The pause has ended. Patients can write.').waitFor()
  await row.getByText('Over').waitFor()
  await colleague.reload()
  await colleague.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await colleague.getByRole('region', { name: 'Messages are paused' }).count()).toBe(0)
})

test('two who change one pause: the second sees what the first saved, and keeps their own words', async () => {
  await clinic.pause()
  const [first, second] = [await newColleague(browser, 'Adele Marchand'), await newColleague(browser, 'Adele Marchand')]
  for (const page of [first, second]) {
    await go(page, 'messaging')
    await page.getByRole('link', { name: 'Change the pause: All messages' }).click()
    await page.getByRole('heading', { level: 1, name: 'Change a pause' }).waitFor()
  }
  const why = (page: Page) => page.getByRole('group', { name: 'In English' }).getByLabel('Why')
  await why(first).fill('The first has written this.')
  await first.getByRole('button', { name: 'Save' }).click()
  await lastDone(first, 'The pause is saved.').waitFor()
  await why(second).fill('The second has written that.')
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText(/^Someone changed this before you/).waitFor()
  await second
    .getByRole('region', { name: 'Now saved by someone else' })
    .getByText('The first has written this.')
    .waitFor()
  expect(await why(second).inputValue()).toBe('The second has written that.')
  await expectSound(second)
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByRole('row').filter({ hasText: 'The second has written that.' }).waitFor()
})

test('limits are numbers or nothing, and are there for everybody to read', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'messaging' })
  const limits = page.getByRole('region', { name: 'Limits for each patient' })
  await limits.getByLabel('Messages in 24 hours').fill('201')
  await limits.getByRole('button', { name: 'Save' }).click()
  await limits.getByRole('alert').getByText('Enter a whole number from 1 to 200.').waitFor()
  await expectSound(page)
  await limits.getByLabel('Messages in 24 hours').fill('40')
  await limits.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, 'The limits are saved.').waitFor()
  const colleague = await newColleague(browser, 'Tomas Lindqvist', { at: 'messaging' })
  await colleague.getByRole('definition').filter({ hasText: /^40$/ }).waitFor()
  expect(await colleague.getByRole('link', { name: 'Add a pause' }).count()).toBe(0)
})

test('a reply on the use of messages is in the patient’s language, can be changed, and is counted', async () => {
  const conversationId = await aLetter('Priya Larkspur', { subject: 'Many things', text: 'One, two, three.' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByRole('button', { name: 'Reply on how to use messages' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByRole('alert').getByText('Choose what it is about.').waitFor()
  await dialog.getByText('One thing at a time', { exact: true }).click()
  const words = dialog.getByLabel(/^What you send to/)
  expect(await words.inputValue()).toContain('Please write about one thing at a time')
  await words.fill('Please write about one thing. We answer soon.')
  await expectSound(page)
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await lastDone(page, 'Your message to Priya Larkspur goes out in 20 seconds.').waitFor()

  // Taken back, it is what it was, and goes out later instead: nothing of it is in the box for answers.
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Your reply on how to use messages has not gone out').waitFor()
  expect(await page.getByLabel('Reply to Priya Larkspur').inputValue()).toBe('')
  await page.reload()
  await look(page, 'taken-back-en')
  await expectSound(page)
  await page.getByRole('button', { name: 'Go on with it…' }).click()
  expect(await dialog.getByLabel('One thing at a time', { exact: true }).isChecked()).toBe(true)
  expect(await words.inputValue()).toBe('Please write about one thing. We answer soon.')
  await look(page, 'taken-back-form-en')
  await dialog.getByRole('button', { name: 'Send later…' }).click()
  const when = page.getByRole('dialog', { name: 'When should this go out?' })
  await expectSound(page)
  await look(page, 'taken-back-later-en')
  await when.getByRole('button', { name: 'Send later' }).click()
  await lastDone(page, /^Your message to Priya Larkspur goes out \w+day/).waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  const goOn = page.getByRole('button', { name: 'Go on with it…' })
  await hasFocus(goOn)
  await goOn.click()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await lastDone(page, 'Your message was sent to Priya Larkspur.').waitFor()
  await page.getByText('Please write about one thing. We answer soon.').waitFor()
  await page.getByText(/^Was told \d+ times? this year how to use messages\.$/).click()
  await page
    .getByText(/^One thing at a time: .* by Tomas Lindqvist/)
    .first()
    .waitFor()
  await expectSound(page)
})

test('a patient is sent to the booking page, which an administrator has set', async () => {
  const administrator = await newColleague(browser, 'Adele Marchand', { at: 'practice' })
  await administrator.getByRole('button', { name: 'Change the clinic' }).click()
  await administrator.getByLabel('Booking page').fill('http://book.example.test')
  await administrator.getByRole('button', { name: 'Save' }).click()
  await administrator.getByRole('alert').getByText('Enter the whole address. It starts with https://').waitFor()
  await administrator.getByLabel('Booking page').fill('https://book.example.test/maple')
  await administrator.getByRole('button', { name: 'Save' }).click()
  await lastDone(administrator, 'Saved.').waitFor()

  const conversationId = await aLetter('Priya Larkspur', { subject: 'A lump', text: 'Please look at it.' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByRole('button', { name: 'Send to booking' }).click()
  const dialog = page.getByRole('dialog')
  const words = dialog.getByLabel(/^What you send to/)
  await words.fill('Please book.')
  await dialog.getByText('Visit booked', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Send and close' }).click()
  await dialog
    .getByRole('alert')
    .getByText(/^Keep the address of the booking page in your words/)
    .waitFor()
  await expectSound(page)
  await words.fill('You can book a visit here: https://book.example.test/maple')
  await dialog.getByRole('button', { name: 'Send and close' }).click()
  await lastDone(page, 'Your message to Priya Larkspur goes out in 20 seconds.').waitFor()
  await page.getByText('Then the conversation is closed: Visit booked.').waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('button', { name: 'Go on with it…' }).click()
  expect(await dialog.getByLabel('Visit booked', { exact: true }).isChecked()).toBe(true)
  await dialog.getByRole('button', { name: 'Send and close' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await page
    .getByText(/^Closed: Visit booked|^Visit booked/)
    .first()
    .waitFor()
})

test('a block says why and until when, stands on the card for colleagues, and is lifted', async () => {
  const page = await newColleague(browser, 'Sophie Tran')
  await openCard(page, 'Priya Larkspur')
  await page.getByRole('button', { name: 'Block messages' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Block messages' }).click()
  await dialog.getByRole('alert').getByText('Write why.').waitFor()
  await dialog.getByRole('alert').getByText('Enter the last day.').waitFor()
  await dialog.getByLabel('Why').fill('Forty messages came in two days.')
  await dialog.getByLabel('Last day').fill('2026-01-05')
  await dialog.getByRole('button', { name: 'Block messages' }).click()
  await dialog.getByRole('alert').getByText('This day is over. Choose a later one.').waitFor()
  await expectSound(page)
  await dialog.getByLabel('Last day').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10))
  await dialog.getByRole('button', { name: 'Block messages' }).click()
  await lastDone(page, /^Priya Larkspur is told in 20 seconds\./).waitFor()
  await page.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  await expectSound(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Go on with it…' }).click()
  expect(await dialog.getByLabel('Why').inputValue()).toBe('Forty messages came in two days.')
  await dialog.getByRole('button', { name: 'Block messages' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await lastDone(page, 'Priya Larkspur can’t send messages for now. They were told.').waitFor()
  await page.getByText(/^Can’t send messages until /).waitFor()
  await expectSound(page)

  const clerk = await newColleague(browser, 'Beatrice Okafor')
  await openCard(clerk, 'Priya Larkspur')
  await clerk.getByText('Why: Forty messages came in two days.').waitFor()
  await clerk.getByText('Blocked by Sophie Tran').waitFor()
  expect(await clerk.getByRole('button', { name: 'Lift the block' }).count()).toBe(0)

  await page.getByRole('button', { name: 'Lift the block' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Lift the block' }).click()
  await lastDone(page, 'Priya Larkspur can write again.').waitFor()
  await page.getByText('They can write.', { exact: true }).waitFor()
})

test('the words of a reply are the clinic’s own once an administrator has changed them', async () => {
  const page = await newColleague(browser, 'Adele Marchand', { at: 'messaging' })
  const text = page.getByRole('region', { name: 'Hurtful words' })
  await text.getByRole('button', { name: 'Change: Hurtful words' }).click()
  await text.getByRole('group', { name: 'In French' }).getByLabel('Words').fill(' ')
  await text.getByRole('group', { name: 'In English' }).getByLabel('Words').fill('Please be kind to us.')
  await text.getByRole('button', { name: 'Save' }).click()
  await text.getByRole('alert').getByText('Write the words in French.').waitFor()
  await expectSound(page)
  await text.getByRole('group', { name: 'In French' }).getByLabel('Words').fill('Soyez aimable avec nous.')
  await text.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, 'The words are saved.').waitFor()
  await text.getByText('Please be kind to us.').waitFor()
  await text.getByText(/^These are your own words\./).waitFor()
})

test('the privacy officer reads who was blocked, why, by whom and until when', async () => {
  const patient = await newPerson(browser, 'Priya Larkspur')
  await clinic.block(await membershipAt(patient, practice), 'Words that hurt, again and again.')
  for (const [name, width] of [
    ['Yves Tremblay', 320],
    ['Adele Marchand', 1280],
  ] as const) {
    const page = await newColleague(browser, name, { width })
    await inLanguage(page, 'en', async () => {
      await go(page, 'blocks')
      const row = page.getByRole('row').filter({ hasText: 'Words that hurt, again and again.' })
      await row.getByRole('link', { name: 'Priya Larkspur' }).waitFor()
      await row.getByText('Sophie Tran').waitFor()
      await row.getByText('In force').waitFor()
      await expectSound(page)
    })
  }
  const nurse = await newColleague(browser, 'Tomas Lindqvist', { at: 'blocks' })
  expect(await nurse.getByRole('table').count()).toBe(0)
})

describe.each([
  { width: 320, language: 'en', theme: 'light' },
  { width: 320, language: 'fr', theme: 'dark' },
  { width: 1280, language: 'fr', theme: 'light' },
] as const)('at $width px in $language, $theme', (look) => {
  test('the pages are sound', async () => {
    await clinic.pause()
    const page = await newColleague(browser, 'Adele Marchand', look)
    await inLanguage(page, look.language, async () => {
      for (const path of ['messaging', 'messaging/pauses/new']) {
        await go(page, path)
        await expectSound(page)
      }
      await page.locator('main form button[type=submit]').click()
      await page.getByRole('alert').waitFor()
      await expectSound(page)
    })
  })
})
