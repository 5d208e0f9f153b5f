// Promised: a colleague says that a conversation is about something else, and takes it back; who answers and by when stay.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { common as english } from '../../shared/locales/en/common.ts'
import { common as french } from '../../shared/locales/fr/common.ts'
import { staffMoveTopic as englishWords } from '../../shared/locales/en/staff-move-topic.ts'
import { staffMoveTopic as frenchWords } from '../../shared/locales/fr/staff-move-topic.ts'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, newColleague } from './colleague.ts'
import { breaches, findings, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const pictures = process.env['PICTURES']

describe.each([
  {
    language: 'en',
    words: englishWords,
    undo: english.buttons.undo,
    was: 'Symptoms that can wait',
    to: 'Prescription renewal',
  },
  {
    language: 'fr',
    words: frenchWords,
    undo: french.buttons.undo,
    was: 'Symptômes qui peuvent attendre',
    to: 'Renouveler une ordonnance',
  },
] as const)('in $language, at 320 px', ({ language, words, undo, was, to }) => {
  test('to another topic, and back', async () => {
    const conversationId = await aLetter('Ruth Applewood', { subject: 'Pills', text: 'I need more pills.' })
    const page = await newColleague(browser, 'Tomas Lindqvist', { width: 320 })
    await inLanguage(page, language, async () => {
      await go(page, `conversations/${conversationId}`)
      const topic = page.locator('.desk-topic strong')
      await topic.getByText(was).waitFor()
      await page.getByRole('button', { name: words.act }).click()
      const dialog = page.getByRole('dialog', { name: words.title })
      await dialog.getByRole('searchbox', { name: words.search }).fill(to.slice(0, 8))
      const choice = dialog.getByRole('menuitem', { name: to })
      await choice.waitFor()
      expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])
      if (pictures !== undefined) {
        await page.screenshot({ path: join(pictures, `move-topic-${language}.png`) })
      }
      await choice.click()
      await topic.getByText(to).waitFor()
      await page.getByRole('button', { name: undo }).click()
      await topic.getByText(was).waitFor()
    })
  })
})
