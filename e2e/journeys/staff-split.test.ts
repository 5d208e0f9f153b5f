// Promised: a colleague gives what a patient wrote about a second thing a conversation of its own, with the patient's name, birth
// date and health number before their eyes; both are read by both sides, each says where the other is; and it is taken back.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { common as english } from '../../shared/locales/en/common.ts'
import { split as englishBoth } from '../../shared/locales/en/split.ts'
import { staffSplit as englishWords } from '../../shared/locales/en/staff-split.ts'
import { common as french } from '../../shared/locales/fr/common.ts'
import { split as frenchBoth } from '../../shared/locales/fr/split.ts'
import { staffSplit as frenchWords } from '../../shared/locales/fr/staff-split.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { launchBrowser } from '../browser.ts'
import { go, inLanguage, newColleague, practice, write } from './colleague.ts'
import { breaches, findings, membershipAt, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const pictures = process.env['PICTURES']

describe.each([
  { language: 'en', width: 320, words: englishWords, both: englishBoth, undo: english.buttons.undo },
  { language: 'fr', width: 1280, words: frenchWords, both: frenchBoth, undo: french.buttons.undo },
] as const)('in $language, at $width px', ({ language, width, words, both, undo }) => {
  test('one conversation is two, and one again', async () => {
    const patient = await newPerson(browser, 'Ruth Applewood', { width })
    const mark = uuidv7().slice(-6)
    const [cough, rash] = [`Cough ${mark}`, `Rash ${mark}`]
    const conversationId = await write(patient, { subject: cough, text: 'I have coughed for a week.' })
    const nurse = await newColleague(browser, 'Tomas Lindqvist', { width })
    const named = (sentence: string, name: string) => sentence.replace(/\{(name|text)\}/, name)

    await inLanguage(nurse, language, async () => {
      await go(nurse, `conversations/${conversationId}`)
      await nurse.getByRole('button', { name: words.act }).click()
      const dialog = nurse.getByRole('dialog', { name: words.title })
      await dialog.getByText(words.none).waitFor()
      await nurse.keyboard.press('Escape')

      for (const text of ['And I have a rash on my arm.', 'It itches at night.']) {
        await openAsPatient(patient, conversationId)
        await patient.locator('#message-text').fill(text)
        await patient
          .locator('form')
          .filter({ has: patient.locator('#message-text') })
          .locator('button[type=submit]')
          .click()
        await nurse.locator('.thread .letter').filter({ hasText: text }).waitFor()
      }

      await nurse.getByRole('button', { name: words.act }).click()
      await dialog.getByText('Ruth Applewood').waitFor()
      expect(await dialog.locator('dd').allInnerTexts()).toHaveLength(3)
      await dialog.getByRole('button', { name: words.confirm, exact: true }).click()
      await dialog.getByRole('alert').getByText(words.missing).waitFor()
      // With all that the patient wrote after it.
      await dialog.getByRole('button', { name: named(words.fromHereOf, 'And I have a rash on my arm.') }).click()
      const chosen = await dialog.getByRole('checkbox').evaluateAll((all) => all.map((one) => one.matches(':checked')))
      expect(chosen).toEqual([false, true, true])
      await dialog.getByLabel(words.subject).fill(rash)
      expect(await asItShouldBe(nurse)).toEqual([[], 0, []])
      await picture(nurse, `split-dialog-${language}`)
      await dialog.getByRole('button', { name: words.confirm, exact: true }).click()

      await nurse.getByText(named(words.into, rash)).waitFor()
      for (const text of ['rash on my arm', 'itches at night']) {
        const letter = nurse.locator('.thread .letter').filter({ hasText: text })
        await letter.getByText(named(both.answeredIn, rash)).waitFor()
      }
      expect(await asItShouldBe(nurse)).toEqual([[], 0, []])
      await picture(nurse, `split-original-${language}`)
    })

    await inLanguage(patient, language, async () => {
      await openAsPatient(patient, conversationId)
      await patient.getByText(named(both.patient.into, rash)).waitFor()
      await patient.getByRole('link', { name: named(both.patient.open, rash) }).click()
      await patient.getByText(named(both.patient.from, cough)).waitFor()
      await patient.locator('.thread .letter').filter({ hasText: 'rash on my arm' }).waitFor()
      expect(await patient.locator('.thread .letter').filter({ hasText: 'coughed' }).count()).toBe(0)
      expect(await asItShouldBe(patient)).toEqual([[], 0, []])
      await picture(patient, `split-patient-${language}`)
    })

    await inLanguage(nurse, language, async () => {
      await nurse.getByRole('button', { name: undo }).click()
      await nurse.getByText(named(words.into, rash)).waitFor({ state: 'detached' })
      expect(await nurse.locator('.thread .letter').filter({ hasText: 'rash on my arm' }).count()).toBe(1)
    })
  })
})

async function openAsPatient(page: Page, conversationId: string): Promise<void> {
  await page.goto(`/p/${await membershipAt(page, practice)}/conversations/${conversationId}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function asItShouldBe(page: Page): Promise<unknown[]> {
  return [await findings(page), await overflow(page), breaches(page)]
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) {
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }
}
