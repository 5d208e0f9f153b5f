import { describe, expect, test } from 'vitest'
import { answersOf, fieldsOf, wrongIn, type NumberName } from './topic-answers.ts'

const filled = {
  ...answersOf(null),
  name: { en: 'Refills', fr: 'Renouvellements' },
  help: { en: 'For pills.', fr: 'Pour les pilules.' },
  urgentHelp: { en: 'None left today.', fr: 'Plus rien aujourd’hui.' },
  keyword: 'refill',
  careTeamId: 'an-inbox',
}

test('a filled form has nothing wrong, and becomes what the contract takes', () => {
  expect(wrongIn(filled)).toEqual([])
  expect(fieldsOf({ ...filled, numbers: { ...filled.numbers, replyHours: '1,5', words: ' ' } })).toMatchObject({
    characters: 2_000,
    words: null,
    replyWithinMinutes: 90,
  })
})

test('an empty form names every field', () => {
  const paths = wrongIn(answersOf(null)).map(({ path }) => path)
  expect(paths).toEqual([
    'name.en',
    'name.fr',
    'help.en',
    'help.fr',
    'urgentHelp.en',
    'urgentHelp.fr',
    'keyword',
    'careTeamId',
  ])
})

describe('numbers stay in the range of the contract', () => {
  test.each([
    ['characters', '49', false],
    ['characters', '50', true],
    ['characters', '4001', false],
    ['characters', '100.5', false],
    ['characters', '', false],
    ['characters', 'many', false],
    ['words', '', true],
    ['remindAgainAfterHours', '', true],
    ['remindAgainAfterHours', '0', false],
    ['remindAgainAfterHours', '1440', true],
    ['contactAfterHours', '', false],
    ['contactAfterHours', '1441', false],
    ['importantAfterHours', '1', true],
    ['importantAfterHours', '0.5', false],
    ['words', '9', false],
    ['files', '0', true],
    ['files', '-1', false],
    ['replyHours', '0.25', true],
    ['replyHours', '0.3', false],
    ['replyHours', '201', false],
    ['reopenDays', '365', true],
  ] as const)('%s of %j is allowed: %j', (name: NumberName, typed, isAllowed) => {
    const wrong = wrongIn({ ...filled, numbers: { ...filled.numbers, [name]: typed } })
    expect(wrong).toEqual(isAllowed ? [] : [{ path: name, code: 'number' }])
  })
})
