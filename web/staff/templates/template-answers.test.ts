// What is wrong with a template is found before it is sent; and a template is found by any of its words.
import { expect, test } from 'vitest'
import { answersOf, foundIn, wrongIn } from './template-answers.ts'

const none = { en: '', fr: '' }
const good = { ...answersOf(null), name: { en: 'Refill', fr: '' }, text: { en: 'It is ready.', fr: '' } }
const today = '2026-11-28'

test.each([
  ['one language is enough', good, []],
  ['nothing at all', answersOf(null), ['name.en', 'text.en', 'name.fr', 'text.fr']],
  ['a name without its text', { ...good, name: { en: 'Refill', fr: 'Renouvellement' } }, ['text.fr']],
  ['only spaces', { ...good, text: { en: '  ', fr: '' } }, ['text.en']],
  ['an inbox’s without an inbox', { ...good, scope: 'team' as const }, ['careTeamId']],
  ['a day that is over', { ...good, reviewOn: today }, ['reviewOn']],
  ['a day to come', { ...good, reviewOn: '2026-11-29' }, []],
])('%s', (_, answers, paths) => {
  expect(wrongIn(answers, { en: 0, fr: 0 }, today).map(({ path }) => path)).toEqual(paths)
})

test('a document that is on its way is waited for', () => {
  expect(wrongIn(good, { en: 0, fr: 1 }, today)).toEqual([{ path: 'documents.fr', code: 'file-not-ready' }])
})

test.each([
  ['', true],
  ['refill', true],
  ['READY refill', true],
  ['renouvele', false],
  ['pret', true],
])('found by %j: %s', (words, expected) => {
  const content = { name: { ...none, en: 'Refill' }, text: { en: 'It is ready.', fr: 'C’est prêt.' } }
  expect(foundIn(content, words)).toBe(expected)
})
