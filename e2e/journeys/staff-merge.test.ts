// Promised: a colleague puts two conversations of a patient together, with the patient's name, birth date and health number
// before their eyes; both are read and answered in one place, by both sides; and it is taken back.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { common as english } from '../../shared/locales/en/common.ts'
import { merged as englishBoth } from '../../shared/locales/en/merged.ts'
import { staffMerge as englishWords } from '../../shared/locales/en/staff-merge.ts'
import { common as french } from '../../shared/locales/fr/common.ts'
import { merged as frenchBoth } from '../../shared/locales/fr/merged.ts'
import { staffMerge as frenchWords } from '../../shared/locales/fr/staff-merge.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { launchBrowser } from '../browser.ts'
import { go, inLanguage, newColleague, practice, sendNow, write } from './colleague.ts'
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
  test('two conversations are one, and two again', async () => {
    const patient = await newPerson(browser, 'Ruth Applewood', { width })
    const mark = uuidv7().slice(-6)
    const [cough, again] = [`Cough ${mark}`, `Still the cough ${mark}`]
    const headId = await write(patient, { subject: cough, text: 'I have coughed for a week.' })
    const otherId = await write(patient, { subject: again, text: 'It is worse at night.' })
    const nurse = await newColleague(browser, 'Tomas Lindqvist', { width })
    const named = (sentence: string, name: string) => sentence.replace('{name}', name)

    await inLanguage(nurse, language, async () => {
      await go(nurse, `conversations/${headId}`)
      await nurse.getByRole('button', { name: words.act }).click()
      const dialog = nurse.getByRole('dialog', { name: words.title })
      await dialog.getByText('Ruth Applewood').waitFor()
      expect(await dialog.locator('dd').allInnerTexts()).toHaveLength(3)
      await dialog.getByRole('button', { name: words.confirm }).click()
      await dialog.getByRole('alert').getByText(words.missing).waitFor()
      await dialog.locator('label').filter({ hasText: again }).click()
      expect(await asItShouldBe(nurse)).toEqual([[], 0, []])
      await picture(nurse, `merge-dialog-${language}`)
      await dialog.getByRole('button', { name: words.confirm }).click()

      const letters = nurse.locator('.thread .letter')
      await letters.filter({ hasText: 'It is worse at night.' }).getByText(named(both.from, again)).waitFor()
      expect((await letters.allInnerTexts()).join(' ')).toMatch(/coughed for a week[^]*worse at night/)
      await nurse.getByText(named(words.holds, again)).waitFor()
      expect(await asItShouldBe(nurse)).toEqual([[], 0, []])
      await picture(nurse, `merge-together-${language}`)

      await nurse.getByRole('button', { name: undo }).click()
      await nurse.getByText(named(words.holds, again)).waitFor({ state: 'detached' })
      await nurse.getByRole('button', { name: words.act }).click()
      await dialog.locator('label').filter({ hasText: again }).click()
      await dialog.getByRole('button', { name: words.confirm }).click()
      await nurse.getByText(named(words.holds, again)).waitFor()
    })

    await inLanguage(patient, language, async () => {
      await openAsPatient(patient, otherId)
      await patient.getByText(both.patient.goesOn).first().waitFor()
      expect(await patient.locator('#message-text').count()).toBe(0)
      await patient.getByRole('link', { name: named(both.patient.open, cough) }).click()
      await patient.getByText(named(both.patient.together, again)).waitFor()
      await patient.getByText('It is worse at night.').waitFor()
      expect(await asItShouldBe(patient)).toEqual([[], 0, []])
      await picture(patient, `merge-patient-${language}`)
    })

    await go(nurse, `conversations/${otherId}`)
    await nurse.getByRole('link', { name: named(englishWords.open, cough) }).click()
    await nurse.getByLabel('Reply to Ruth Applewood').fill('Come in tomorrow.')
    await sendNow(nurse)
    await patient.getByText('Come in tomorrow.').waitFor()
    await nurse.getByRole('button', { name: named(englishWords.apartWhat, again) }).click()
    await nurse.getByText(named(englishWords.holds, again)).waitFor({ state: 'detached' })
    await patient.getByText('It is worse at night.').waitFor({ state: 'detached' })
    await patient.getByText(named(both.patient.apart, again).split('{when}')[1] ?? '').waitFor()
    await picture(patient, `merge-apart-${language}`)
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
