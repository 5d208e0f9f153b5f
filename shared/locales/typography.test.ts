import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { messagesIn, plainTexts } from '../../scripts/message-text.ts'
import { typographyProblems, typographyRules } from '../../scripts/typography.ts'
import { formatBirthDate, formatDateTime, formatStamp, formatTime } from '../dates.ts'
import { regions } from '../regions/index.ts'
import { languages, languageTag } from './index.ts'

/** Every sentence a person reads is set as its language is printed in Canada. */
describe.each(languages)('in %s', (language) => {
  test.each(typographyRules[language])('$says', ({ says, wrong, right }) => {
    expect(typographyProblems(language, wrong)).toContain(says)
    expect(typographyProblems(language, right)).toEqual([])
  })

  test.each(readdirSync(new URL(`${language}/`, import.meta.url)))('%s is set by these rules', async (fileName) => {
    const messages = await messagesIn(language, fileName)
    expect(messages.flatMap(([key, message]) => problemsOf(key, ...plainTexts(message)))).toEqual([])
  })

  test.each(Object.values(regions))('so are the lines of region $code', ({ urgentLines, supportLines }) => {
    const lines = [...urgentLines, ...supportLines]
    expect(lines.flatMap(({ key, advice }) => problemsOf(key, advice[language]))).toEqual([])
  })

  test('so are times, dates and figures', () => {
    const at = new Date('2026-11-01T13:30:00Z')
    const zone = 'America/Toronto'
    const made = {
      time: formatTime(language, zone, at),
      dateTime: formatDateTime(language, zone, at),
      stamp: formatStamp(language, zone, at),
      birthDate: formatBirthDate(language, '1984-03-27'),
      thousands: new Intl.NumberFormat(languageTag(language)).format(12_345.6),
      percent: new Intl.NumberFormat(languageTag(language), { style: 'percent' }).format(0.8),
    }
    expect(Object.entries(made).flatMap(([key, text]) => problemsOf(key, text))).toEqual([])
  })

  function problemsOf(key: string, ...texts: string[]): object[] {
    return texts.flatMap((text) => typographyProblems(language, text).map((problem) => ({ key, text, problem })))
  }
})
