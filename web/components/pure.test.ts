import { describe, expect, test } from 'vitest'
import { dateOf } from './DateField.tsx'
import { measure } from './TextArea.tsx'

describe('the counter speaks of the limit the text is nearest to', () => {
  const limits = { characters: 10, words: 3 }
  test.each([
    ['', { stage: 'low', unit: 'characters', left: 10 }],
    ['a', { stage: 'low', unit: 'words', left: 2 }],
    ['abcdefg', { stage: 'low', unit: 'characters', left: 3 }],
    ['abcdefgh', { stage: 'near', unit: 'characters', left: 2 }],
    ['abcdefghij', { stage: 'full', unit: 'characters', left: 0 }],
    ['abcdefghijk', { stage: 'over', unit: 'characters', left: -1 }],
    ['a b c', { stage: 'full', unit: 'words', left: 0 }],
    ['a b c d', { stage: 'over', unit: 'words', left: -1 }],
    ['é'.normalize('NFD').repeat(8), { stage: 'near', unit: 'characters', left: 2 }],
  ])('%j', (text, expected) => {
    expect(measure(text, limits)).toEqual(expected)
  })

  test('a topic may count characters only', () => {
    expect(measure('a b c d e', { characters: 100, words: null })).toMatchObject({ unit: 'characters', left: 91 })
  })
})

describe('three boxes make a date only when the day is real', () => {
  test.each([
    ['27', '3', '1984', '1984-03-27'],
    ['29', '02', '2024', '2024-02-29'],
    ['29', '2', '2023', ''],
    ['31', '4', '2020', ''],
    ['0', '1', '2020', ''],
    ['1', '13', '2020', ''],
    ['1', '1', '84', ''],
    ['', '1', '2020', ''],
    ['1', '', '2020', ''],
  ])('%s %s %s is %s', (day, month, year, expected) => {
    expect(dateOf({ day, month, year })).toBe(expected)
  })
})
