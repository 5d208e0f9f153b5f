import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { argumentNames, messagesIn, plainTexts, type Messages } from '../../scripts/message-text.ts'
import { gradeOf, sentencesOf } from '../../scripts/readability.ts'
import { regions } from '../regions/index.ts'
import { countWords } from '../text.ts'
import { languages, type Language } from './index.ts'

/**
 * Every sentence a person reads is there in both languages and reads at grade 6. A formula made for whole pages jumps
 * about on short texts: single sentences are held to their ceiling from ten words on, a namespace as one text from four.
 */
const ceilings = { namespaceGrade: 6, namespaceSentenceWords: 4, sentenceGrade: 8, sentenceWords: 10 }

/** What only those who install and run the server read. */
const forOperators = ['operator.ts']

const fileNames = (language: Language) => readdirSync(new URL(`${language}/`, import.meta.url)).toSorted()

test('both languages have the same namespaces', () => {
  expect(fileNames('fr')).toEqual(fileNames('en'))
})

describe.each(fileNames('en'))('%s', async (fileName) => {
  const english = await messagesIn('en', fileName)
  const french = await messagesIn('fr', fileName)

  test('has the same keys in both languages', () => {
    expect(french.map(([key]) => key).toSorted()).toEqual(english.map(([key]) => key).toSorted())
  })

  test('has the same arguments in both languages', () => {
    const argumentsIn = (messages: Messages) =>
      Object.fromEntries(messages.map(([key, message]) => [key, argumentNames(message)]))
    expect(argumentsIn(french)).toEqual(argumentsIn(english))
  })

  test('has words behind every key', () => {
    expect([...english, ...french].filter(([, message]) => message.trim() === '')).toEqual([])
  })

  if (!forOperators.includes(fileName)) {
    expectEasyReading('en', english)
    expectEasyReading('fr', french)
  }
})

describe.each(Object.values(regions))('region $code', ({ urgentLines, supportLines }) => {
  for (const language of languages) {
    const lines = [...urgentLines, ...supportLines]
    expectEasyReading(
      language,
      lines.map(({ key, advice }) => [key, advice[language]]),
    )
  }
})

function expectEasyReading(language: Language, messages: Messages): void {
  const sentences = messages.flatMap(([key, message]) =>
    plainTexts(message)
      .flatMap(sentencesOf)
      .map((sentence) => ({ key, sentence, words: countWords(sentence) })),
  )

  test(`in ${language}, each longer sentence at grade ${ceilings.sentenceGrade} or below`, () => {
    const graded = sentences
      .filter(({ words }) => words >= ceilings.sentenceWords)
      .map(({ key, sentence }) => ({ key, sentence, grade: Number(gradeOf(language, sentence).toFixed(1)) }))
    expect(graded.filter(({ grade }) => grade > ceilings.sentenceGrade)).toEqual([])
  })

  test(`in ${language}, as a whole at grade ${ceilings.namespaceGrade} or below`, () => {
    const counted = sentences.filter(({ words }) => words >= ceilings.namespaceSentenceWords)
    const text = counted.map(({ sentence }) => sentence).join('\n')
    expect(counted.length === 0 ? 0 : gradeOf(language, text)).toBeLessThanOrEqual(ceilings.namespaceGrade)
  })
}
