// Promised: a nurse asks a physician with the answer she would send; the physician sees question, letter and answer together and
// approves, edits or returns in one step; and a nurse who is let sends in a physician's name, once the physician has signed too.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffConsults as en } from '../../shared/locales/en/staff-consults.ts'
import { staffConsults as fr } from '../../shared/locales/fr/staff-consults.ts'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, row } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const nurse = 'Tomas Lindqvist'
const physician = 'Sophie Tran'
const letter = 'I feel dizzy since Monday.'
const question = 'Should she take half of it?'

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

/** The reply, begun; and a dialog that starts with its words. */
async function begin(page: Page, conversationId: string, words: string, act: string, file?: string) {
  await go(page, `conversations/${conversationId}`)
  await page.locator('.composer textarea').fill(words)
  if (file !== undefined) {
    const buffer = Buffer.from('Bring this to the laboratory.')
    await page.locator('.composer input[type=file]').setInputFiles({ name: file, mimeType: 'text/plain', buffer })
    await page.locator('.composer').getByText(file).first().waitFor()
    await page
      .locator('.composer')
      .getByText(/^Uploaded/)
      .waitFor()
  }
  await page.getByRole('button', { name: act, exact: true }).click()
  return page.getByRole('dialog')
}

/** A letter, and the nurse who has asked about it. */
async function ask(
  subject: string,
  answer: string,
  of: { option: string; name: string } = { option: `${physician}, nurse practitioner`, name: physician },
  file?: string,
): Promise<{ id: string; page: Page }> {
  const id = await aLetter('Priya Larkspur', { subject, text: letter })
  const page = await newColleague(browser, nurse)
  const dialog = await begin(page, id, answer, en.ask.open, file)
  await dialog.getByText(en.kinds.approval, { exact: true }).click()
  await dialog.getByLabel(en.ask.who).selectOption({ label: of.option })
  await dialog.getByLabel(en.ask.question).fill(question)
  expect(await dialog.getByText(en.goingAlong).count()).toBe(file === undefined ? 0 : 1)
  await dialog.getByRole('button', { name: en.ask.send, exact: true }).click()
  await lastDone(page, `${of.name} has your question now.`).waitFor()
  // The words went with the question: nobody sends them a second time.
  expect(await page.locator('.composer textarea').inputValue()).toBe('')
  return { id, page }
}

const panel = (page: Page) => page.getByRole('region', { name: `${nurse} asks you` })

test('asked and approved: it is the physician’s work, and goes out with both names', async () => {
  const { id, page } = await ask('Dizzy, to approve', 'Take half of it until Friday.')
  await expectSound(page)
  const doctor = await newColleague(browser, physician)
  const work = row(doctor, 'Dizzy, to approve')
  await work.getByText(`${nurse} asks: ${question}`).waitFor()
  await work.getByText('Proposed answer: Take half of it until Friday.').waitFor()
  await expectSound(doctor)
  await go(doctor, `conversations/${id}`)
  for (const words of [question, letter, 'Take half of it until Friday.']) {
    await panel(doctor).getByText(words).waitFor()
  }
  await expectSound(doctor)
  await panel(doctor).getByRole('button', { name: en.panel.approve }).click()
  await lastDone(doctor, 'Your message to Priya Larkspur goes out in 20 seconds.').waitFor()
  await doctor.getByText(`Written by ${nurse}.`).waitFor()
  await expectSound(doctor)
  // Taken back in time: the question is as it was, and no words are left in the box.
  await doctor.getByRole('button', { name: 'Undo' }).click()
  await panel(doctor).getByRole('button', { name: en.panel.approve }).waitFor()
  expect(await doctor.locator('.composer textarea').inputValue()).toBe('')
  await panel(doctor).getByRole('button', { name: en.panel.approve }).click()
  await doctor.getByText(/^It goes out in \d+ seconds?\.$/).waitFor()
  await doctor.getByRole('button', { name: 'Send now' }).click()
  await doctor.getByRole('heading', { name: `${nurse}; approved by ${physician}, nurse practitioner` }).waitFor()
})

test('asked of an inbox and edited: the first physician’s words go out, and the second keeps theirs', async () => {
  const inbox = 'Prescriptions'
  const { id, page } = await ask('Dizzy, to edit', 'Take half of it.', {
    option: `Any clinician of ${inbox}`,
    name: inbox,
  })
  const doctor = await newColleague(browser, physician)
  const slower = await newColleague(browser, 'Dr. Amira Haddad')
  for (const each of [doctor, slower]) {
    await go(each, `conversations/${id}`)
    await each.getByRole('region', { name: `${nurse} asks ${inbox}` }).waitFor()
    await each.getByRole('button', { name: en.panel.edit, exact: true }).click()
  }
  const words = doctor.getByLabel(/^Your answer to/)
  expect(await words.inputValue()).toBe('Take half of it.')
  await words.fill('')
  await doctor.getByRole('button', { name: en.panel.editSend }).click()
  await doctor.getByRole('alert').getByText(en.wrong.edited).waitFor()
  await expectSound(doctor)
  await words.fill('Stop it, and come in today.')
  await slower.getByLabel(/^Your answer to/).fill('Stop it until Friday.')
  await doctor.getByRole('button', { name: en.panel.editSend }).click()
  await doctor.getByRole('button', { name: 'Send now' }).click()
  await lastDone(doctor, 'Your message was sent to Priya Larkspur.').waitFor()
  await slower.getByText(en.kept.title).waitFor()
  await slower.getByText('Stop it until Friday.', { exact: true }).waitFor()
  await slower.getByText('Stop it, and come in today.').filter({ visible: true }).first().waitFor()
  await expectSound(slower)
  await slower.getByRole('button', { name: en.kept.away }).click()
  await expect.poll(() => slower.getByText(en.kept.title).count()).toBe(0)
  const past = page.locator('details').filter({ hasText: en.past.title })
  await go(page, `conversations/${id}`)
  await past.locator('summary').click()
  await past.getByText(`${physician} sent another answer.`).waitFor()
  await past.getByText('Take half of it.', { exact: true }).waitFor()
  await past.getByText('Stop it, and come in today.').waitFor()
  await expectSound(page)
})

test('returned with words: the nurse has it again, with her words and the file that went along, and sees why', async () => {
  const { id, page } = await ask('Dizzy, to return', 'Take half of it.', undefined, 'form.txt')
  const doctor = await newColleague(browser, physician, { at: `conversations/${id}` })
  await panel(doctor).getByText(en.goingAlong).waitFor()
  await panel(doctor)
    .getByRole('link', { name: /form\.txt/ })
    .waitFor()
  await look(doctor, 'consult-file-en')
  await expectSound(doctor)
  await panel(doctor).getByRole('button', { name: en.panel.return, exact: true }).click()
  await panel(doctor).getByLabel(en.panel.returnTitle).fill('Ask first how she sleeps.')
  await panel(doctor)
    .getByRole('button', { name: `Return it to ${nurse}` })
    .click()
  await lastDone(doctor, `${nurse} has it again.`).waitFor()
  await go(page, `conversations/${id}`)
  await page.getByText(`${physician} returned this`).waitFor()
  await page.getByText('Ask first how she sleeps.').waitFor()
  expect(await page.locator('.composer textarea').inputValue()).toBe('Take half of it.')
  await page.locator('.composer').getByText('form.txt').first().waitFor()
  await expectSound(page)
  await go(page, '')
  await row(page, 'Dizzy, to return').waitFor()
})

test('in a physician’s name, once she has signed too; in French, on a phone', async () => {
  const doctor = await newColleague(browser, physician, { at: 'templates/below' })
  const form = doctor.getByRole('region', { name: en.delegations.title })
  await form.getByRole('button', { name: en.delegations.add }).click()
  await form.getByRole('alert').getByText(en.delegations.missing).waitFor()
  await form.getByLabel(en.delegations.who).selectOption({ label: nurse })
  await form.getByText(en.delegations.allows['co-sign'], { exact: true }).click()
  await form.getByRole('button', { name: en.delegations.add }).click()
  await form.getByText(`${nurse} writes for you. You approve each message.`).waitFor()
  await expectSound(doctor)

  const id = await aLetter('Priya Larkspur', { subject: 'For the doctor', text: letter })
  const page = await newColleague(browser, nurse)
  const dialog = await begin(page, id, 'Your doctor says yes.', en.behalf.open)
  await expectSound(page)
  await dialog.getByRole('button', { name: en.behalf.send, exact: true }).click()
  await lastDone(page, `${physician} has it now, to sign it too.`).waitFor()

  await inLanguage(doctor, 'fr', async () => {
    await doctor.setViewportSize({ width: 320, height: 800 })
    await go(doctor, `conversations/${id}`)
    const signing = doctor.getByRole('region', { name: `${nurse} a écrit ceci pour vous` })
    await signing.getByText('Your doctor says yes.').waitFor()
    await expectSound(doctor)
    await signing.getByRole('button', { name: fr.panel.approve }).click()
    await doctor.getByText(`Écrit par ${nurse}.`).waitFor()
    await doctor.getByText(`Le message part au nom de ${physician}.`).waitFor()
    await expectSound(doctor)
    await doctor.getByRole('button', { name: 'Envoyer maintenant' }).click()
    await doctor
      .getByRole('heading', {
        name: `${nurse}, pour ${physician}, infirmière praticienne ou infirmier praticien; approuvé par ${physician}`,
      })
      .waitFor()
    await go(doctor, 'templates/below')
    await doctor.getByRole('button', { name: `Terminer pour ${nurse}` }).click()
    await doctor.getByText(fr.delegations.none).waitFor()
    await expectSound(doctor)
  })
})
